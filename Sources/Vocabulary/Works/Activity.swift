import Formulas
import SourceText

/// A piece of work with a duration, after other pieces.
public struct Activity: Component {
  static let duration = Field(
    "duration", .value(.day), zh: "工期（工作日）", en: "its length in working days")
  static let after = Field(
    "after", .list(.text), .optional, zh: "紧前作业", en: "the activities that come before it")
  static let start = Field(
    "start", .value(.date), .optional, zh: "最早开工日", en: "the earliest day on which it can begin")
  static let stops = Field(
    "stops", .list(.text), .optional, zh: "因何停工",
    en: "the drivers that stop it: a season on its wet days, events on the days they close")
  static let retry = Field(
    "retry", .object(Retry.descriptor), .optional, zh: "重来",
    en: "a chance that it fails once and has to be done again")
  static let deadline = Field(
    "deadline", .date, .optional, zh: "节点日", en: "the day by which it is to be finished")

  public static let descriptor = ObjectDescriptor(
    "activity", zh: "作业", en: "a piece of work with a duration",
    fields: [.id, .label, duration, after, start, stops, retry, deadline])

  public let id: String
  public let label: BilingualText
  public let predecessors: [String]
  public let deadline: CalendarDate?
  /// The prefix of its indicators, `works.<project>.<activity>`.
  public let name: String
  private let duration: Formula
  /// The duration that a deterministic plan uses.
  private let plannedDuration: Formula
  private let start: Formula?
  private let retryDelay: Formula?
  private let drivers: [String]
  private let calendar: Formula
  private let origin: SourceRange

  init(
    _ reader: ObjectReader, siblings: [String], calendar: String,
    weather: WorksWeather
  ) {
    id = reader.id()
    label = reader.labelOrID
    name = reader.idPath
    origin = reader.node.range
    deadline = reader.date(Self.deadline)
    predecessors = reader.names(Self.after, among: siblings.filter { $0 != reader.idPath.lastSegment })
    duration = reader.requiredValue(Self.duration)
    plannedDuration = .constant(reader.likely(Self.duration), .day)
    start = reader.value(Self.start)
    retryDelay = reader.object(Self.retry).map { Retry($0).delay }
    drivers = reader.names(Self.stops, among: weather.names)
    self.calendar = .reference("calendars." + calendar)
  }

  func indicators(network: Network, weather: WorksWeather) -> [Indicator] {
    let earlier = predecessors.compactMap(network.named)
    var begin = earlier.map { Formula.reference($0.name + ".finish") }
    var plannedBegin = earlier.map { Formula.reference($0.name + ".plannedFinish") }
    if let start {
      begin.append(start)
      plannedBegin.append(start)
    }
    if begin.isEmpty {
      begin = [.reference("works.start")]
      plannedBegin = begin
    }
    let work = retryDelay.map { duration + $0 } ?? duration
    return [
      indicator("start", "开工", "start", .latest(begin)),
      indicator("finish", "完成", "finish", finish(work, weather)),
      indicator("plannedStart", "计划开工", "planned start", .latest(plannedBegin), .inner),
      indicator(
        "plannedFinish", "计划完成", "planned finish",
        .call(
          .dateOfWorkingDay,
          .call(.workingDay, .reference(name + ".plannedStart"), calendar) + plannedDuration,
          calendar), .inner),
      Indicator(
        name + ".float", label: BilingualText(zh: label.zh + "总时差", en: label.en + ": total float"),
        kind: .level, unit: .day, latestFinish(network) - .reference(name + ".finish"),
        origin: origin),
      Indicator(
        name + ".critical",
        label: BilingualText(zh: label.zh + "关键", en: label.en + ": on the critical path"),
        kind: .share, unit: .share,
        .call(.less, .reference(name + ".float"), .constant(0.5, .day)), origin: origin),
    ]
  }

  private func indicator(
    _ key: String, _ zh: String, _ en: String, _ formula: Formula,
    _ visibility: Indicator.Visibility = .reported
  ) -> Indicator {
    Indicator(
      name + "." + key, label: BilingualText(zh: label.zh + zh, en: label.en + ": " + en),
      kind: .date, unit: .date, formula, visibility: visibility, origin: origin)
  }

  /// When the work is done: so many working days after the start, those lost to weather not
  /// counted.
  ///
  /// All dates are laid on the line of the calendar's working days. Each season slows the work
  /// that falls into it; the seasons come one after another, so each sees the delay by the ones
  /// before.
  private func finish(_ work: Formula, _ weather: WorksWeather) -> Formula {
    let begin = Formula.call(.workingDay, .reference(name + ".start"), calendar)
    var needed = work
    for spell in weather.spells(of: drivers) {
      let from = Formula.call(.workingDay, spell.start, calendar)
      let to = Formula.call(.workingDay, spell.end, calendar)
      let entry = Formula.call(.maximum, begin, from)
      // What is left to do when the spell begins, and what the spell takes from it: either the
      // work ends within the spell, or the spell ends first.
      let left = Formula.call(.maximum, begin + needed - entry, .constant(0, .day))
      let lost = Formula.call(.minimum, spell.share, .constant(WorksWeather.shareMaximum))
      let within = left * lost / (.constant(1) - lost)
      let through = Formula.call(.maximum, to - entry, .constant(0, .day)) * lost
      needed = needed + .call(.minimum, within, through)
    }
    return .call(.dateOfWorkingDay, begin + needed, calendar)
  }

  /// The latest moment at which it may finish without moving the project's finish.
  private func latestFinish(_ network: Network) -> Formula {
    let later = network.successors(of: self)
    guard !later.isEmpty else {
      return .reference(String(name.prefix { $0 != "." }) + "." + projectID + ".finish")
    }
    let limits = later.map { next in
      // As late as the follower could begin: its own float after its start.
      Formula.reference(next.name + ".start") + .reference(next.name + ".float")
    }
    return limits.count == 1 ? limits[0] : Formula(.call(.minimum, limits))
  }

  private var projectID: String {
    name.split(separator: ".").dropFirst().dropLast().joined(separator: ".")
  }
}

extension Formula {
  /// The latest of several dates.
  static func latest(_ dates: [Formula]) -> Formula {
    dates.count == 1 ? dates[0] : Formula(.call(.maximum, dates))
  }
}
