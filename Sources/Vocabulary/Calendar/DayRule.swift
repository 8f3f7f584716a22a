import Formulas

/// A day that a scenario names: one date, or the same day of every year.
enum DayRule: Hashable {
  case date(CalendarDate)
  /// A day beyond the end of the month, 29 February, is its last.
  case yearly(month: Int, day: Int)

  /// The day that a text such as `2024-09-01` or `09-01` names; nil for any other.
  init?(_ text: String) {
    if let date = CalendarDate(iso: text) {
      self = .date(date)
    } else if let date = CalendarDate(iso: "2024-" + text) {
      // 2024 has every day that any year has.
      self = .yearly(month: date.month, day: date.day)
    } else {
      return nil
    }
  }

  /// The spans of days from one to another that touch some years, in order; nil when one is a date
  /// and the other a day of every year, or when they are dates out of order.
  static func spans(from: DayRule, to: DayRule, touching years: ClosedRange<Int>)
    -> [ClosedRange<CalendarDate>]?
  {
    switch (from, to) {
    case (.date(let first), .date(let last)):
      return first <= last ? [first...last] : nil
    case (.yearly(let month, let day), .yearly(let lastMonth, let lastDay)):
      let isOverTheYear = (lastMonth, lastDay) < (month, day)
      let starts = isOverTheYear ? years.lowerBound - 1...years.upperBound : years
      return starts.map { year in
        Self.day(month, day, of: year)
          ... Self.day(lastMonth, lastDay, of: isOverTheYear ? year + 1 : year)
      }
    default: return nil
    }
  }

  private static func day(_ month: Int, _ day: Int, of year: Int) -> CalendarDate {
    let day = min(day, CalendarDate.days(inMonth: month, of: year))
    guard let date = CalendarDate(year: year, month: month, day: day) else {
      preconditionFailure("horizons lie between the years 1 and 9000")
    }
    return date
  }
}
