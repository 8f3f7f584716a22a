import SourceText

/// A day that differs from its weekday: a day off, or a weekend day that is worked.
public struct HolidayEntry: Hashable, Sendable {
  /// What sets the day apart.
  public enum Kind: String, CaseIterable, Sendable {
    case dayOff, makeUpWorkday
  }

  /// Where the day is known from.
  public enum Origin: String, Sendable {
    /// A file of the yearly notices.
    case notice
    /// The law and the practice of other years (`HolidayArrangement`).
    case computed
  }

  /// The day.
  public let date: CalendarDate
  /// Whether it is off or worked.
  public let kind: Kind
  /// The holidays that it belongs to, as far as that is told: of a notice by the name.
  ///
  /// - Complexity: a search of the name for a notice; most who read a file ask for dates only.
  public var holidays: [PublicHoliday] { known ?? PublicHoliday.named(in: name) }
  /// The name that a notice gives it; empty when it gives none.
  public let name: String
  /// Where it is known from.
  public let origin: Origin
  private let known: [PublicHoliday]?

  /// A day as a notice tells it; which holidays it belongs to is taken from the name.
  public init(_ date: CalendarDate, _ kind: Kind, name: String = "") {
    self.init(date, kind, nil, name, .notice)
  }

  init(
    _ date: CalendarDate, _ kind: Kind, _ holidays: [PublicHoliday]?, _ name: String,
    _ origin: Origin
  ) {
    self.date = date
    self.kind = kind
    known = holidays
    self.name = name
    self.origin = origin
  }
}
