import Formulas
import Scheduling
import SourceText

/// What all works need to know of the scenario while they are read.
struct WorksReading {
  let weather: DailyWeather
  let calendars: [WorkCalendar]
  /// The day at whose end the state of the works was known; nil where nothing is said of it.
  let statusDate: CalendarDate?
  /// The activities of all projects.
  let activities: ActivityNames
  let risks: [Risk]
  /// How the costs of all activities grow, unless a project says otherwise.
  let drift: PriceDrift?
  let resources: [Resource]
  let budgets: [Budget]
  /// Which activity comes first where these do not suffice for all.
  let priority: PriorityRule

  /// The moment at which what has not begun can begin at the earliest.
  var statusMoment: Double? { statusDate.map { Double($0.dayNumber + 1) } }

  /// The calendar of an id.
  ///
  /// - Errors: nil, with a diagnostic, when there is none.
  func calendar(_ id: String, _ reader: ObjectReader, _ field: Field) -> WorkCalendar? {
    if let calendar = calendars.first(where: { $0.id == id }) { return calendar }
    reader.reportUnknown(
      id, BilingualText(zh: "日历", en: "a calendar"), among: calendars.map(\.id),
      at: reader.member(field)?.node.range, field,
      none: BilingualText(
        zh: "\"calendars\" 中一个日历的标识；现在没有",
        en: "the id of a calendar in \"calendars\"; there is none"))
    return nil
  }
}

/// What the activities of a project have in common.
struct ProjectContext {
  let works: WorksReading
  let id: String
  let calendar: WorkCalendar
  /// The ids of its activities.
  let activities: [String]
}
