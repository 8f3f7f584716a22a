/// A calendar year, quarter or month.
public struct Period: Hashable, Sendable {
  /// Whether it is a year, a quarter or a month.
  public let frequency: Frequency
  /// Periods since the start of year 0, so that neighbours differ by one.
  public let ordinal: Int

  /// The period with this ordinal.
  public init(_ frequency: Frequency, ordinal: Int) {
    self.frequency = frequency
    self.ordinal = ordinal
  }

  /// The period of a year with a number within the year: quarter 1...4, month 1...12, or 1.
  ///
  /// - Precondition: the year has such a period.
  public init(_ frequency: Frequency, year: Int, number: Int = 1) {
    precondition((1...frequency.periodsPerYear).contains(number), "no such period in a year")
    self.init(frequency, ordinal: year * frequency.periodsPerYear + number - 1)
  }

  /// The period that contains a day.
  public init(_ frequency: Frequency, containing date: CalendarDate) {
    self.init(
      frequency, year: date.year, number: (date.month - 1) / frequency.monthsPerPeriod + 1)
  }

  /// The period that a text such as `2024`, `2024-Q1` or `2024-01` names; nil for any other.
  public init?(label: String) {
    let text = Array(label.utf8)
    guard text.count >= 4, let year = Formulas.number(text[0..<4]) else { return nil }
    switch text.count {
    case 4:
      self.init(.yearly, year: year)
    case 7 where text[4] == UInt8(ascii: "-") && text[5] == UInt8(ascii: "Q"):
      guard let quarter = Formulas.number(text[6...]), (1...4).contains(quarter) else {
        return nil
      }
      self.init(.quarterly, year: year, number: quarter)
    case 7 where text[4] == UInt8(ascii: "-"):
      guard let month = Formulas.number(text[5...]), (1...12).contains(month) else { return nil }
      self.init(.monthly, year: year, number: month)
    default:
      return nil
    }
  }

  /// The calendar year in which it lies.
  public var year: Int { floorDivision(ordinal, by: frequency.periodsPerYear).quotient }

  /// Its number within the year, from 1.
  public var number: Int { floorDivision(ordinal, by: frequency.periodsPerYear).remainder + 1 }

  /// The month in which it begins, 1 to 12.
  public var firstMonth: Int { (number - 1) * frequency.monthsPerPeriod + 1 }

  /// Its first day.
  public var firstDay: CalendarDate {
    guard let day = CalendarDate(year: year, month: firstMonth, day: 1) else {
      preconditionFailure("years lie between -9999 and 9999")
    }
    return day
  }

  /// Its last day.
  public var lastDay: CalendarDate { next.firstDay.adding(days: -1) }

  /// The number of its days.
  public var days: Int { next.firstDay.dayNumber - firstDay.dayNumber }

  /// The one after it.
  public var next: Period { advanced(by: 1) }

  /// The one so many periods later; earlier when negative.
  public func advanced(by periods: Int) -> Period {
    Period(frequency, ordinal: ordinal + periods)
  }

  /// Whether a day lies in it.
  public func contains(_ date: CalendarDate) -> Bool {
    firstDay <= date && date < next.firstDay
  }

  /// How planners and files write it: `2024`, `2024-Q1` or `2024-01`.
  public var label: String {
    switch frequency {
    case .yearly: padded(year, to: 4)
    case .quarterly: "\(padded(year, to: 4))-Q\(number)"
    case .monthly: "\(padded(year, to: 4))-\(padded(number, to: 2))"
    }
  }
}

extension Period: CustomStringConvertible {
  /// The label.
  public var description: String { label }
}
