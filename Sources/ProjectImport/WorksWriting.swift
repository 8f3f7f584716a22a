import Formulas
import SourceText

/// Writes a project in the words of a scenario.
final class WorksWriting {
  let project: XMLElement
  let options: ImportOptions
  let log: ImportLog
  let outline: TaskOutline
  let days: TaskDays
  let ties: TieReading
  let resources: ResourceReading
  let points: ThreePoints
  let money: Money
  /// The id of each task.
  let ids: [String]
  private let calendars: CalendarReading
  private let taskCalendars: [ProjectCalendar?]
  private var calendarIDs: [String: String] = [:]

  /// Names that a project's own dates and sums have.
  private static let reserved: Set<String> = [
    "begins", "branches", "calendar", "complete", "cost", "critical", "daily", "deadline", "ends",
    "finish", "finished", "float", "label", "paid", "planned", "plannedCost", "plannedFinish",
    "plannedStart", "start", "template", "totalCost",
  ]

  init(_ project: XMLElement, _ options: ImportOptions, _ log: ImportLog) {
    (self.project, self.options, self.log) = (project, options, log)
    let minutes = project.number("MinutesPerDay").flatMap { $0 > 0 && $0 <= 1440 ? $0 : nil } ?? 480
    let outline = TaskOutline(project, log)
    let calendars = CalendarReading(project, standardMinutes: minutes, log)
    let own =
      project.text("CalendarUID").flatMap { calendars.calendars[$0] }
      ?? calendars.inOrder.first { $0.element.flag("IsBaseCalendar") } ?? calendars.inOrder.first
    taskCalendars = outline.tasks.map { task in
      let uid = task.element.text("CalendarUID") ?? "-1"
      if uid != "-1", calendars.calendars[uid] == nil,
        let element = task.element.child("CalendarUID")
      {
        log.lost(
          element,
          .init(zh: "任务所指的日历不在文件里", en: "the task names a calendar that the file does not have"),
          becomes: .init(zh: "采用计划的日历", en: "it has the calendar of the project"))
      }
      return calendars.calendars[uid] ?? own
    }
    days = TaskDays(outline, taskCalendars, standardMinutes: minutes)
    ties = TieReading(outline, days, log)
    money = Money(project, options, log)
    resources = ResourceReading(project, outline, money, log)
    points = ThreePoints(project, outline, options, log)
    var identifiers = Identifiers(reserved: Self.reserved)
    ids = outline.tasks.map { identifiers.make($0.name, kind: "task", uid: $0.uid) }
    self.calendars = calendars
    self.outline = outline
    self.own = own
    extra = identifiers
  }

  private let own: ProjectCalendar?
  /// For activities that the file has not.
  var extra: Identifiers

  /// The whole fragment.
  func fragment() -> JSONText {
    reportProject()
    let calendarList = calendarsJSON()
    var members = head()
    members.append(("activities", .list(activities())))
    resources.reportOthers()
    resources.reportCalendars(calendars.calendars)
    var works: [(String, JSONText)] = []
    if let status = statusDate { works.append(("statusDate", .string(status.description))) }
    let crews = resources.json
    if !crews.isEmpty { works.append(("resources", .list(crews))) }
    works.append(("projects", .list([.object(members)])))
    return .object([("calendars", .list(calendarList)), ("works", .object(works))])
  }

  private func head() -> [(String, JSONText)] {
    let file = project.text("Name").map { name in
      [".xml", ".mpp", ".pod"].first { name.lowercased().hasSuffix($0) }
        .map { String(name.dropLast($0.count)) } ?? name
    }
    let name = project.text("Title") ?? outline.wholeProject?.text("Name") ?? file ?? ""
    let id = options.project ?? camelCase(name) ?? "importedProject"
    var members: [(String, JSONText)] = [("id", .string(id))]
    if !name.isEmpty { members.append(("label", label(name))) }
    members.append(("calendar", .string(own.flatMap { calendarIDs[$0.uid] } ?? "standard")))
    return members
  }

  // MARK: Calendars

  /// The calendars that are used; the others are told.
  private func calendarsJSON() -> [JSONText] {
    guard let own else {
      log.lost(
        project, .init(zh: "文件没有日历", en: "the file has no calendar"),
        becomes: .init(zh: "按五天工作制、无节假日处理", en: "a five-day week without holidays is assumed"))
      return [.object([("id", .string("standard")), ("week", .string("fiveDay"))])]
    }
    var used: Set<String> = [own.uid]
    for (task, calendar) in zip(outline.tasks, taskCalendars) where !task.isSummary {
      if let calendar { used.insert(calendar.uid) }
    }
    var identifiers = Identifiers()
    var written: [JSONText] = []
    for calendar in calendars.inOrder where used.contains(calendar.uid) {
      let id = identifiers.make(calendar.name, kind: "calendar", uid: calendar.uid)
      calendarIDs[calendar.uid] = id
      calendar.reportPartDays(log)
      written.append(calendar.json(id: id))
    }
    for calendar in calendars.inOrder where !used.contains(calendar.uid) {
      if !calendars.bases.contains(calendar.uid), calendar.element.flag("IsBaseCalendar") {
        log.lost(
          calendar.element,
          .init(
            zh: "没有任务使用日历“\(calendar.name)”", en: "no task has the calendar '\(calendar.name)'"),
          becomes: .leftOut)
      }
    }
    return written
  }

  /// The id of a task's calendar where it is not the project's.
  func calendarID(_ task: Int) -> String? {
    guard let calendar = taskCalendars[task], calendar.uid != own?.uid else { return nil }
    return calendarIDs[calendar.uid]
  }

  // MARK: The project

  /// The day on which the project may begin.
  lazy var startDay: CalendarDate? = project.moment("StartDate").map(firstDay)

  /// The first day that is not yet worked; nil when nothing has begun and none is given.
  lazy var statusDate: CalendarDate? = {
    if let given = project.moment("StatusDate") { return firstDay(given) }
    guard let begun = outline.tasks.first(where: { $0.hasBegun && !$0.isSummary }) else {
      return nil
    }
    let current = project.moment("CurrentDate").map(firstDay)
    log.lost(
      begun.element,
      .init(zh: "已经开始，而文件没有状态日期", en: "work has begun, and the file has no status date"),
      becomes: current.map { .init(zh: "采用其当前日期 \($0)", en: "its current date is taken, \($0)") }
        ?? .init(zh: "请手工填写“works.statusDate”", en: "give 'works.statusDate' by hand"))
    return current
  }()

  private func reportProject() {
    if let element = project.child("ScheduleFromStart"), project.isDenied("ScheduleFromStart") {
      log.lost(
        element, .init(zh: "计划从完成日期倒排", en: "the project is scheduled backward from its finish"),
        becomes: .init(zh: "改为从开始日期顺排", en: "it is scheduled forward from its start"))
    }
    if project.child("StartDate") == nil || startDay == nil {
      log.lost(
        project, .init(zh: "计划没有开始日期", en: "the project has no start date"),
        becomes: .init(
          zh: "没有“notBefore”的作业从预测期开始", en: "works without 'notBefore' begin with the horizon"))
    }
    let guesses = outline.tasks.indices.filter {
      !outline.tasks[$0].isSummary
        && (days.units($0).isEstimate || outline.tasks[$0].element.flag("Estimated"))
    }
    if let first = guesses.first {
      log.lost(
        outline.tasks[first].element.child("Duration") ?? outline.tasks[first].element,
        guesses.count == 1
          ? .init(zh: "有一个工期标为估计", en: "a duration is marked as a guess")
          : .init(
            zh: "有 \(guesses.count) 个工期标为估计", en: "\(guesses.count) durations are marked as guesses"
          ),
        becomes: .init(zh: "这里按确定值：请改用三点工期", en: "they are certain here: give three points instead")
      )
    }
  }

  private func activities() -> [JSONText] {
    var written: [JSONText] = []
    for task in outline.tasks.indices {
      let writing = ActivityWriting(task, self)
      if outline.tasks[task].isSummary {
        written.append(writing.summary())
      } else {
        written += writing.activity()
      }
    }
    return written
  }

  // MARK: Days of moments

  /// The first day that is whole after a moment: that day itself, unless its work is over.
  func firstDay(_ moment: ProjectMoment) -> CalendarDate {
    let end = project.text("DefaultFinishTime").flatMap(minuteOfDay) ?? 17 * 60
    return moment.minute >= max(end, 1) ? moment.day.adding(days: 1) : moment.day
  }

  /// The last day that has begun by a moment: the day before, when its work has not.
  func lastDay(_ moment: ProjectMoment) -> CalendarDate {
    let start = project.text("DefaultStartTime").flatMap(minuteOfDay) ?? 8 * 60
    return moment.minute <= start ? moment.day.adding(days: -1) : moment.day
  }
}
