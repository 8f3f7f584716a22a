/// A number as an unevaluated sum of two doubles: about 32 digits.
///
/// For residuals, in which nearly equal numbers are subtracted: what an ordinary sum loses there
/// is all that refinement lives on.
///
/// - Source: Dekker, *A floating-point technique for extending the available precision* (1971);
///   the product by one fused multiply-add, as in Muller et al., *Handbook of Floating-Point
///   Arithmetic*, 2nd ed. (2018), 4.4.
struct DoubleDouble {
  var high, low: Double

  init(_ value: Double) { (high, low) = (value, 0) }

  private init(sumOf large: Double, _ small: Double) {
    high = large + small
    low = small - (high - large)
  }

  var value: Double { high + low }

  static func + (left: DoubleDouble, right: Double) -> DoubleDouble {
    let sum = left.high + right
    let part = sum - left.high
    let error = (left.high - (sum - part)) + (right - part)
    return DoubleDouble(sumOf: sum, error + left.low)
  }

  static func + (left: DoubleDouble, right: DoubleDouble) -> DoubleDouble {
    left + right.high + right.low
  }

  /// Adds a product, rounded as little as a sum.
  mutating func add(product left: Double, _ right: Double) {
    let high = left * right
    let low = (-high).addingProduct(left, right)
    self = self + high + low
  }

  mutating func add(product left: Double, _ right: DoubleDouble) {
    add(product: left, right.high)
    add(product: left, right.low)
  }
}
