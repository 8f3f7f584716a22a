import Formulas
import Scheduling
import SourceText

/// Construction projects, and what they share: risks, crews, machines, money.
public struct Works: Component {
  static let projects = Field(
    "projects", .list(.object(Project.descriptor)), zh: "工程项目", en: "the projects")
  static let statusDate = Field(
    "statusDate", .date, .optional, zh: "状态日：截至当日收工的进展；缺省为 asOf",
    en: "the day at whose end the state of the works was known; `asOf` when left out")
  static let risks = Field(
    "risks", .list(.object(Risk.descriptor)), .optional, zh: "风险登记册",
    en: "the risk register")
  static let resources = Field(
    "resources", .list(.object(Resource.descriptor)), .optional, zh: "班组与设备",
    en: "the crews and machines of which there are only so many")
  static let budgets = Field(
    "budgets", .list(.object(Budget.descriptor)), .optional, zh: "资金",
    en: "the money that is released in time")
  static let priority = Field(
    "priority", .choice(PriorityRule.allCases.map(\.rawValue)), .defaults(to: "best"),
    zh: "班组、设备、资金不足时谁先开工",
    en: "which activity comes first where crews, machines or money do not suffice for all")

  public static let descriptor = ObjectDescriptor(
    "works", zh: "工程建设", en: "construction projects",
    fields: [projects, statusDate, risks, resources, budgets, priority, PriceDrift.field])

  public let projects: [Project]
  public let risks: [Risk]
  let indicators: [Indicator]
  /// What the dates of the projects come from.
  let schedules: [Schedule]

  init(_ reader: ObjectReader, weather: DailyWeather, calendars: [WorkCalendar]) {
    let readers = reader.list(Self.projects).map { project in
      let whole = WorkTemplate.expanded(project, Project.activities)
      let activities = whole.list(Project.activities).map { $0.within(whole.labelOrID) }
      return (reader: whole, activities: activities)
    }
    let names = ActivityNames(
      projects: readers.map { ($0.reader.id(), $0.activities.map { $0.id() }) },
      hammocks: Self.hammocks(readers.flatMap(\.activities)))
    let works = WorksReading(
      weather: weather, calendars: calendars,
      statusDate: Self.statusDate(reader, readers.flatMap(\.activities)), activities: names,
      risks: reader.list(Self.risks, prefix: reader.name(Self.risks.key)).map { Risk($0, names) },
      drift: reader.object(PriceDrift.field).map(PriceDrift.init),
      resources: reader.list(Self.resources, prefix: reader.name(Self.resources.key))
        .map(Resource.init),
      budgets: reader.list(Self.budgets, prefix: reader.name(Self.budgets.key))
        .map { Budget($0, names) },
      priority: reader.choice(Self.priority).flatMap(PriorityRule.init) ?? .best)
    let read = readers.map { ProjectReading($0.reader, activities: $0.activities, works: works) }
    projects = read.map(Project.init)
    risks = works.risks
    var made = WorksAssembly(works, reader)
    made.add(read)
    indicators = made.indicators
    schedules = made.schedules
  }

  /// The activities that are hammocks, each with its project.
  private static func hammocks(_ readers: [ObjectReader]) -> Set<String> {
    let names = readers.filter { $0.has(Activity.hammock) }.map(\.idPath)
    return Set(names.map { $0.split(separator: ".").dropFirst().joined(separator: ".") })
  }

  /// The day of the status; what the scenario knows as a whole counts where works have one.
  private static func statusDate(_ reader: ObjectReader, _ activities: [ObjectReader])
    -> CalendarDate?
  {
    if reader.has(statusDate) { return reader.date(statusDate) }
    return activities.contains { $0.has(Activity.status) } ? reader.context.asOf : nil
  }
}
