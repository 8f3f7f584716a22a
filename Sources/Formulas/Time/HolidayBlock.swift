import SourceText

/// Days off in a row around one or two public holidays, weekends beside them included.
///
/// A notice does not always count the weekend: of Monday 10 June 2024 it says one day, and people
/// had three. What travellers see is the whole.
public struct HolidayBlock: Hashable, Sendable {
  /// The holidays whose festival is among the days, in the order of the year; empty for another
  /// occasion, such as Victory Day in 2015.
  public let holidays: [PublicHoliday]
  /// What people call it.
  public let label: BilingualText
  /// The first day off.
  public let firstDay: CalendarDate
  /// The last day off.
  public let lastDay: CalendarDate
  /// The weekend days that are worked in exchange, in order.
  public let makeUpWorkdays: [CalendarDate]
  /// Whether a notice gives it or a rule.
  public let origin: HolidayEntry.Origin

  /// The number of days off.
  public var days: Int { lastDay.dayNumber - firstDay.dayNumber + 1 }

  /// Such as `nationalDay`, which a block with Mid-Autumn is too; `other` without a holiday.
  public var id: String { holidays.last?.rawValue ?? "other" }

  /// Whether a day is among its days off.
  public func contains(_ date: CalendarDate) -> Bool { firstDay <= date && date <= lastDay }
}
