import Formulas
import SourceText

/// Why the days of an exception are not known.
struct ExceptionProblem: Error {
  let what: BilingualText
}

/// The first and last day of a `TimePeriod`; nil when they cannot be read, are reversed, or lie
/// more than a hundred years apart.
func timePeriod(of element: XMLElement) -> (from: CalendarDate, through: CalendarDate)? {
  guard let period = element.child("TimePeriod"), let from = period.moment("FromDate"),
    let to = period.moment("ToDate")
  else { return nil }
  // Midnight ends the day before, unless nothing would be left.
  let last = to.minute == 0 && to.day > from.day ? to.day.adding(days: -1) : to.day
  let length = last.dayNumber - from.day.dayNumber
  return (0...36_600).contains(length) ? (from.day, last) : nil
}

/// The days of a calendar exception, those that recur worked out one by one.
func exceptionalDays(of exception: XMLElement) -> Result<[CalendarDate], ExceptionProblem> {
  guard let (from, through) = timePeriod(of: exception) else {
    return .failure(
      ExceptionProblem(
        what: .init(zh: "例外没有可以读取的日期", en: "the exception has no dates that can be read")))
  }
  let type = exception.integer("Type") ?? 1
  let rule = RecurrenceRule(exception, first: from)
  guard [1, 2, 3, 4, 5, 6, 7, 9].contains(type) else {
    return .failure(
      ExceptionProblem(
        what: .init(zh: "例外的重复方式无法读取", en: "the exception recurs in a way that is not read")))
  }
  // The schema has an end even where people gave a number of times.
  let limit = exception.flag("EnteredByOccurrences") ? exception.integer("Occurrences") : nil
  var days: [CalendarDate] = []
  for number in from.dayNumber...through.dayNumber {
    let day = CalendarDate(dayNumber: number)
    guard rule.holds(type, on: day) else { continue }
    if let limit, limit > 0, days.count >= limit, type != 1, type != 9 { break }
    days.append(day)
  }
  return .success(days)
}

/// When an exception comes again.
private struct RecurrenceRule {
  private let first: CalendarDate
  private let period: Int
  private let weekdays: Int
  private let month: Int
  private let monthDay: Int
  private let item: Int
  private let position: Int

  init(_ exception: XMLElement, first: CalendarDate) {
    self.first = first
    period = max(1, exception.integer("Period") ?? 1)
    weekdays = exception.integer("DaysOfWeek") ?? 0
    month = (exception.integer("Month") ?? 0) + 1
    monthDay = exception.integer("MonthDay") ?? 0
    item = exception.integer("MonthItem") ?? 0
    position = exception.integer("MonthPosition") ?? 0
  }

  /// Whether a day from the first on is one of them.
  func holds(_ type: Int, on day: CalendarDate) -> Bool {
    let days = day.dayNumber - first.dayNumber
    switch type {
    case 2: return day.month == month && day.day == monthDay
    case 3: return day.month == month && isInPosition(day)
    case 4: return monthsSinceFirst(day) % period == 0 && day.day == monthDay
    case 5: return monthsSinceFirst(day) % period == 0 && isInPosition(day)
    case 6: return weeksSinceFirst(day) % period == 0 && weekdays & bit(of: day) != 0
    case 7: return days % period == 0
    default: return true
    }
  }

  private func monthsSinceFirst(_ day: CalendarDate) -> Int {
    (day.year - first.year) * 12 + day.month - first.month
  }

  /// Weeks begin on Sunday.
  private func weeksSinceFirst(_ day: CalendarDate) -> Int {
    let sunday = first.dayNumber - first.weekday % 7
    return (day.dayNumber - sunday) / 7
  }

  /// Sunday is 1, Monday 2, Tuesday 4, Saturday 64.
  private func bit(of day: CalendarDate) -> Int { 1 << (day.weekday % 7) }

  /// Whether it is the first, second, third, fourth (0 to 3) or last (4) of its kind in the month.
  private func isInPosition(_ day: CalendarDate) -> Bool {
    guard isOfKind(day) else { return false }
    let start = day.dayNumber - day.day
    let length = CalendarDate.days(inMonth: day.month, of: day.year)
    func count(_ days: ClosedRange<Int>) -> Int {
      days.count { isOfKind(CalendarDate(dayNumber: start + $0)) }
    }
    return position >= 4
      ? day.day == length || count((day.day + 1)...length) == 0 : count(1...day.day) == position + 1
  }

  /// Any day 0, a weekday 1, one of the weekend 2, or Sunday 3 to Saturday 9.
  private func isOfKind(_ day: CalendarDate) -> Bool {
    switch item {
    case 0: true
    case 1: day.weekday <= 5
    case 2: day.weekday >= 6
    default: day.weekday % 7 == item - 3
    }
  }
}
