import Formulas

/// When what accrues in some months of a year falls due, or a share of it.
///
/// The months from the first to the last are one accrual period: a month, a quarter, a year.
struct FilingRule: Hashable, Sendable {
  /// How the law states a deadline, which says how it moves.
  enum Term: String, CaseIterable, Sendable {
    /// So many days from the start of the month: long holidays among them make it longer.
    case days
    /// The end of so many months, or a date: it moves only when it is a day off itself.
    case months
  }

  /// The months in which it accrues, 1 to 12.
  let accrual: ClosedRange<Int>
  /// Years from that of the accrual to that in which it falls due.
  let dueYear: Int
  let dueMonth: Int
  /// The last day, before it moves; nil for what is paid within the month, as it arises.
  let dueDay: Int?
  let term: Term
  /// The part of the accrual period that falls due here.
  let share: Double

  /// Months since the start of year 0 in which what accrues in a year falls due.
  func dueMonthNumber(ofYear year: Int, in calendar: WorkCalendar) -> Int {
    let month = (year + dueYear) * 12 + dueMonth - 1
    guard let deadline = deadline(ofYear: year, in: calendar) else { return month }
    return deadline.year * 12 + deadline.month - 1
  }

  /// The day on which the deadline falls after it has moved; nil where there is none.
  func deadline(ofYear year: Int, in calendar: WorkCalendar) -> CalendarDate? {
    guard let dueDay else { return nil }
    let year = year + dueYear
    let day = min(dueDay, CalendarDate.days(inMonth: dueMonth, of: year))
    guard let nominal = CalendarDate(year: year, month: dueMonth, day: day) else { return nil }
    return slidDeadline(nominal, term, in: calendar)
  }
}

/// Where a deadline falls that would be on a day: on the next working day if that is a day off,
/// and later still where long holidays lie in a term of days.
///
/// Days off that stand in a row of three or more within the term lengthen it by as many working
/// days. Of a holiday that begins before the term or goes on after it only the days within count.
///
/// - Source: Implementing Rules of the Tax Collection Administration Law (税收征收管理法实施细则),
///   art. 109. Working days as the unit are the practice of the State Taxation Administration's
///   yearly notices, such as 税总办征科函〔2021〕201号; this gives their dates for 2021 to 2024.
func slidDeadline(
  _ nominal: CalendarDate, _ term: FilingRule.Term, in calendar: WorkCalendar
) -> CalendarDate {
  var left = term == .days ? longHolidayDays(through: nominal, in: calendar) : 0
  var day = nominal
  while left > 0 {
    day = day.adding(days: 1)
    if calendar.isWorkingDay(day) { left -= 1 }
  }
  while !calendar.isWorkingDay(day) { day = day.adding(days: 1) }
  return day
}

/// The days off in rows of three or more, from the first of the month through a day.
private func longHolidayDays(through last: CalendarDate, in calendar: WorkCalendar) -> Int {
  var (days, row) = (0, 0)
  for dayNumber in (last.dayNumber - last.day + 1)...last.dayNumber {
    if calendar.isWorkingDay(CalendarDate(dayNumber: dayNumber)) {
      if row >= 3 { days += row }
      row = 0
    } else {
      row += 1
    }
  }
  return row >= 3 ? days + row : days
}
