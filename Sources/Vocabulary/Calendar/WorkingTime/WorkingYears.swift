import Formulas
import SourceText

/// The years that the working-time calendars of a scenario tell, and what they share: the public
/// holidays and festivals, computed once.
final class WorkingYears {
  let years: ClosedRange<Int>
  /// All days of the years.
  let days: ClosedRange<Int>
  private let horizon: Horizon
  private let notices: [HolidayEntry]

  init(_ context: ReadingContext) {
    horizon = context.horizon
    years = horizon.workingYears
    days =
      Period(.yearly, year: years.lowerBound).firstDay.dayNumber
      ... Period(.yearly, year: years.upperBound).lastDay.dayNumber
    notices = context.holidayNotices
  }

  /// From the notices of the scenario's `calendar`, else computed; none in years that neither
  /// tells.
  private(set) lazy var publicHolidays = PublicHolidays(years: yearsAround, notices: notices)

  /// Whether the Chinese calendar is known in all years of the horizon.
  var horizonIsLunar: Bool {
    let (asked, known) = (horizon.touchedYears, LunarCalendar.supportedYears)
    return known.contains(asked.lowerBound) && known.contains(asked.upperBound)
  }

  private lazy var lunar: LunarCalendar? =
    yearsAround.overlaps(LunarCalendar.supportedYears)
    ? LunarCalendar(covering: yearsAround.clamped(to: LunarCalendar.supportedYears)) : nil

  /// What belongs to the first days of a year may reach back over its turn, and the other way.
  private var yearsAround: ClosedRange<Int> { years.lowerBound - 1...years.upperBound + 1 }

  /// The days of a festival in those of the years in which the Chinese calendar is known.
  func days(of festival: PublicHoliday) -> [CalendarDate] {
    guard let lunar else { return [] }
    return lunar.years.map { festival.day(in: $0, lunar) }
  }
}
