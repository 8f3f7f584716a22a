/// A day of the Gregorian calendar, before 1582 too as if it had always been in use.
///
/// - Source: the arithmetic of 400-year eras that begin with March, after Howard Hinnant,
///   *chrono-Compatible Low-Level Date Algorithms* (2013).
public struct GregorianDay: Sendable {
  public let year: Int
  /// From 1 to 12.
  public let month: Int
  /// From 1 on.
  public let dayOfMonth: Int

  private static let daysOfEra = 146_097
  /// Days from 0000-03-01 to 1970-01-01.
  private static let epochInMarchDays = 719_468

  /// - Parameter number: days since 1970-01-01; negative before it.
  public init(_ number: Int) {
    let shifted = number + Self.epochInMarchDays
    let era = Self.quotient(shifted, by: Self.daysOfEra)
    let dayOfEra = shifted - era * Self.daysOfEra
    // Leap days are taken out, so that the quotient by 365 is the year.
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / (Self.daysOfEra - 1)) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Days from 1970-01-01 to a day that there is.
  public static func number(year: Int, month: Int, dayOfMonth: Int) -> Int {
    // The year is taken to begin in March, so that the leap day is its last.
    let marchYear = month <= 2 ? year - 1 : year
    let era = quotient(marchYear, by: 400)
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + dayOfMonth - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * daysOfEra + dayOfEra - epochInMarchDays
  }

  /// Whether February has 29 days.
  public static func isLeap(year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// The same day of another year, in days since 1970-01-01; 28 February for the 29th where there
  /// is none.
  func inYear(_ other: Int) -> Int {
    let isMissing = month == 2 && dayOfMonth == 29 && !Self.isLeap(year: other)
    return Self.number(year: other, month: month, dayOfMonth: isMissing ? 28 : dayOfMonth)
  }

  /// Rounded down below zero too.
  private static func quotient(_ number: Int, by divisor: Int) -> Int {
    let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
