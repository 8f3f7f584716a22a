import Formulas
import SourceText

/// What a cell of values says.
public enum NumberText: Sendable {
  /// A number, and the unit that follows it; empty where none does.
  case number(Double, unit: String)
  /// Nothing was observed.
  case missing
  /// Something else, with what is wrong.
  case wrong(Defect)

  /// What is wrong with a text.
  public enum Defect: Sendable {
    case noNumber, wrongCommas, tooLarge, secondNumber

    /// It in words.
    public var message: BilingualText {
      switch self {
      case .noNumber: .noNumber
      case .wrongCommas:
        BilingualText(zh: "逗号不是千位分隔", en: "the commas do not part thousands")
      case .tooLarge:
        BilingualText(zh: "数值过大", en: "the number is beyond the range of numbers")
      case .secondNumber:
        BilingualText(zh: "第一个数后面又有一个数", en: "a second number follows the first")
      }
    }
  }

  /// How tables write that there is no value.
  static let missingWords: Set<String> = [
    "", "-", "--", "—", "——", "/", "na", "n/a", "nan", "null", "none", "nil", "缺", "缺失", "缺测",
    "暂无", "未公布", "无数据",
  ]

  /// Reads a cell.
  ///
  /// Full-width forms are read like their ASCII equals; commas may part thousands; brackets
  /// around a number make it negative, as in accounts.
  ///
  /// - Accuracy: the decimal text is rounded once.
  public init(_ text: String) {
    var text = text
    switch text.withUTF8({ Self.plainNumber($0) }) {
    case .exact(let value)?: self = .number(value, unit: "")
    case .long?: self = Double(text).map { .number($0, unit: "") } ?? Self.readWithCare(text)
    case nil: self = Self.readWithCare(text)
    }
  }

  /// The whole number that a cell says; a year or a month may carry its character: 2023年, 1月.
  static func wholeNumber(_ text: String, in range: ClosedRange<Int>) -> Int? {
    guard case .number(let number, let unit) = NumberText(text), number == number.rounded(),
      abs(number) < 1e9, range.contains(Int(number)), ["", "年", "月", "季度"].contains(unit)
    else { return nil }
    return Int(number)
  }

  /// What digits with a sign and a fraction write.
  private enum PlainNumber {
    case exact(Double)
    /// Too many digits to be exact to read with one division.
    case long
  }

  /// The number that ASCII digits with a sign and a fraction write; nil for every other text.
  ///
  /// - Source: Clinger (1990), "How to read floating point numbers accurately": up to 15 digits
  ///   and a power of ten up to 22 need one correctly rounded operation.
  private static func plainNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> PlainNumber? {
    var position = 0
    let isNegative = bytes.first == UInt8(ascii: "-")
    if isNegative { position = 1 }
    // Beyond 300 digits the number may be too large, which is told elsewhere.
    guard position < bytes.count, bytes.count - position <= 300 else { return nil }
    var mantissa = 0
    var digits = 0
    var point: Int?
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "."), point == nil, digits > 0 {
        point = digits
      } else if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
        if digits < 15 { mantissa = mantissa * 10 + Int(byte - UInt8(ascii: "0")) }
        digits += 1
      } else {
        return nil
      }
      position += 1
    }
    guard digits > 0, point != digits else { return nil }
    guard digits <= 15 else { return .long }
    let value = Double(mantissa) / powersOfTen[digits - (point ?? digits)]
    return .exact(isNegative ? -value : value)
  }

  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]

  private static func readWithCare(_ text: String) -> NumberText {
    var scalars = trimmed(normalizedScalars(text))
    if missingWords.contains(string(scalars).lowercased()) { return .missing }
    let isBracketed = scalars.first == "(" && scalars.last == ")"
    if isBracketed { scalars = trimmed(Array(scalars[1..<(scalars.count - 1)])) }
    var position = 0
    let hasSign = scalars.first == "-" || scalars.first == "+"
    if hasSign { position = 1 }
    guard !(isBracketed && hasSign) else { return .wrong(.noNumber) }
    let isNegative = isBracketed || scalars.first == "-"
    guard let literal = decimalLiteral(scalars, &position) else {
      return .wrong(.noNumber)
    }
    guard !literal.isEmpty else { return .wrong(.wrongCommas) }
    guard let magnitude = Double(literal), magnitude.isFinite else {
      return .wrong(.tooLarge)
    }
    let unit = trimmed(Array(scalars[position...]))
    if let first = unit.first, "0"..."9" ~= first || first == "," || first == "." {
      return .wrong(.secondNumber)
    }
    return .number(isNegative ? -magnitude : magnitude, unit: string(unit))
  }

  /// The digits, fraction and exponent at a position, without the commas that part thousands.
  ///
  /// - Returns: nil when no digit stands there; empty when the commas part something else.
  private static func decimalLiteral(_ scalars: [Unicode.Scalar], _ position: inout Int)
    -> String?
  {
    func isDigit(_ index: Int) -> Bool {
      index < scalars.count && "0"..."9" ~= scalars[index]
    }
    guard isDigit(position) else { return nil }
    var groups = [""]
    while isDigit(position) || (position < scalars.count && scalars[position] == ",") {
      if scalars[position] == "," {
        groups.append("")
      } else {
        groups[groups.count - 1].unicodeScalars.append(scalars[position])
      }
      position += 1
    }
    if groups.count > 1 {
      let isThousands = (1...3).contains(groups[0].count)
      guard isThousands, groups.dropFirst().allSatisfy({ $0.count == 3 }) else { return "" }
    }
    var literal = groups.joined()
    func take() {
      literal.unicodeScalars.append(scalars[position])
      position += 1
    }
    if position < scalars.count, scalars[position] == ".", isDigit(position + 1) {
      take()
      while isDigit(position) { take() }
    }
    if position < scalars.count, scalars[position] == "e" || scalars[position] == "E" {
      let hasSign =
        position + 1 < scalars.count && ["-", "+"].contains(scalars[position + 1])
      if isDigit(position + (hasSign ? 2 : 1)) {
        take()
        if hasSign { take() }
        while isDigit(position) { take() }
      }
    }
    return literal
  }
}

/// The scalars without the blanks around them.
func trimmed(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
  guard let first = scalars.firstIndex(where: { $0 != " " }),
    let last = scalars.lastIndex(where: { $0 != " " })
  else { return [] }
  return Array(scalars[first...last])
}

/// The text of some scalars.
func string(_ scalars: [Unicode.Scalar]) -> String {
  var view = String.UnicodeScalarView()
  view.append(contentsOf: scalars)
  return String(view)
}
