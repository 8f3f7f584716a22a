import SourceText

/// A number with its unit.
public struct Quantity: Hashable, Sendable {
  /// In base units: yuan, days, metres, one visit.
  public let value: Double
  /// As the planner wrote it.
  public let unit: UnitOfMeasure

  /// A quantity of so many base units, to be shown in a unit.
  public init(_ value: Double, _ unit: UnitOfMeasure) {
    self.value = value
    self.unit = unit
  }

  /// The quantity that a text such as `5000万元`, `3.2 km`, `-5%` or `1,000` writes.
  ///
  /// Full-width forms are read like their ASCII equals; commas may part thousands; a number
  /// without a unit is a plain number.
  ///
  /// - Accuracy: the decimal text times the unit's power of ten is rounded once, so `0.1亿元` is
  ///   exactly 10000000 yuan.
  /// - Errors: what was expected, with the nearest unit.
  public init(parsing text: String) throws(UnitError) {
    var scalars = normalizedScalars(text)
    while scalars.last == " " { scalars.removeLast() }
    var position = scalars.firstIndex { $0 != " " } ?? scalars.count
    let isNegative = position < scalars.count && scalars[position] == "-"
    if isNegative || (position < scalars.count && scalars[position] == "+") { position += 1 }
    let rest = try Self.withoutThousandsSeparators(Array(scalars[position...]), of: text)
    var end = 0
    guard let number = DecimalNumber(rest, at: 0, end: &end) else {
      throw UnitError(
        .invalidValue,
        .init(zh: "“\(text)”不以数开头", en: "'\(text)' does not begin with a number"),
        expected: Self.expectation)
    }
    unit = try Self.unit(rest, at: end)
    let magnitude = number.value(in: unit.exactScale)
    guard magnitude.isFinite else {
      throw UnitError(
        .numberOverflow,
        .init(zh: "“\(text)”数值过大", en: "'\(text)' is beyond the range of numbers"),
        expected: Self.expectation)
    }
    value = isNegative ? -magnitude : magnitude
  }

  private static let expectation = BilingualText(
    zh: "带单位的数，如 5000万元、3.2 km 或 80%",
    en: "a number with its unit, such as 5000万元, 3.2 km or 80%")

  private static func unit(
    _ scalars: [Unicode.Scalar], at start: Int
  ) throws(UnitError) -> UnitOfMeasure {
    guard let first = scalars[start...].firstIndex(where: { $0 != " " }) else { return .one }
    guard !scalars[first].isASCIIDigit else {
      let rest = text(scalars[first...])
      throw UnitError(
        .invalidValue,
        .init(
          zh: "第一个数后面又有一个数“\(rest)”", en: "a second number '\(rest)' follows the first"),
        expected: expectation)
    }
    // 5/月 is five per month.
    let numerator: [Unicode.Scalar] = scalars[first] == "/" ? ["1"] : []
    return try UnitOfMeasure(parsing: text(numerator + scalars[first...]))
  }

  /// Takes the commas out of `1,234,567`, and refuses them anywhere else.
  private static func withoutThousandsSeparators(
    _ scalars: [Unicode.Scalar], of text: String
  ) throws(UnitError) -> [Unicode.Scalar] {
    let end = scalars.firstIndex { !($0.isASCIIDigit || $0 == ",") } ?? scalars.count
    let groups = scalars[..<end].split(separator: ",", omittingEmptySubsequences: false)
    guard groups.count > 1 else { return scalars }
    guard (1...3).contains(groups[0].count), groups.dropFirst().allSatisfy({ $0.count == 3 })
    else {
      throw UnitError(
        .invalidValue,
        .init(
          zh: "“\(text)”里的逗号不是千位分隔", en: "the commas of '\(text)' do not part thousands"),
        expected: .init(
          zh: "每个逗号后面有三位数字，如 1,234,567",
          en: "three digits after each comma, such as 1,234,567"))
    }
    return groups.flatMap { $0 } + scalars[end...]
  }
}

extension Quantity: CustomStringConvertible {
  /// A text that reads back as the same quantity.
  public var description: String {
    let literal = numberLiteral(of: value, unit)
    return literal.number + literal.unit
  }
}

/// The text of a number of base units in a unit, such that it reads back as the same number.
///
/// - Returns: the number, and the unit as it follows the number: empty for a plain number, with a
///   space before Latin letters. The unit is the base unit when no text in the unit is exact.
func numberLiteral(
  of value: Double, _ unit: UnitOfMeasure
) -> (number: String, unit: String) {
  guard value.isFinite else { return ("\(value)", "") }
  let sign = value < 0 ? "-" : ""
  let scale = unit.exactScale
  if scale.numerator == 1, scale.denominator == 1 {
    let number = DecimalNumber(value).text(shiftedBy: -scale.powerOfTen)
    return (sign + number, suffix(unit.symbol))
  }
  // The conversion may be off in the last digit, which the planner did not write.
  let number = DecimalNumber(scale.value(ofBase: value))
  for candidate in [number.rounded(toDigits: 15), number.rounded(toDigits: 16), number]
  where candidate.value(in: scale) == abs(value) {
    return (sign + candidate.text(), suffix(unit.symbol))
  }
  return (
    sign + DecimalNumber(value).text(), suffix(unit.dimension.symbol(in: .zh))
  )
}

private func suffix(_ symbol: String) -> String {
  if symbol == "1" { return "" }
  if symbol.hasPrefix("1/") { return String(symbol.dropFirst()) }
  guard let first = symbol.unicodeScalars.first, first.isASCII, first.isLetter else {
    return symbol
  }
  return " " + symbol
}
