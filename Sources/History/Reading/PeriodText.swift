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
  /// Full-width forms and spaces do not matter. `2023`, `2023-Q1`, `2023Q1`, `2023年一季度`,
  /// `2023-01`, `2023/1`, `2023年1月`, `202301`, days of all these kinds, `2023年1-6月` and
  /// decimal years are read.
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
    guard case .number(let year, 4)? = tokens.first, Self.years.contains(year) else {
      guard let whole = Self.compact(tokens) else { return nil }
      self = whole
      return
    }
    guard let found = Self.after(year, Array(tokens.dropFirst())) else { return nil }
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
    case .period(let period): period.lastDay
    default: nil
    }
  }

  /// `202301` and `20230131`.
  private static func compact(_ tokens: [Token]) -> PeriodText? {
    guard tokens.count == 1, case .number(let number, let digits) = tokens[0] else { return nil }
    switch digits {
    case 6: return month(number / 100, number % 100)
    case 8: return day(number / 10_000, number / 100 % 100, number % 100)
    default: return nil
    }
  }

  /// What follows a year of four digits.
  private static func after(_ year: Int, _ rest: [Token]) -> PeriodText? {
    switch rest.count {
    case 0: return .period(Period(.yearly, year: year))
    case 1:
      guard case .sign(let sign) = rest[0], ["年", "年度"].contains(sign) else { return nil }
      return .period(Period(.yearly, year: year))
    case 2, 3:
      guard case .sign(let sign) = rest[0], case .number(let number, let digits) = rest[1]
      else { return nil }
      guard rest.count == 3 else { return pair(year, sign, number, digits) }
      guard case .sign(let end) = rest[2] else { return nil }
      return closed(year, sign, number, end)
    default: return long(year, rest)
    }
  }

  /// A year, a sign and a number: `2023-01`, `2023Q1`, `2023.25`.
  private static func pair(_ year: Int, _ sign: String, _ number: Int, _ digits: Int)
    -> PeriodText?
  {
    switch sign {
    case "-", "/", "年": return digits <= 2 ? month(year, number) : nil
    case "q", "-q", "/q", "年q": return quarter(year, number)
    case ".":
      let value = Double(year) + Double(number) / Self.powerOfTen(digits)
      if digits == 2, (1...12).contains(number) {
        return .dottedMonth(Period(.monthly, year: year, number: number), value)
      }
      return .decimalYear(value)
    default: return nil
    }
  }

  /// A year, a number and a word that closes it: `2023年1月`, `2023年第1季度`.
  private static func closed(_ year: Int, _ sign: String, _ number: Int, _ end: String)
    -> PeriodText?
  {
    switch (sign, end) {
    case ("年", "月"), ("年", "月份"): return month(year, number)
    case ("年", "季度"), ("年第", "季度"), ("年", "季"), ("年第", "季"): return quarter(year, number)
    default: return nil
    }
  }

  /// Days, and months from January on.
  private static func long(_ year: Int, _ rest: [Token]) -> PeriodText? {
    guard case .sign(let first) = rest[0], case .number(let number, _) = rest[1],
      case .sign(let second) = rest[2], case .number(let other, let digits) = rest[3]
    else { return nil }
    if rest.count == 4, first == second, ["-", "/", "."].contains(first), digits <= 2 {
      return day(year, number, other)
    }
    if rest.count == 5, case .sign(let end) = rest[4], first == "年" {
      if second == "月", end == "日" || end == "号" { return day(year, number, other) }
      let joins = ["-", "~", "—", "至", "到", "月-", "月~", "月—", "月至", "月到"]
      if joins.contains(second), end == "月" || end == "月份", number == 1 {
        return through(year, other)
      }
    }
    // The label of a stretch of periods: 2023-01/2023-06.
    if rest.count == 6, first == "-", second == "/", number == 1, other == year, digits == 4,
      case .sign("-") = rest[4], case .number(let last, _) = rest[5]
    {
      return through(year, last)
    }
    return nil
  }

  private static func month(_ year: Int, _ number: Int) -> PeriodText? {
    guard years.contains(year), (1...12).contains(number) else { return nil }
    return .period(Period(.monthly, year: year, number: number))
  }

  private static func quarter(_ year: Int, _ number: Int) -> PeriodText? {
    (1...4).contains(number) ? .period(Period(.quarterly, year: year, number: number)) : nil
  }

  private static func day(_ year: Int, _ month: Int, _ day: Int) -> PeriodText? {
    guard years.contains(year) else { return nil }
    return CalendarDate(year: year, month: month, day: day).map { .day($0) }
  }

  private static func through(_ year: Int, _ last: Int) -> PeriodText? {
    guard (1...12).contains(last) else { return nil }
    let month = Period(.monthly, year: year, number: last)
    return last == 1 ? .period(month) : .throughMonth(month)
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
