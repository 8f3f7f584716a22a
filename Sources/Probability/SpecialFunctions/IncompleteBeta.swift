/// The regularised incomplete beta functions of two shapes: the distribution function of a beta
/// distribution and its complement.
///
/// - Accuracy: 2e-13 relative plus 2e-15 absolute; tested for shapes from 0.01 to 2,000.
/// - Source: the continued fraction of Abramowitz & Stegun (1964), 26.5.8; beyond a sum of shapes
///   of 100,000, where it converges slowly, the density is integrated.
struct IncompleteBeta {
  let alpha, beta: Double
  private let logScale: Double

  init(alpha: Double, beta: Double) {
    (self.alpha, self.beta) = (alpha, beta)
    let sum = alpha + beta
    logScale =
      0.5 * (logarithm(alpha) + logarithm(beta) - logarithm(sum) - 1.837_877_066_409_345_3)
      + stirlingError(sum) - stirlingError(alpha) - stirlingError(beta)
  }

  /// x^alpha y^beta / B(alpha, beta) with `y = 1 - x`: the density times `x y`.
  func kernel(at x: Double, complement y: Double) -> Double {
    guard x > 0, y > 0 else { return 0 }
    let sum = alpha + beta
    let first = x * (sum / alpha)
    let second = y * (sum / beta)
    return exponential(
      alpha * logarithmMinusLinear(first) + beta * logarithmMinusLinear(second) + logScale)
  }

  /// The probability of a value at or below `x`, and of one above.
  ///
  /// - Parameter y: `1 - x`, given apart since it may be known more precisely.
  func probabilities(at x: Double, complement y: Double) -> (lower: Double, upper: Double) {
    guard x > 0 else { return (0, 1) }
    guard y > 0 else { return (1, 0) }
    let isBelow = x < (alpha + 1) / (alpha + beta + 2)
    if alpha + beta > 1e5 && min(alpha, beta) > 1000 { return integrated(at: x, complement: y) }
    if isBelow {
      let lower = min(
        kernel(at: x, complement: y) * Self.fraction(alpha, beta, x) / alpha, 1)
      return (lower, 1 - lower)
    }
    let upper = min(kernel(at: x, complement: y) * Self.fraction(beta, alpha, y) / beta, 1)
    return (1 - upper, upper)
  }

  private static func fraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    // Lentz's method.
    var c = 1.0
    var d = 1 / nonzero(1 - (a + b) * x / (a + 1))
    var result = d
    for i in 1...20_000 {
      let m = Double(i)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / nonzero(1 + even * d)
      c = nonzero(1 + even / c)
      result *= c * d
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / nonzero(1 + odd * d)
      c = nonzero(1 + odd / c)
      result *= c * d
      if abs(c * d - 1) < 2e-16 { break }
    }
    return result
  }

  /// Integrates the density from `x` outwards, until it has vanished.
  private func integrated(at x: Double, complement y: Double) -> (lower: Double, upper: Double) {
    let sum = alpha + beta
    let mean = alpha / sum
    let deviation = (mean * (beta / sum) / (sum + 1)).squareRoot()
    let density = { (x: Double) in self.kernel(at: x, complement: 1 - x) / (x * (1 - x)) }
    let distance = abs(x - mean) / deviation
    if x < mean {
      let far = max(x - reach(from: distance) * deviation, x * 1e-6)
      let lower = integral(from: far, to: x, panels: 12, of: density)
      return (lower, 1 - lower)
    }
    let far = min(x + reach(from: distance) * deviation, 1 - y * 1e-6)
    let upper = integral(from: x, to: far, panels: 12, of: density)
    return (1 - upper, upper)
  }
}
