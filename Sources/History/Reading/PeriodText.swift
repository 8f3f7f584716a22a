import Formulas

/// When a row of a history, or of actuals, was, as its text tells it.
public enum PeriodText: Hashable, Sendable {
  /// A year, a quarter or a month.
  case period(Period)
  /// All months from January of a year through another month, as `2023年1-6月`.
  case throughMonth(Period)
  /// A day, which stands for the period that it lies in.
  case day(CalendarDate)
  /// A number of years with a fraction, as R writes months: `1949.0833`.
  case decimalYear(Double)
  /// `2023.04`: a month as bulletins write it, unless other rows show that it is a decimal year.
  case dottedMonth(Period, Double)

  /// The years that a history may lie in: those whose neighbours have a calendar too.
  public static let years = 1...9998

  /// Reads a text; nil when it names no time.
  ///
  /// Periods are read as `Period.ends(written:)` reads them; of several those from January of a
  /// year on, such as `2023年1-6月` and `2023年上半年`. Besides days and decimal years.
  public init?(_ text: String) {
    // Most files write periods as the house does.
    if let period = Period(label: text), Self.years.contains(period.year) {
      self = .period(period)
      return
    }
    var scalars = normalizedScalars(text)
    while scalars.first == " " { scalars.removeFirst() }
    while scalars.last == " " { scalars.removeLast() }
    // A day may carry the midnight that spreadsheets write behind it.
    if scalars.contains(":"), let cut = scalars.firstIndex(where: { $0 == " " || $0 == "T" }) {
      scalars = Array(scalars[..<cut])
    }
    let tokens = Token.split(scalars)
    if let found = Self.number(tokens) ?? Self.day(tokens) {
      self = found
      return
    }
    guard let ends = Period.ends(written: string(scalars)),
      Self.years.contains(ends.lowerBound.year), let found = Self.through(ends)
    else { return nil }
    self = found
  }

  /// The periods that it names, from the first to the last; a day stands for the period of some
  /// frequency that it lies in. Nil for a decimal year, which names none by itself.
  public func ends(_ frequency: Frequency) -> ClosedRange<Period>? {
    switch self {
    case .period(let period), .dottedMonth(let period, _): period...period
    case .throughMonth(let month): Period(.monthly, year: month.year)...month
    case .day(let day): Period(frequency, containing: day)...Period(frequency, containing: day)
    case .decimalYear: nil
    }
  }

  /// The day that it names, or the last one of the period; nil for what names neither.
  public var lastDay: CalendarDate? {
    switch self {
    case .day(let day): day
    case .period(let period), .throughMonth(let period): period.lastDay
    default: nil
    }
  }

  /// A period, or the months of a year from January on.
  private static func through(_ ends: ClosedRange<Period>) -> PeriodText? {
    let (first, last) = (ends.lowerBound, ends.upperBound)
    if first == last { return .period(first) }
    let january = Period(.monthly, year: first.year)
    guard first.firstDay == january.firstDay, last.year == first.year else { return nil }
    return .throughMonth(Period(.monthly, containing: last.lastDay))
  }

  /// What may be a number as well: `2023.04`, `1949.0833`.
  private static func number(_ tokens: [Token]) -> PeriodText? {
    guard tokens.count == 3, case .number(let year, 4) = tokens[0], years.contains(year),
      case .sign(".") = tokens[1], case .number(let number, let digits) = tokens[2]
    else { return nil }
    let value = Double(year) + Double(number) / powerOfTen(digits)
    if digits == 2, (1...12).contains(number) {
      return .dottedMonth(Period(.monthly, year: year, number: number), value)
    }
    return .decimalYear(value)
  }

  /// `20230131`, `2023-1-31`, `2023/1/31`, `2023.1.31`, `2023年1月31日`.
  private static func day(_ tokens: [Token]) -> PeriodText? {
    if tokens.count == 1, case .number(let number, 8) = tokens[0] {
      return day(number / 10_000, number / 100 % 100, number % 100)
    }
    guard (5...6).contains(tokens.count), case .number(let year, 4) = tokens[0],
      case .sign(let first) = tokens[1], case .number(let month, _) = tokens[2],
      case .sign(let second) = tokens[3], case .number(let number, let digits) = tokens[4]
    else { return nil }
    if tokens.count == 6 {
      guard case .sign(let end) = tokens[5], first == "年", second == "月",
        end == "日" || end == "号"
      else { return nil }
    } else {
      guard first == second, ["-", "/", "."].contains(first), digits <= 2 else { return nil }
    }
    return day(year, month, number)
  }

  private static func day(_ year: Int, _ month: Int, _ day: Int) -> PeriodText? {
    guard years.contains(year) else { return nil }
    return CalendarDate(year: year, month: month, day: day).map { .day($0) }
  }

  private static func powerOfTen(_ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }
}

/// A stretch of digits, or of anything else, of a text that names a time.
private enum Token {
  case number(Int, digits: Int)
  case sign(String)

  /// The stretches in order, without spaces; Chinese numerals of quarters count as digits.
  static func split(_ scalars: [Unicode.Scalar]) -> [Token] {
    var tokens: [Token] = []
    var sign = ""
    var position = 0
    func digit(_ scalar: Unicode.Scalar) -> Int? {
      switch scalar {
      case "0"..."9": Int(scalar.value) - 48
      default: ["一": 1, "二": 2, "三": 3, "四": 4][scalar]
      }
    }
    while position < scalars.count {
      guard let first = digit(scalars[position]) else {
        if scalars[position] != " " {
          sign.unicodeScalars.append(scalars[position])
        }
        position += 1
        continue
      }
      if !sign.isEmpty { tokens.append(.sign(sign.lowercased())) }
      sign = ""
      let start = position
      var number = first
      position += 1
      while position < scalars.count, let next = digit(scalars[position]) {
        // No year, month or fraction needs more; the rest of a fraction changes nothing.
        if position - start < 15 { number = number * 10 + next }
        position += 1
      }
      tokens.append(.number(number, digits: min(position - start, 15)))
    }
    if !sign.isEmpty { tokens.append(.sign(sign.lowercased())) }
    return tokens
  }
}
