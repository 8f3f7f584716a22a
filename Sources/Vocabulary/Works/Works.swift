import Formulas
import SourceText

/// Construction projects.
public struct Works: Component {
  static let projects = Field(
    "projects", .list(.object(Project.descriptor)), zh: "工程项目", en: "the projects")
  static let statusDate = Field(
    "statusDate", .date, .optional, zh: "状态日：截至当日收工的进展；缺省为 asOf",
    en: "the day at whose end the state of the works was known; `asOf` when left out")

  public static let descriptor = ObjectDescriptor(
    "works", zh: "工程建设", en: "construction projects", fields: [projects, statusDate])

  public let projects: [Project]
  let indicators: [Indicator]
  /// What the dates of the projects come from.
  let schedules: [Schedule]

  init(_ reader: ObjectReader, weather: DailyWeather, calendars: [WorkCalendar]) {
    let context = reader.context
    let readers = reader.list(Self.projects).map { ($0, $0.list(Project.activities)) }
    let works = WorksReading(
      weather: weather, calendars: calendars,
      statusDate: Self.statusDate(reader, readers.flatMap(\.1)),
      activities: ActivityNames(
        projects: readers.map { reader, list in (reader.id(), list.map { $0.id() }) }))
    let projects = readers.map { ProjectReading($0, activities: $1, works: works) }
    self.projects = projects.map(Project.init)
    // Where an activity says nothing, it begins with the horizon.
    var indicators = [
      Indicator(
        "works.start", label: BilingualText(zh: "工程起算日", en: "Start of works"), kind: .date,
        unit: .date, .constant(Double(context.horizon.firstDay.dayNumber), .date),
        visibility: .inner)
    ]
    var schedules: [Schedule] = []
    let days = WorkedDays(context.horizon)
    for list in WorkGroups.groups(projects) where list.contains(where: { !$0.activities.isEmpty }) {
      let group = WorkGroup(list)
      guard group.circle == nil else {
        group.reportCircle()
        continue
      }
      var drawn = ScheduleBuilder(group, .drawn, works, context, days)
      var planned = ScheduleBuilder(group, .planned, works, context, days)
      let (schedule, plan) = (drawn.schedule(), planned.schedule())
      schedules += [schedule.schedule, plan.schedule]
      for project in list where !project.activities.isEmpty {
        indicators += ProjectIndicators(project: project, drawn: schedule, planned: plan).all
      }
    }
    self.indicators = indicators
    self.schedules = schedules
  }

  /// The day of the status; what the scenario knows as a whole counts where works have one.
  private static func statusDate(_ reader: ObjectReader, _ activities: [ObjectReader])
    -> CalendarDate?
  {
    if reader.has(statusDate) { return reader.date(statusDate) }
    return activities.contains { $0.has(Activity.status) } ? reader.context.asOf : nil
  }
}
