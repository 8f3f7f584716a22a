extension WorkLine {
  /// Whether each day is worked or not, whatever the weather: then moments can be looked up by the
  /// number of working days.
  var isCounted: Bool { losses.isEmpty && workedShares.allSatisfy { $0 == 0 || $0 == 1 } }

  /// Working time before each day without weather, and after the last one.
  var elapsedBefore: [Double] {
    var sum = 0.0
    return [0] + workedShares.map { share in
      sum += share
      return sum
    }
  }

  /// For each number of working days of a counted line, from none: the moment at which they have
  /// just been worked.
  var momentsReached: [Double] {
    [Double(firstDay)]
      + workedShares.indices.filter { workedShares[$0] == 1 }.map { Double(firstDay + $0 + 1) }
  }

  /// For each number of working days of a counted line, from none: the last moment at which no more
  /// have been worked.
  var momentsLeft: [Double] {
    workedShares.indices.filter { workedShares[$0] == 1 }.map { Double(firstDay + $0) }
      + [Double(firstDay + workedShares.count)]
  }
}

/// The place of the day whose weather each day has: its own, or where that is not known that of
/// another year.
public struct StateDays: Sendable {
  public let known: Range<Int>

  /// - Parameter known: the days whose weather is known, since 1970-01-01.
  public init(known: Range<Int>) { self.known = known }

  /// The place in `known` of a day that is known, or of the same day of the year in the nearest
  /// year that is; -1 where there is none.
  public func place(of day: Int) -> Int {
    if known.contains(day) { return day - known.lowerBound }
    guard !known.isEmpty else { return -1 }
    let date = GregorianDay(day)
    let years =
      day < known.lowerBound
      ? Array(GregorianDay(known.lowerBound).year...GregorianDay(known.upperBound - 1).year)
      : Array(
        (GregorianDay(known.lowerBound).year...GregorianDay(known.upperBound - 1).year).reversed())
    for year in years {
      let same = date.inYear(year)
      if known.contains(same) { return same - known.lowerBound }
    }
    return -1
  }
}

/// A day of the proleptic Gregorian calendar.
///
/// - Source: the arithmetic of 400-year eras that begin with March, after Howard Hinnant,
///   *chrono-Compatible Low-Level Date Algorithms* (2013).
struct GregorianDay {
  let year: Int
  /// From 1 on.
  let month: Int
  let dayOfMonth: Int

  /// - Parameter number: days since 1970-01-01.
  init(_ number: Int) {
    let shifted = number + 719_468
    let era = Int((Double(shifted) / 146_097).rounded(.down))
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// The same day of another year, in days since 1970-01-01; 28 February for the 29th where there
  /// is none.
  func inYear(_ other: Int) -> Int {
    let isLeap = other % 4 == 0 && (other % 100 != 0 || other % 400 == 0)
    let day = month == 2 && dayOfMonth == 29 && !isLeap ? 28 : dayOfMonth
    let year = month <= 2 ? other - 1 : other
    let era = Int((Double(year) / 400).rounded(.down))
    let yearOfEra = year - era * 400
    let monthFromMarch = month > 2 ? month - 3 : month + 9
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}
