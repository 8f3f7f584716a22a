/// A number as the sum of two doubles, which together have about 32 digits.
///
/// For what is done once and must be exact in its last digit, such as solving for coefficients; a
/// draw has no use for it.
///
/// - Accuracy: 1e-31 relative an operation; 1e-30 times the larger of 1 and the result for the
///   exponential function and the logarithm.
/// - Source: T. J. Dekker, "A floating-point technique for extending the available precision",
///   Numerische Mathematik 18 (1971), 224–242; products by the fused multiply-add.
struct DoubleDouble: Sendable {
  let high, low: Double

  init(_ number: Double) { (high, low) = (number, 0) }

  /// - Precondition: `low` is below an ulp of `high` or so.
  private init(_ high: Double, _ low: Double) {
    self.high = high + low
    self.low = low - (self.high - high)
  }

  /// The nearest double.
  var value: Double { high }

  /// The sum of two doubles, without an error.
  static func sum(of a: Double, _ b: Double) -> DoubleDouble {
    let sum = a + b
    let part = sum - a
    return DoubleDouble(sum, (a - (sum - part)) + (b - part))
  }

  static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let (high, low) = (sum(of: a.high, b.high), sum(of: a.low, b.low))
    let middle = DoubleDouble(high.high, high.low + low.high)
    return DoubleDouble(middle.high, middle.low + low.low)
  }
  static prefix func - (a: DoubleDouble) -> DoubleDouble { DoubleDouble(-a.high, -a.low) }
  static func - (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble { a + -b }

  static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let product = a.high * b.high
    let lost = (-product).addingProduct(a.high, b.high)
    return DoubleDouble(product, lost + (a.high * b.low + a.low * b.high))
  }
  static func / (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let first = a.high / b.high
    let rest = a - b * DoubleDouble(first)
    let second = rest.high / b.high
    let third = (rest - b * DoubleDouble(second)).high / b.high
    return DoubleDouble(first) + sum(of: second, third)
  }

  /// A product with a power of two, which is exact.
  private func scaled(_ exponent: Int) -> DoubleDouble {
    let factor = Double(sign: .plus, exponent: exponent, significand: 1)
    return DoubleDouble(high * factor, low * factor)
  }

  /// The exponential function.
  ///
  /// - Precondition: the result and its reciprocal are normal numbers.
  var exponential: DoubleDouble {
    // The logarithm of 2, to 32 digits.
    let doubling = DoubleDouble(0.693_147_180_559_945_29, 2.319_046_813_846_299_6e-17)
    let count = (high / doubling.high).rounded()
    let rest = (self - doubling * DoubleDouble(count)).scaled(-6)
    var result = DoubleDouble(1)
    for n in stride(from: 14.0, through: 1, by: -1) {
      result = DoubleDouble(1) + rest * result / DoubleDouble(n)
    }
    for _ in 0..<6 { result = result * result }
    return result.scaled(Int(count))
  }

  /// The natural logarithm, by one step from that of a double; for numbers of an extreme size as
  /// precise as a double.
  var logarithm: DoubleDouble {
    guard high > 1e-290, high < 1e290 else { return DoubleDouble(Probability.logarithm(high)) }
    let start = DoubleDouble(Probability.logarithm(high))
    let rest = self * (-start).exponential - DoubleDouble(1)
    return start + rest - (rest * rest).scaled(-1)
  }
}
