import Formulas
import SourceText

/// A working-time calendar of the file, with the calendar on which it is based worked in.
struct ProjectCalendar {
  /// What holds on one day instead of the week.
  struct ExceptionalDay: Hashable {
    let minutes: Double
    let name: String?

    var isWorked: Bool { minutes > 0 }
  }

  let uid: String
  let name: String
  let element: XMLElement
  /// The minutes worked on Monday (1) to Sunday (7); nil where neither it nor its base says.
  var week: [Int: Double]
  /// By day number.
  var exceptions: [Int: ExceptionalDay]
  /// Whether it differs from its base.
  let hasOwnRules: Bool
  let standardMinutes: Double

  /// The minutes worked on a weekday: what is not said is the usual week from Monday to Friday.
  func minutes(on weekday: Int) -> Double { week[weekday] ?? (weekday <= 5 ? standardMinutes : 0) }

  var workingWeekdays: [Int] { (1...7).filter { minutes(on: $0) > 0 } }

  /// The minutes that make one working day: those of most days of the week, of several the most.
  var minutesPerDay: Double {
    var counts: [Double: Int] = [:]
    for weekday in workingWeekdays { counts[minutes(on: weekday), default: 0] += 1 }
    let usual = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }
    return usual?.key ?? standardMinutes
  }

  /// Whether a day is worked.
  func isWorked(_ day: CalendarDate) -> Bool {
    exceptions[day.dayNumber]?.isWorked ?? (minutes(on: day.weekday) > 0)
  }
}

/// Reads the calendars of a project.
struct CalendarReading {
  private let elements: [String: XMLElement]
  private let order: [String]
  private let standardMinutes: Double
  private let log: ImportLog
  private(set) var calendars: [String: ProjectCalendar] = [:]
  /// Those that others are based on: what they say is worked into these.
  private(set) var bases: Set<String> = []

  init(_ project: XMLElement, standardMinutes: Double, _ log: ImportLog) {
    let all = project.children("Calendar", in: "Calendars")
    elements = Dictionary(
      all.map { ($0.text("UID") ?? "", $0) }, uniquingKeysWith: { first, _ in first })
    order = all.map { $0.text("UID") ?? "" }
    self.standardMinutes = standardMinutes
    self.log = log
    for uid in order { read(uid) }
  }

  /// The calendars that tasks or the project may name, in the order of the file.
  var inOrder: [ProjectCalendar] { order.compactMap { calendars[$0] } }

  /// Reads a calendar after those it is based on, however long their chain is.
  private mutating func read(_ uid: String) {
    var chain: [String] = []
    var users: Set<String> = []
    var next: String? = uid
    while let uid = next, calendars[uid] == nil, let element = elements[uid] {
      guard users.insert(uid).inserted else {
        log.lost(
          element, .init(zh: "日历以自己为基准", en: "the calendar is based on itself"),
          becomes: .init(zh: "采用时不带基准", en: "it is taken without a base"))
        break
      }
      chain.append(uid)
      next = base(of: element)
    }
    for uid in chain.reversed() {
      if let element = elements[uid] { calendars[uid] = calendar(uid, element) }
    }
  }

  private func base(of element: XMLElement) -> String? {
    guard let base = element.text("BaseCalendarUID"), base != "-1",
      !element.flag("IsBaseCalendar")
    else { return nil }
    return base
  }

  /// The calendar on top of its base, which has been read if there is one.
  private mutating func calendar(_ uid: String, _ element: XMLElement) -> ProjectCalendar {
    var made = ProjectCalendar(
      uid: uid, name: element.text("Name") ?? "", element: element, week: [:], exceptions: [:],
      hasOwnRules: element.child("WeekDays")?.child("WeekDay") != nil
        || element.child("Exceptions")?.child("Exception") != nil,
      standardMinutes: standardMinutes)
    if let base = base(of: element), let other = calendars[base] {
      bases.insert(base)
      made.week = other.week
      made.exceptions = other.exceptions
    }
    readWeek(element.child("WeekDays"), into: &made)
    for workWeek in element.children("WorkWeek", in: "WorkWeeks") {
      readWorkWeek(workWeek, into: &made)
    }
    for exception in element.children("Exception", in: "Exceptions") {
      readException(exception, into: &made)
    }
    return made
  }

  private func readWeek(_ week: XMLElement?, into calendar: inout ProjectCalendar) {
    for day in week?.children("WeekDay") ?? [] {
      switch day.integer("DayType") {
      case 0: readException(day, into: &calendar)
      case let type? where (1...7).contains(type):
        calendar.week[weekday(type)] = minutesWorked(day)
      default:
        log.unreadable(
          day, expected: .init(zh: "0 到 7 的 DayType", en: "a DayType from 0 to 7"),
          becomes: .leftOut)
      }
    }
  }

  /// The schema counts from Sunday (1), we from Monday.
  private func weekday(_ type: Int) -> Int { type == 1 ? 7 : type - 1 }

  /// The minutes of work on a day of the week or on an exceptional day.
  private func minutesWorked(_ day: XMLElement) -> Double {
    guard day.flag("DayWorking") else { return 0 }
    let times = day.children("WorkingTime", in: "WorkingTimes")
    var total = 0.0
    for time in times {
      guard let from = time.text("FromTime").flatMap(minuteOfDay),
        let to = time.text("ToTime").flatMap(minuteOfDay)
      else { continue }
      // A shift that ends at or before its beginning ends on the next day.
      total += to > from ? to - from : to + 1440 - from
    }
    return total > 0 ? min(total, 1440) : standardMinutes
  }

  private func readException(_ exception: XMLElement, into calendar: inout ProjectCalendar) {
    switch exceptionalDays(of: exception) {
    case .failure(let problem):
      log.lost(
        exception, problem.what,
        becomes: .init(zh: "例外未采用：请手工补上这些天", en: "the exception is left out: add its days by hand"))
    case .success(let days):
      let minutes = minutesWorked(exception)
      for day in days {
        calendar.exceptions[day.dayNumber] = ProjectCalendar.ExceptionalDay(
          minutes: minutes, name: exception.text("Name"))
      }
    }
  }

  /// A week that holds for some time: its days become exceptional ones.
  private func readWorkWeek(_ week: XMLElement, into calendar: inout ProjectCalendar) {
    guard let days = week.child("WeekDays")?.children("WeekDay"), !days.isEmpty else { return }
    guard let (from, through) = timePeriod(of: week) else {
      log.lost(
        week, .init(zh: "工作周没有可以读取的日期", en: "the work week has no dates that can be read"),
        becomes: .leftOut)
      return
    }
    var minutes: [Int: Double] = [:]
    for day in days {
      if let type = day.integer("DayType"), (1...7).contains(type) {
        minutes[weekday(type)] = minutesWorked(day)
      }
    }
    for number in from.dayNumber...through.dayNumber {
      if let worked = minutes[CalendarDate(dayNumber: number).weekday] {
        calendar.exceptions[number] = ProjectCalendar.ExceptionalDay(
          minutes: worked, name: week.text("Name"))
      }
    }
  }
}
