import Formulas

/// The kinds of all days of a horizon: the one calendar that everything whose demand depends on
/// days shares.
public struct DayCalendar: Sendable {
  /// The public holidays, those of the year after the horizon included.
  public let holidays: PublicHolidays
  /// The school terms; empty where none are declared, and then no day is one of a vacation.
  public let terms: [SchoolTerm]
  /// Festivals and market days.
  public let festivals: [Festival]
  /// The days from the first to the last of the horizon.
  public let days: [CalendarDay]

  /// The kinds of the days of a horizon.
  ///
  /// - Complexity: proportional to the days, and 0.5 ms for each year that is computed.
  init(
    _ horizon: Horizon, holidays: PublicHolidays, terms: [SchoolTerm] = [],
    festivals: [Festival] = []
  ) {
    self.holidays = holidays
    self.terms = terms
    self.festivals = festivals
    let numbers = horizon.firstDay.dayNumber...horizon.lastDay.dayNumber
    let termOfDay = Self.termOfDay(numbers, terms)
    days = numbers.map { number in
      let date = CalendarDate(dayNumber: number)
      let holiday = holidays.block(containing: date)
      let next = holidays.block(containing: date.adding(days: 1))
      let previous = holidays.block(containing: date.adding(days: -1))
      return CalendarDay(
        date: date, weekday: date.weekday, isWorkingDay: holidays.isWorkingDay(date),
        isMakeUpWorkday: holidays.makeUpWorkdays.contains(date), holiday: holiday,
        holidayOfNextDay: holiday == nil ? next : nil,
        holidayOfPreviousDay: holiday == nil ? previous : nil,
        term: termOfDay[number - numbers.lowerBound],
        festivals: festivals.filter { $0.days.contains(date) }.map(\.id))
    }
  }

  /// The id of the term of each day; of the first one where they overlap.
  private static func termOfDay(_ numbers: ClosedRange<Int>, _ terms: [SchoolTerm]) -> [String?] {
    var result = [String?](repeating: nil, count: numbers.count)
    for term in terms.reversed() {
      for day in term.spans.flatMap({ numbers.within($0) }) {
        result[day - numbers.lowerBound] = term.id
      }
    }
    return result
  }

  /// The calendar of a scenario that declares none: computed holidays, no terms and no festivals.
  public static func standard(_ horizon: Horizon) -> DayCalendar {
    DayCalendar(horizon, holidays: PublicHolidays(years: yearsAround(horizon)))
  }

  /// The years of the horizon and the one after it, whose New Year makes the last day an eve.
  static func yearsAround(_ horizon: Horizon) -> ClosedRange<Int> {
    horizon.touchedYears.lowerBound...(horizon.touchedYears.upperBound + 1)
  }

  /// What kind of day a day of the horizon is.
  ///
  /// - Precondition: the day lies within the horizon.
  public subscript(date: CalendarDate) -> CalendarDay {
    precondition(
      days[0].date <= date && date <= days[days.count - 1].date, "a day within the horizon")
    return days[date.dayNumber - days[0].date.dayNumber]
  }

  /// Whether a day lies in a vacation: outside of all terms, where terms are declared.
  public func isVacation(_ day: CalendarDay) -> Bool { !terms.isEmpty && day.term == nil }

  /// The holidays of which at least one day off lies within the horizon, in order.
  public var holidaysOfHorizon: [HolidayBlock] {
    let (first, last) = (days[0].date, days[days.count - 1].date)
    return holidays.blocks.filter { $0.lastDay >= first && $0.firstDay <= last }
  }
}

extension ClosedRange<Int> {
  /// The days of a span that are among these days.
  func within(_ span: ClosedRange<CalendarDate>) -> Range<Int> {
    let first = Swift.max(lowerBound, span.lowerBound.dayNumber)
    return first..<Swift.max(first, Swift.min(upperBound, span.upperBound.dayNumber) + 1)
  }
}
