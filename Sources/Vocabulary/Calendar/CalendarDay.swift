import Formulas

/// What kind of day a day is, for those whose demand depends on it.
///
/// A day may be several things at once: the day after National Day, a Sunday that is worked, and a
/// market day.
public struct CalendarDay: Sendable {
  /// Which part of a holiday's days off a day is.
  public enum Place: String, CaseIterable, Sendable {
    case first, middle, last
    /// The only day off.
    case single
  }

  /// The day.
  public let date: CalendarDate
  /// Monday is 1, Sunday is 7.
  public let weekday: Int
  /// Whether people with a week of five days work.
  public let isWorkingDay: Bool
  /// Whether it is a Saturday or Sunday that is worked in exchange for a holiday.
  public let isMakeUpWorkday: Bool
  /// The days off in a row to which it belongs, around a public holiday; nil on mere weekends.
  public let holiday: HolidayBlock?
  /// The holiday whose days off begin on the next day.
  public let holidayOfNextDay: HolidayBlock?
  /// The holiday whose days off ended on the day before.
  public let holidayOfPreviousDay: HolidayBlock?
  /// The id of the school term; nil in vacations, and where no terms are declared.
  public let term: String?
  /// The ids of its festivals and markets, in the order of the scenario.
  public let festivals: [String]

  /// Whether it is a Saturday or Sunday without work and outside of a holiday.
  public var isMereWeekend: Bool { !isWorkingDay && holiday == nil }

  /// Whether there is school.
  public var isSchoolDay: Bool { term != nil && isWorkingDay }

  /// Its number among the days off of the holiday, from 1; nil outside of one.
  public var dayOfHoliday: Int? {
    holiday.map { date.dayNumber - $0.firstDay.dayNumber + 1 }
  }

  /// Its part of the holiday; nil outside of one.
  public var place: Place? {
    guard let holiday else { return nil }
    if holiday.days == 1 { return .single }
    if date == holiday.firstDay { return .first }
    return date == holiday.lastDay ? .last : .middle
  }
}
