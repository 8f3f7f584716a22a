import Formulas
import SourceText

/// A piece of work with a duration, after other pieces; a milestone, or a hammock.
public struct Activity: Component {
  static let duration = Field(
    "duration", .value(.day), .optional, zh: "工期；里程碑为 0",
    en: "how long it takes; 0 for a milestone")
  static let measuredIn = Field(
    "measuredIn", .choice(DurationMeasure.allCases.map(\.rawValue)),
    .defaults(to: "workingDays"), zh: "工期按工作日或日历日计",
    en: "whether its duration is in working days or in calendar days")
  static let calendar = Field(
    "calendar", .text, .optional, zh: "工作日历，缺省为项目的日历",
    en: "the id of the calendar by which it works; the project's when left out")
  static let notBefore = Field(
    "notBefore", .value(.date), .optional, zh: "最早开工日",
    en: "the earliest day on which it can begin")
  static let deadline = Field(
    "deadline", .date, .optional, zh: "节点日", en: "the last day on which it is in time")
  static let probability = Field(
    "probability", .value(.share), .optional, zh: "发生概率，缺省必然发生",
    en: "the probability that it takes place at all; it always does when left out")
  static let weather = Field(
    "weather", .map(.value(.share)), .optional, zh: "各类天气当日损失的工时比例",
    en: "for each state of the weather (wet, plumWet, hot, cold, closed) the part of a working day "
      + "that is lost")
  static let months = Field(
    "months", .list(.integer(1...12)), .optional, zh: "可施工月份",
    en: "the months of any year in which it can be worked on; all when left out")
  static let retry = Field(
    "retry", .object(Retry.descriptor), .optional, zh: "重来",
    en: "a chance that it fails and has to be done again")
  static let rework = Field(
    "rework", .object(Rework.descriptor), .optional, zh: "返工",
    en: "a chance that work goes back to an earlier activity")
  static let hammock = Field(
    "hammock", .object(Hammock.descriptor), .optional, zh: "跨越作业：随其他作业起止",
    en: "instead of a duration: it spans from some activities to others")
  static let status = Field(
    "status", .object(ActivityStatus.descriptor), .optional, zh: "实际进展",
    en: "what is known of it on the status date")

  public static let descriptor = ObjectDescriptor(
    "activity", zh: "作业", en: "a piece of work with a duration",
    fields: [
      .id, .label, duration, measuredIn, calendar, ActivityLink.after, notBefore, deadline,
      probability, weather, months, retry, rework, hammock, status,
    ],
    example: """
      { "id": "pavement", "duration": { "pert": { "low": 22, "likely": 28, "high": 45 } }, \
      "weather": { }, "months": [3, 4, 5, 6, 7, 8, 9, 10, 11] }
      """)

  public let id: String
  public let label: BilingualText
  public let deadline: CalendarDate?
  /// The prefix of its indicators, `works.<project>.<activity>`.
  public let name: String
  /// The id of its project.
  let project: String
  let line: ActivityLine
  /// The working time that it takes: what is left of it where it has begun.
  let duration: Formula
  /// The same as a whole, whatever has been done of it.
  let whole: Formula
  let links: [ActivityLink]
  let notBefore: Formula?
  /// The same as the planner wrote it, which may name the dates of works.
  let writtenStart: Formula?
  let probability: Formula?
  let retry: Retry?
  let rework: Rework?
  let hammock: Hammock?
  let status: ActivityStatus?
  let reader: ObjectReader
  /// The way of the work that it belongs to; nil where it belongs to all.
  private(set) var way: OptionalBranch.Way?

  init(_ reader: ObjectReader, in project: ProjectReading) {
    self.reader = reader
    id = reader.id()
    label = reader.labelOrID
    name = reader.idPath
    self.project = project.id
    deadline = reader.date(Self.deadline)
    line = ActivityLine(reader, in: project)
    links = reader.links(project.works.activities, project: project.id)
    notBefore = reader.value(Self.notBefore)
    writtenStart = notBefore.flatMap { _ in
      reader.value(named: reader.name(Self.notBefore.key))?.formula
    }
    probability = reader.value(Self.probability)
    reader.requireShare(Self.probability)
    retry = reader.object(Self.retry).map(Retry.init)
    rework = reader.object(Self.rework).map { Rework($0, siblings: project.activities) }
    hammock = reader.object(Self.hammock).map { Hammock($0, project.works.activities, project.id) }
    status = reader.object(Self.status).map { ActivityStatus($0, on: project.works.statusDate) }
    let given = reader.value(Self.duration)
    whole = given ?? .constant(0, .day)
    duration = status?.remaining ?? whole
    reportCombinations(hasDuration: given != nil)
  }

  /// The activity on one of the ways that the work can take.
  func on(_ way: OptionalBranch.Way?) -> Activity {
    var activity = self
    activity.way = way
    return activity
  }

  /// Where it stands, for what goes wrong with it as a whole.
  var origin: SourceRange { reader.node.range }

  /// The name by which other projects know it.
  var fullID: String { project + "." + id }

  /// What does not go together.
  private func reportCombinations(hasDuration: Bool) {
    if hammock != nil {
      let others = [
        Self.duration, ActivityLink.after, Self.notBefore, Self.probability, Self.weather,
        Self.months, Self.retry, Self.rework, Self.status,
      ]
      for field in others where reader.has(field) {
        reader.reportInvalid(
          field, "a hammock begins and ends with other activities",
          suggestion: "remove '\(field.key)' or 'hammock'")
      }
    } else if !hasDuration, status?.finished == nil {
      reader.context.report(
        Diagnostic(
          .missingKey, "activity lacks the key 'duration'", at: reader.node.range,
          path: reader.path.description,
          expected: "\"duration\": \(Self.duration.shape.expectation)",
          suggestion: Self.duration.summary.en))
    }
    let least = reader.knownNumbers(Self.duration).min() ?? 0
    if least < 0 {
      reader.reportInvalid(Self.duration, "work cannot take less than no time")
    }
  }
}

/// How a length of time is counted.
enum DurationMeasure: String, CaseIterable {
  case workingDays, calendarDays
}
