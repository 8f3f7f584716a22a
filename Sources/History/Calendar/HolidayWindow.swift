import Formulas

/// Days around a festival that change what a month brings.
///
/// Three windows lie one behind the other: `before` days up to the holiday, `during` days from
/// its first day on, `after` days behind it.
public struct HolidayWindow: Hashable, Sendable {
  /// Which festival.
  public let holiday: PublicHoliday
  /// How many days before the first day of the holiday.
  public let before: Int
  /// How many days the holiday has.
  public let during: Int
  /// How many days after its last day.
  public let after: Int
  /// How many days before the day of the festival the holiday begins: 1 with its eve.
  public let lead: Int

  /// Windows of so many days.
  ///
  /// - Precondition: the lengths lie in 0...366, the lead in -366...366.
  public init(_ holiday: PublicHoliday, before: Int, during: Int, after: Int, lead: Int = 0) {
    precondition(
      [before, during, after, abs(lead)].allSatisfy { (0...366).contains($0) },
      "windows of days within a year")
    self.holiday = holiday
    self.before = before
    self.during = during
    self.after = after
    self.lead = lead
  }

  /// Twenty days of business before the Spring Festival, the seven days from its eve on, and
  /// fifteen days until the Lantern Festival is over.
  public static let springFestival = HolidayWindow(
    .springFestival, before: 20, during: 7, after: 15, lead: 1)
  /// The three days around Qingming.
  public static let qingming = HolidayWindow(.qingming, before: 0, during: 3, after: 0, lead: 1)
  /// The three days around the Dragon Boat Festival.
  public static let dragonBoat = HolidayWindow(
    .dragonBoat, before: 0, during: 3, after: 0, lead: 1)
  /// The three days around the Mid-Autumn Festival.
  public static let midAutumn = HolidayWindow(
    .midAutumn, before: 0, during: 3, after: 0, lead: 1)
  /// The week from 1 October on, and the week before it.
  public static let nationalDay = HolidayWindow(.nationalDay, before: 7, during: 7, after: 0)

  /// The windows of the festivals that move between months.
  public static let usual: [HolidayWindow] = [.springFestival, .qingming, .dragonBoat, .midAutumn]

  /// One of the three windows.
  public enum Part: String, CaseIterable, Sendable {
    case before, during, after
  }

  /// How many days a window has.
  public func length(_ part: Part) -> Int {
    switch part {
    case .before: before
    case .during: during
    case .after: after
    }
  }

  /// The days of a window in a calendar year, as day numbers.
  ///
  /// - Precondition: the calendar covers the year.
  public func days(_ part: Part, in year: Int, _ calendar: LunarCalendar) -> Range<Int> {
    let first = holiday.day(in: year, calendar).dayNumber - lead
    switch part {
    case .before: return (first - before)..<first
    case .during: return first..<(first + during)
    case .after: return (first + during)..<(first + during + after)
    }
  }
}
