/// A day of the Chinese calendar: the 15th of the eighth month of 2024 is the Mid-Autumn Festival.
public struct LunarDate: Hashable, Sendable {
  /// The Gregorian year in which the lunar year begins.
  public let year: Int
  /// 1 to 12.
  public let month: Int
  /// Whether the month is the second of its number in the year.
  public let isLeapMonth: Bool
  /// 1 to 30.
  public let day: Int

  /// A day by its numbers; whether the year has it, only the calendar knows.
  public init(year: Int, month: Int, isLeapMonth: Bool = false, day: Int) {
    self.year = year
    self.month = month
    self.isLeapMonth = isLeapMonth
    self.day = day
  }
}

extension LunarDate: CustomStringConvertible {
  /// Such as `2024-08-15`, or `2023-02L-01` in a leap month.
  public var description: String {
    padded(year, to: 4) + "-" + padded(month, to: 2) + (isLeapMonth ? "L" : "") + "-"
      + padded(day, to: 2)
  }
}
