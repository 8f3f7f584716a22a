import Scheduling

/// A day of the Gregorian calendar, before 1582 too as if it had always been in use.
///
/// Inside formulas a date is the number of its first moment: `Double(dayNumber)`.
public struct CalendarDate: Hashable, Sendable {
  /// Days since 1970-01-01; negative before it.
  public let dayNumber: Int

  /// The day that lies so many days after 1970-01-01.
  public init(dayNumber: Int) {
    self.dayNumber = dayNumber
  }

  /// The day that contains a moment, counted in days since the start of 1970-01-01; the first or
  /// the last day of the calendar for one beyond it.
  public init(containing moment: Double) {
    self.init(dayNumber: Self.withinCalendar(moment.rounded(.down)))
  }

  /// The last day of something that ends at a moment: the day before, when the moment is a
  /// midnight.
  ///
  /// Work that ends at the start of Saturday was finished on Friday. A moment beyond the calendar
  /// has its first or last day.
  public init(endingAt moment: Double) {
    self.init(dayNumber: Self.withinCalendar(moment.rounded(.up) - 1))
  }

  /// The number of a day as it is; of one that no calendar reaches that of the farthest.
  private static func withinCalendar(_ dayNumber: Double) -> Int {
    let farthest = 1e12
    guard dayNumber < farthest else { return Int(farthest) }
    return dayNumber > -farthest ? Int(dayNumber) : -Int(farthest)
  }

  /// The day with this year, month (1...12) and day of the month; nil if there is none, such as
  /// 30 February.
  public init?(year: Int, month: Int, day: Int) {
    guard (-9999...9999).contains(year), (1...12).contains(month),
      (1...Self.days(inMonth: month, of: year)).contains(day)
    else { return nil }
    dayNumber = GregorianDay.number(year: year, month: month, dayOfMonth: day)
  }

  /// The day that a text such as `2024-03-26` names; nil if it is no such text or no such day.
  public init?(iso text: String) {
    let digits = Array(text.utf8)
    guard digits.count == 10, digits[4] == UInt8(ascii: "-"), digits[7] == UInt8(ascii: "-"),
      let year = number(digits[0..<4]), let month = number(digits[5..<7]),
      let day = number(digits[8..<10])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// The calendar year.
  public var year: Int { civil.year }
  /// The month, 1 to 12.
  public var month: Int { civil.month }
  /// The day of the month, 1 to 31.
  public var day: Int { civil.dayOfMonth }

  /// The day of the week: Monday is 1, Sunday is 7.
  public var weekday: Int {
    // 1970-01-01 was a Thursday.
    floorDivision(dayNumber + 3, by: 7).remainder + 1
  }

  /// What planners write for the days of the week, Monday first.
  public static let weekdayNames = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]

  /// The day so many days later; earlier when negative.
  public func adding(days: Int) -> CalendarDate {
    CalendarDate(dayNumber: dayNumber + days)
  }

  /// Whether February has 29 days.
  public static func isLeap(year: Int) -> Bool {
    GregorianDay.isLeap(year: year)
  }

  /// The number of days of a month.
  ///
  /// - Precondition: `month` is 1 to 12.
  public static func days(inMonth month: Int, of year: Int) -> Int {
    precondition((1...12).contains(month), "months are 1 to 12")
    switch month {
    case 2: return isLeap(year: year) ? 29 : 28
    case 4, 6, 9, 11: return 30
    default: return 31
    }
  }

  private var civil: GregorianDay { GregorianDay(dayNumber) }
}

extension CalendarDate: Comparable {
  /// Whether one day comes before another.
  public static func < (left: CalendarDate, right: CalendarDate) -> Bool {
    left.dayNumber < right.dayNumber
  }
}

extension CalendarDate: CustomStringConvertible {
  /// The ISO 8601 text, such as `2024-03-26`.
  public var description: String {
    let civil = civil
    let (month, day) = (padded(civil.month, to: 2), padded(civil.dayOfMonth, to: 2))
    return "\(padded(civil.year, to: 4))-\(month)-\(day)"
  }
}

/// Quotient and remainder with a remainder that is never negative.
func floorDivision(_ number: Int, by divisor: Int) -> (quotient: Int, remainder: Int) {
  let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
  return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
}

/// A number with leading zeros.
func padded(_ number: Int, to width: Int) -> String {
  let digits = String(abs(number))
  let zeros = String(repeating: "0", count: max(0, width - digits.count))
  return (number < 0 ? "-" : "") + zeros + digits
}

/// The number that ASCII digits write; nil for anything else, a sign too.
func number(_ digits: ArraySlice<UInt8>) -> Int? {
  guard !digits.isEmpty, digits.count <= 9 else { return nil }
  var value = 0
  for digit in digits {
    guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
    value = value * 10 + Int(digit - UInt8(ascii: "0"))
  }
  return value
}
