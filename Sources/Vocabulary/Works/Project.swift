import Formulas
import SourceText

/// A construction project: a network of activities with one finish.
///
/// - Source: Kelley and Walker, *Critical-Path Planning and Scheduling* (1959).
public struct Project: Component {
  static let calendar = Field(
    "calendar", .text, zh: "工作日历", en: "the id of the calendar by which it works")
  static let activities = Field(
    "activities", .list(.object(Activity.descriptor)), .optional, zh: "作业",
    en: "the activities; each after the ones it names")
  static let cost = Field(
    "cost", .value(.yuan), .optional, zh: "造价，与各作业费用相加",
    en: "what it costs as a whole, to which the costs of its activities are added")
  static let deadline = Field(
    "deadline", .date, .optional, zh: "计划完工日", en: "the last day on which it is in time")

  public static let descriptor = ObjectDescriptor(
    "project", zh: "工程项目", en: "a construction project",
    fields: [
      .id, .label, calendar, WorkTemplate.template, WorkTemplate.omit, activities,
      OptionalBranch.branches, cost, PriceDrift.field, deadline,
    ])

  public let id: String
  public let label: BilingualText
  public let activities: [Activity]
  /// The last day on which it is in time.
  public let deadline: CalendarDate?
  /// Whether it costs something, which `works.<id>.totalCost` then tells.
  let hasCost: Bool
  /// Whether its activities say what they cost, and when that is paid.
  let hasActivityCosts: Bool

  /// The prefix of its indicators.
  public var name: String { "works." + id }

  init(_ reading: ProjectReading) {
    id = reading.id
    label = reading.reader.labelOrID
    activities = reading.activities.map(\.activity)
    deadline = reading.deadline
    hasCost = reading.hasCost
    hasActivityCosts = reading.hasActivityCosts
  }
}
