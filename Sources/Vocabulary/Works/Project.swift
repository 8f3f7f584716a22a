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
  public let deadline: CalendarDate?
  /// Of what its activities depend on by chance as a whole: which of several ways it goes.
  let branches: [OptionalBranch]
  let reader: ObjectReader
  /// What it costs as a whole; nil where only its activities have costs.
  let cost: Formula?

  /// The prefix of its indicators.
  public var name: String { "works." + id }

  /// - Parameter activities: the readers of its activities.
  init(_ reader: ObjectReader, activities readers: [ObjectReader], works: WorksReading) {
    self.reader = reader
    id = reader.id()
    label = reader.labelOrID
    deadline = reader.date(Self.deadline)
    let calendar = reader.text(Self.calendar).flatMap { works.calendar($0, reader, Self.calendar) }
    let ids = readers.map { $0.id() }
    let project = ProjectReading(
      works: works, id: id, calendar: calendar ?? .placeholder, activities: ids)
    let read = readers.map { Activity($0, in: project) }
    branches = reader.list(OptionalBranch.branches, prefix: reader.name("branches")).map {
      OptionalBranch($0, activities: read)
    }
    let ways = branches.reduce(into: [String: OptionalBranch.Way]()) { ways, branch in
      ways.merge(branch.ways) { first, _ in first }
    }
    self.activities = read.map { $0.on(ways[$0.id]) }
    cost = reader.value(Self.cost)
    if readers.isEmpty {
      reader.reportInvalid(Self.activities, "a project has at least one activity")
    }
  }
}

extension WorkCalendar {
  /// What stands for a calendar that is not known, which has been reported.
  fileprivate static let placeholder = WorkCalendar(
    id: "every day", label: BilingualText(zh: "每天", en: "every day"),
    workingWeekdays: Set(1...7))
}
