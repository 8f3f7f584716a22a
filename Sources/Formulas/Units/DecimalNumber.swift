/// A number as it was written, in decimal: nothing is rounded before its unit is known.
struct DecimalNumber: Hashable, Sendable {
  /// Decimal digits without leading and trailing zeros; empty for zero.
  let digits: String
  /// The power of ten of the last digit.
  let exponent: Int

  /// Reads digits with an optional fraction and exponent from the front of a text.
  ///
  /// - Parameter end: set to the position after the number.
  /// - Returns: nil when no digit stands at `start`.
  init?(_ scalars: [Unicode.Scalar], at start: Int, end: inout Int) {
    var position = start
    var digits = String.UnicodeScalarView()
    var fractionDigits = 0
    func takeDigits() -> Int {
      let first = position
      while position < scalars.count, scalars[position].isASCIIDigit {
        if !(digits.isEmpty && scalars[position] == "0") { digits.append(scalars[position]) }
        position += 1
      }
      return position - first
    }
    guard takeDigits() > 0 else { return nil }
    if position + 1 < scalars.count, scalars[position] == ".",
      scalars[position + 1].isASCIIDigit
    {
      position += 1
      fractionDigits = takeDigits()
    }
    let power = Self.takeExponent(scalars, &position)
    self.init(digits: String(digits), exponent: power - fractionDigits)
    end = position
  }

  /// A finite number by its shortest decimal text, without its sign.
  init(_ magnitude: Double) {
    var end = 0
    guard magnitude.isFinite,
      let number = DecimalNumber(
        Array(abs(magnitude).description.unicodeScalars), at: 0, end: &end)
    else { preconditionFailure("only finite numbers have a decimal text") }
    self = number
  }

  private init(digits: String, exponent: Int) {
    let significant = digits.dropLast(digits.reversed().prefix { $0 == "0" }.count)
    self.digits = String(significant)
    self.exponent = exponent + digits.count - significant.count
  }

  /// The number to so many significant digits, halves away from zero.
  func rounded(toDigits count: Int) -> DecimalNumber {
    guard digits.count > count, let kept = Int(digits.prefix(count)) else { return self }
    let roundsUp = digits.dropFirst(count).first.map { $0 >= "5" } ?? false
    return DecimalNumber(
      digits: String(kept + (roundsUp ? 1 : 0)), exponent: exponent + digits.count - count)
  }

  private static func takeExponent(_ scalars: [Unicode.Scalar], _ position: inout Int) -> Int {
    guard position < scalars.count, scalars[position] == "e" || scalars[position] == "E" else {
      return 0
    }
    var next = position + 1
    let isNegative = next < scalars.count && scalars[next] == "-"
    if isNegative || (next < scalars.count && scalars[next] == "+") { next += 1 }
    var value = 0
    let first = next
    while next < scalars.count, scalars[next].isASCIIDigit {
      // Any exponent of five digits overflows or vanishes just as well as a longer one.
      value = min(value * 10 + Int(scalars[next].value) - 48, 99_999)
      next += 1
    }
    guard next > first else { return 0 }
    position = next
    return isNegative ? -value : value
  }

  /// The number of base units, when the number is one of units of this size.
  ///
  /// - Accuracy: rounded once when the unit is a decimal multiple of its base unit, such as 亿元;
  ///   otherwise once more for the division, such as by 3 for 亩.
  func value(in scale: UnitScale) -> Double {
    guard !digits.isEmpty else { return 0 }
    let exponent = exponent + scale.powerOfTen
    if let mantissa = Int(digits) {
      let (product, overflows) = mantissa.multipliedReportingOverflow(by: scale.numerator)
      if !overflows {
        let (quotient, remainder) = product.quotientAndRemainder(dividingBy: scale.denominator)
        if remainder == 0 { return Self.double("\(quotient)", exponent) }
        return Self.double("\(product)", exponent) / Double(scale.denominator)
      }
    }
    return Self.double(digits, exponent) * Double(scale.numerator) / Double(scale.denominator)
  }

  private static func double(_ digits: String, _ exponent: Int) -> Double {
    guard let value = Double("\(digits)e\(exponent)") else {
      preconditionFailure("digits with an exponent are a number")
    }
    return value
  }

  /// The number in plain notation, or with an exponent when that would need many zeros.
  func text(shiftedBy powerOfTen: Int = 0) -> String {
    guard !digits.isEmpty else { return "0" }
    let exponent = exponent + powerOfTen
    // Where the decimal point stands, counted from the front of the digits.
    let point = digits.count + exponent
    switch point {
    case 1...21 where exponent >= 0:
      return digits + String(repeating: "0", count: exponent)
    case 1...21:
      return "\(digits.prefix(point)).\(digits.dropFirst(point))"
    case -8...0:
      return "0." + String(repeating: "0", count: -point) + digits
    default:
      return "\(digits)e\(exponent)"
    }
  }
}
