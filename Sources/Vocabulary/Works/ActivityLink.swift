import Formulas
import Scheduling
import SourceText

/// What an activity comes after, and how: a finish or a start of another one, and a lag.
struct ActivityLink: Component {
  static let after = Field(
    "after", .list(.either([.text, .object(descriptor)])), .optional,
    zh: "紧前作业；其他项目的写作 项目.作业",
    en: "the activities that come before it; those of other projects as project.activity")

  static let activity = Field(
    "activity", .text, zh: "紧前作业", en: "the activity that comes before it")
  static let link = Field(
    "link", .choice(Network.Link.Kind.allCases.map(\.name)), .defaults(to: "finishToStart"),
    zh: "搭接关系", en: "which end of the other one limits which end of this one")
  static let lag = Field(
    "lag", .value(.day), .optional, zh: "间隔时间，负数为提前",
    en: "the time that has to pass; negative for a lead",
    called: BilingualText(zh: "间隔时间", en: "lag"))
  static let lagIn = Field(
    "lagIn", .choice(DurationMeasure.allCases.map(\.rawValue)), .defaults(to: "workingDays"),
    zh: "间隔按工作日或日历日计", en: "whether the lag is in working days or in calendar days")

  static let descriptor = ObjectDescriptor(
    "link", zh: "搭接关系", en: "a condition between two activities",
    fields: [activity, link, lag, lagIn],
    example: #"{ "activity": "a", "link": "startToStart", "lag": 10 }"#)

  /// Its project and its id, joined by a dot.
  let predecessor: String
  let kind: Network.Link.Kind
  let lag: Formula?
  /// Whether the lag is in calendar days.
  let isInCalendarDays: Bool

  /// What follows the end of another activity without a lag.
  init(after predecessor: String) {
    (self.predecessor, kind, lag, isInCalendarDays) = (predecessor, .finishToStart, nil, false)
  }

  /// A condition that is made of a date in a formula.
  init(_ predecessor: String, _ kind: Network.Link.Kind, calendarDays lag: Formula?) {
    self.predecessor = predecessor
    self.kind = kind
    self.lag = lag
    isInCalendarDays = true
  }

  fileprivate init?(_ reader: ObjectReader, among names: ActivityNames, project: String) {
    guard let text = reader.text(Self.activity),
      let place = reader.member(Self.activity).map({ ($0.node.range, $0.path) }),
      let name = names.resolve(text, of: project, besides: nil, at: place, reader.context)
    else { return nil }
    predecessor = name
    kind = reader.choice(Self.link).flatMap(Network.Link.Kind.init(name:)) ?? .finishToStart
    isInCalendarDays =
      reader.choice(Self.lagIn).flatMap(DurationMeasure.init) == .calendarDays
    var named = reader
    named.idPath += "." + text + (kind == .finishToStart ? "" : "." + kind.name)
    lag = named.value(Self.lag)
    if reader.has(Self.lagIn), !reader.has(Self.lag) {
      reader.reportInvalid(
        Self.lagIn,
        BilingualText(zh: "没有写间隔时间", en: "there is no lag to be measured"))
    }
  }
}

extension ObjectReader {
  /// The links of an activity.
  ///
  /// - Parameter names: the activities of all projects.
  func links(_ names: ActivityNames, project: String) -> [ActivityLink] {
    guard let (node, path) = member(ActivityLink.after) else { return [] }
    guard case .array(let elements) = node.value else {
      context.report(wrongType(node, expected: ActivityLink.after.shape.expectation, path: path))
      return []
    }
    let own = project + "." + idPath.lastSegment
    let links = elements.enumerated().compactMap { index, element -> ActivityLink? in
      let place = path.appending(index: index)
      guard case .string(let text) = element.value else {
        return ObjectReader(
          element, as: ActivityLink.descriptor, path: place, idPath: name(ActivityLink.after.key),
          context: context, inside: self
        ).flatMap { ActivityLink($0, among: names, project: project) }
      }
      return names.resolve(text, of: project, besides: own, at: (element.range, place), context)
        .map(ActivityLink.init(after:))
    }
    return links
  }
}

extension Network.Link.Kind {
  /// The name that a planner writes.
  var name: String {
    switch self {
    case .finishToStart: "finishToStart"
    case .startToStart: "startToStart"
    case .finishToFinish: "finishToFinish"
    case .startToFinish: "startToFinish"
    }
  }

  init?(name: String) {
    guard let kind = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = kind
  }
}
