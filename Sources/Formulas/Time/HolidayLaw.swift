/// Which days are public holidays by law: 全国年节及纪念日放假办法.
///
/// - Source: State Council decree 513 of 2007 (from 2008), 644 of 2013 (from 2014) and 795 of 2024
///   (from 2025), article 2.
public enum HolidayLaw {
  /// The first year of the decree of 2007, which made Qingming, Dragon Boat and Mid-Autumn
  /// holidays.
  public static let firstYear = 2008

  /// The days of a holiday in a year, without those that weekends are moved to make of it.
  ///
  /// - Precondition: the year is 2008 or later, and the calendar covers it.
  public static func days(of holiday: PublicHoliday, in year: Int, _ calendar: LunarCalendar)
    -> ClosedRange<CalendarDate>
  {
    precondition(year >= firstYear, "before 2008 other days were holidays")
    let first = holiday.day(in: year, calendar)
    let (before, after): (Int, Int) =
      switch holiday {
      // The eve counted from 2008 to 2013, and counts again from 2025 on.
      case .springFestival where year < 2014: (1, 1)
      case .springFestival where year < 2025: (0, 2)
      case .springFestival: (1, 2)
      case .labourDay where year >= 2025: (0, 1)
      case .nationalDay: (0, 2)
      default: (0, 0)
      }
    return first.adding(days: -before)...first.adding(days: after)
  }
}
