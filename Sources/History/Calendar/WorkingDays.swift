import Formulas

/// The numbers of working days of months, quarters and years in mainland China.
///
/// From 2014 on, and in every year of which notices are given, by the notices or the practice of
/// those that there are (`PublicHolidays`). In years before, weekdays without those of the seven
/// days from the eve of the Spring Festival; before 1972 and after 2200 all weekdays.
public struct WorkingDays: Sendable {
  /// The years that are counted.
  public let years: ClosedRange<Int>
  private let holidays: PublicHolidays?
  /// The first days of the festivals of years without arrangement.
  private let festivals: [Int: CalendarDate]

  /// Working days of some years.
  ///
  /// - Parameter notices: days off and make-up workdays as notices tell them.
  /// - Complexity: about 0.5 ms a year.
  public init(years: ClosedRange<Int>, notices: [HolidayEntry] = []) {
    self.years = years
    let told = Set(notices.filter { $0.kind == .dayOff }.map(\.date.year))
    let arranged = years.filter { PublicHolidays.computableYears.contains($0) || told.contains($0) }
    if let first = arranged.first, let last = arranged.last {
      holidays = PublicHolidays(years: first...last, notices: notices)
    } else {
      holidays = nil
    }
    let isArranged = Set(arranged)
    let supported = LunarCalendar.supportedYears
    let others = years.filter { !isArranged.contains($0) && supported.contains($0) }
    guard let first = others.first, let last = others.last else {
      festivals = [:]
      return
    }
    let calendar = LunarCalendar(covering: first...last)
    var festivals: [Int: CalendarDate] = [:]
    for year in others { festivals[year] = PublicHoliday.springFestival.day(in: year, calendar) }
    self.festivals = festivals
  }

  /// Whether a day is worked in a week of five days.
  public func isWorkingDay(_ date: CalendarDate) -> Bool {
    if let festival = festivals[date.year] {
      let day = date.dayNumber - festival.dayNumber
      return date.weekday < 6 && !(-1...5).contains(day)
    }
    return holidays?.isWorkingDay(date) ?? (date.weekday < 6)
  }

  /// The number of working days of a period.
  ///
  /// - Precondition: its year is one of those counted.
  public func count(in period: Period) -> Double {
    precondition(years.contains(period.year), "a year that is counted")
    let first = period.firstDay.dayNumber
    let days = first..<(first + period.days)
    return Double(days.count { isWorkingDay(CalendarDate(dayNumber: $0)) })
  }
}
