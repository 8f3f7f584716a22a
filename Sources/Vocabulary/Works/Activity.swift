import Formulas
import SourceText

/// A piece of work with a duration, after other pieces; a milestone, or a hammock.
public struct Activity: Component {
  static let duration = Field(
    "duration", .value(.day), .optional, zh: "工期；里程碑为 0",
    en: "how long it takes; 0 for a milestone",
    called: BilingualText(zh: "工期", en: "duration"))
  static let measuredIn = Field(
    "measuredIn", .choice(DurationMeasure.allCases.map(\.rawValue)),
    .defaults(to: "workingDays"), zh: "工期按工作日或日历日计",
    en: "whether its duration is in working days or in calendar days")
  static let calendar = Field(
    "calendar", .text, .optional, zh: "工作日历，缺省为项目的日历",
    en: "the id of the calendar by which it works; the project's when left out")
  static let notBefore = Field(
    "notBefore", .value(.date), .optional, zh: "最早开始日",
    en: "the earliest day on which it can begin",
    called: BilingualText(zh: "最早开始日", en: "earliest start"))
  static let deadline = Field(
    "deadline", .date, .optional, zh: "节点日", en: "the last day on which it is in time")
  static let probability = Field(
    "probability", .value(.share), .optional, zh: "发生概率，缺省必然发生",
    en: "the probability that it takes place at all; it always does when left out",
    called: BilingualText(zh: "发生概率", en: "probability that it takes place"))
  static let weather = Field(
    "weather", .map(.value(.share)), .optional, zh: "各类天气当日损失的工时比例",
    en: "for each state of the weather (wet, plumWet, hot, cold, closed) the part of a working day "
      + "that is lost",
    called: BilingualText(zh: "损失工时比例", en: "working time lost"))
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
      ActivityCost.field, ActivityPayment.field, ResourceDemand.field, BudgetDemand.field,
    ],
    example: """
      { "id": "pavement", "duration": { "pert": { "low": 22, "likely": 28, "high": 45 } }, \
      "weather": { }, "months": [3, 4, 5, 6, 7, 8, 9, 10, 11] }
      """)

  public let id: String
  public let label: BilingualText
  /// The last day on which it is in time.
  public let deadline: CalendarDate?
  /// The prefix of its indicators, `works.<project>.<activity>`.
  public let name: String
  /// Whether nothing of the works comes before it.
  let isFirst: Bool

  init(_ reader: ObjectReader) {
    id = reader.id()
    label = reader.labelOrID
    name = reader.idPath
    deadline = reader.date(Self.deadline)
    isFirst = !reader.has(ActivityLink.after) && !reader.has(Self.hammock)
  }
}

/// How a length of time is counted.
enum DurationMeasure: String, CaseIterable {
  case workingDays, calendarDays
}
