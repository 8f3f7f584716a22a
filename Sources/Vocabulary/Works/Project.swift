import Formulas
import SourceText

/// A construction project: a network of activities with one finish.
///
/// - Source: Kelley and Walker, *Critical-Path Planning and Scheduling* (1959).
public struct Project: Component {
  static let calendar = Field(
    "calendar", .text, zh: "工作日历", en: "the id of the calendar by which it works")
  static let activities = Field(
    "activities", .list(.object(Activity.descriptor)), zh: "作业",
    en: "the activities; each after the ones it names")
  static let cost = Field(
    "cost", .value(.yuan), .optional, zh: "造价", en: "what it costs")
  static let deadline = Field(
    "deadline", .date, .optional, zh: "计划完工日", en: "the last day on which it is in time")

  public static let descriptor = ObjectDescriptor(
    "project", zh: "工程项目", en: "a construction project",
    fields: [.id, .label, calendar, activities, OptionalBranch.branches, cost, deadline])

  public let id: String
  public let label: BilingualText
  public let activities: [Activity]
  /// The last day on which it is in time.
  public let deadline: CalendarDate?
  /// Whether it costs something, which `works.<id>.totalCost` then tells.
  let hasCost: Bool

  /// The prefix of its indicators.
  public var name: String { "works." + id }

  init(_ reading: ProjectReading) {
    id = reading.id
    label = reading.reader.labelOrID
    activities = reading.activities.map(\.activity)
    deadline = reading.reader.date(Self.deadline)
    hasCost = reading.cost != nil
  }
}
