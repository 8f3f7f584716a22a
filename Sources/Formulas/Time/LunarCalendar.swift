/// The Chinese calendar (农历) of some years, by the rules of the sky.
///
/// A month begins on the day in Beijing on which the new moon falls; `LunarMonth` has the rule that
/// numbers them.
///
/// - Accuracy: a new moon is known to 19 s (`NewMoons`). From 1972 to 2200 none is closer than 25
///   s to a midnight of Beijing, so that every date is that of JPL DE405. Closest are those of
///   2057-09-29 (44 s after midnight), 2089-09-04 (35 s before), 2115-02-24 (25 s before) and
///   2116-05-12 (31 s before): leap seconds that nobody foresees today could move the first one to
///   the day before.
/// - Source: GB/T 33661-2017, 农历的编算和颁行.
public struct LunarCalendar: Sendable {
  /// The Gregorian years whose days it can tell: from the first with leap seconds on.
  public static let supportedYears = 1972...2200

  /// The Gregorian years that it covers.
  public let years: ClosedRange<Int>
  /// The months that touch those years, and those of lunar years that begin in them.
  public let months: [LunarMonth]

  /// The calendar of some Gregorian years.
  ///
  /// - Complexity: about 0.3 ms a year.
  /// - Precondition: the years are among `supportedYears`.
  public init(covering years: ClosedRange<Int>) {
    precondition(
      years.lowerBound >= Self.supportedYears.lowerBound
        && years.upperBound <= Self.supportedYears.upperBound,
      "the Chinese calendar is known from 1972 to 2200")
    self.years = years
    months = (years.lowerBound...(years.upperBound + 1)).flatMap {
      LunarMonth.between(solsticesBefore: $0)
    }
  }

  /// Whether the terms of a year can be told; months ask for those of the years around, too.
  static func knows(_ year: Int) -> Bool {
    (supportedYears.lowerBound - 1...supportedYears.upperBound + 1).contains(year)
  }

  /// The lunar date of a day; nil when no month of the calendar holds it.
  public func lunarDate(of date: CalendarDate) -> LunarDate? {
    guard let month = lastMonth(where: { $0.firstDay <= date }) else { return nil }
    let day = date.dayNumber - month.firstDay.dayNumber + 1
    guard day <= month.days else { return nil }
    return LunarDate(year: month.year, month: month.number, isLeapMonth: month.isLeap, day: day)
  }

  /// The day of a lunar date; nil when the calendar has no such month, or it no such day.
  public func date(of lunar: LunarDate) -> CalendarDate? {
    guard let month = month(lunar.month, of: lunar.year, isLeap: lunar.isLeapMonth),
      (1...month.days).contains(lunar.day)
    else { return nil }
    return month.firstDay.adding(days: lunar.day - 1)
  }

  /// A month by its number; nil when the calendar does not hold it.
  public func month(_ number: Int, of year: Int, isLeap: Bool = false) -> LunarMonth? {
    let wanted = (year, number, isLeap ? 1 : 0)
    guard let month = lastMonth(where: { ($0.year, $0.number, $0.isLeap ? 1 : 0) <= wanted }),
      month.year == year, month.number == number, month.isLeap == isLeap
    else { return nil }
    return month
  }

  /// The last month of those from the first on that meet a condition.
  private func lastMonth(where holds: (LunarMonth) -> Bool) -> LunarMonth? {
    var (lower, upper) = (0, months.count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if holds(months[middle]) { lower = middle + 1 } else { upper = middle }
    }
    return lower > 0 ? months[lower - 1] : nil
  }
}
