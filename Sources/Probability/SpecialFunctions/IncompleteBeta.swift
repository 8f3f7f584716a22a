/// The regularised incomplete beta functions of two shapes: the distribution function of a beta
/// distribution and its complement.
///
/// - Accuracy: 2e-14 relative in the smaller tail, plus 3 ulp of the exponent where the density is
///   written as an exponential: 3e-13 where a tail is as small as 1e-300. A larger tail is the
///   difference from 1. Tested for shapes from 0.01 to 1e8.
/// - Source: the continued fraction of A. R. DiDonato and A. H. Morris, "Algorithm 708" (1992),
///   section 3; where both shapes are above
///   40 and the argument is near the mean, where it converges slowly, `TailExpansion`.
struct IncompleteBeta {
  let alpha, beta: Double
  private let logScale: Double
  /// What `TailExpansion` needs; empty where it is not used, or worked out when it is.
  private let slopes: [Double]

  /// - Parameter isKept: whether so many probabilities are to be asked for that the expansion is
  ///   worth keeping.
  init(alpha: Double, beta: Double, isKept: Bool = false) {
    (self.alpha, self.beta) = (alpha, beta)
    let sum = alpha + beta
    logScale =
      0.5 * (logarithm(alpha) + logarithm(beta / sum) - 1.837_877_066_409_345_3)
      + stirlingError(sum) - stirlingError(alpha) - stirlingError(beta)
    slopes =
      isKept && min(alpha, beta) > Self.smallestExpanded
      ? [Double](unsafeUninitializedCapacity: TailExpansion.terms) { buffer, count in
        Self.fillSlopes(
          UnsafeMutableBufferPointer(rebasing: buffer[..<TailExpansion.terms]), mean: alpha / sum,
          rest: beta / sum)
        count = TailExpansion.terms
      } : []
  }

  private static let smallestExpanded = 40.0

  /// x^alpha y^beta / B(alpha, beta) with `y = 1 - x`: the density times `x y`.
  func kernel(at x: Double, complement y: Double) -> Double {
    guard x > 0, y > 0 else { return 0 }
    return kernel(at: x, complement: y, exponent: exponent(at: x, complement: y).value)
  }

  /// How far the logarithm of the kernel is below its peak, and `beta x - alpha y`,
  /// which is above 0 on the upper side.
  private func exponent(at x: Double, complement y: Double) -> (value: Double, difference: Double) {
    // beta x - alpha y. The larger of x and y is rounded more coarsely: what its rounding lost is
    // known from the other one.
    let lostOfY = x < y ? (1 - y) - x : 0
    let lostOfX = x < y ? 0 : (1 - x) - y
    let product = alpha * y
    let lost = (-product).addingProduct(alpha, y)
    let difference = ((-product).addingProduct(beta, x) - lost) + (beta * lostOfX - alpha * lostOfY)
    let sum = alpha + beta
    let value =
      alpha * Self.drop(difference / alpha, ratio: x * (sum / alpha))
      + beta * Self.drop(-difference / beta, ratio: y * (sum / beta))
    return (value, difference)
  }

  /// `d - log(1 + d)`; near -1 d has lost the digits of `ratio`, which is 1 + d.
  private static func drop(_ d: Double, ratio: Double) -> Double {
    d > -0.5 ? -logarithmMinusLinear(ofOnePlus: d) : d - logarithm(ratio)
  }

  private func kernel(at x: Double, complement y: Double, exponent: Double) -> Double {
    let sum = alpha + beta
    // Far out the exponent is a difference of large numbers; powers keep the digits.
    if exponent > sum, sum < 100 || exponent == .infinity {
      return power(x * (sum / alpha), alpha) * power(y * (sum / beta), beta)
        * exponential(logScale)
    }
    return exponential(logScale - exponent)
  }

  /// The probability of a value at or below `x`, and of one above.
  ///
  /// - Parameter y: `1 - x`, given apart since it may be known more precisely.
  func probabilities(at x: Double, complement y: Double) -> (lower: Double, upper: Double) {
    guard x > 0 else { return (0, 1) }
    guard y > 0 else { return (1, 0) }
    let (exponent, difference) = exponent(at: x, complement: y)
    return probabilities(
      at: x, y, exponent, difference, kernel: kernel(at: x, complement: y, exponent: exponent))
  }

  /// As a function of log(x / y).
  func tailPoint(at x: Double, complement y: Double) -> TailPoint {
    guard x > 0, y > 0 else {
      return TailPoint(lower: x > 0 ? 1 : 0, upper: x > 0 ? 0 : 1, density: 0, slope: 0)
    }
    let (exponent, difference) = exponent(at: x, complement: y)
    let kernel = kernel(at: x, complement: y, exponent: exponent)
    let (lower, upper) = probabilities(at: x, y, exponent, difference, kernel: kernel)
    return TailPoint(lower: lower, upper: upper, density: kernel, slope: -difference)
  }

  private func probabilities(
    at x: Double, _ y: Double, _ exponent: Double, _ difference: Double, kernel: Double
  ) -> (lower: Double, upper: Double) {
    let smaller = min(alpha, beta)
    if smaller > Self.smallestExpanded, exponent < 0.45 * smaller {
      return expanded(exponent: exponent, isAbove: difference > 0)
    }
    if x < (alpha + 1) / (alpha + beta + 2) {
      let lower = min(kernel * Self.fraction(alpha, beta, x, y, -difference), 1)
      return (lower, 1 - lower)
    }
    let upper = min(kernel * Self.fraction(beta, alpha, y, x, difference), 1)
    return (1 - upper, upper)
  }

  /// Every second convergent of the continued fraction, in a form without cancellation where x is
  /// next to 1.
  ///
  /// - Parameter distance: `a y - b x`, how far x is below the mean.
  private static func fraction(
    _ a: Double, _ b: Double, _ x: Double, _ y: Double, _ distance: Double
  ) -> Double {
    let (c, ratio, first) = (1 + distance, b / a, 1 + 1 / a)
    var (above, nextAbove) = (0.0, 1.0)
    var (below, nextBelow) = (1.0, c / first)
    var (result, p, s) = (first / c, 1.0, a + 1)
    for i in 1...20_000 {
      let n = Double(i)
      let t = n / a
      let w = n * (b - n) * x
      let e = a / s
      let numerator = p * (p + ratio) * e * e * (w * x)
      let denominator = n + w / s + (1 + t) / (first + t + t) * (c + n * (1 + y))
      (p, s) = (1 + t, s + 2)
      (above, nextAbove) = (nextAbove, numerator * above + denominator * nextAbove)
      (below, nextBelow) = (nextBelow, numerator * below + denominator * nextBelow)
      let last = result
      result = nextAbove / nextBelow
      if abs(result - last) <= 2e-16 * result { break }
      // Scaled, so that nothing overflows.
      let scale = 1 / nextBelow
      (above, below, nextAbove, nextBelow) = (above * scale, below * scale, result, 1)
    }
    return result
  }

  private func expanded(exponent: Double, isAbove: Bool) -> (lower: Double, upper: Double) {
    let sum = alpha + beta
    if !slopes.isEmpty {
      return slopes.withUnsafeBufferPointer {
        TailExpansion.probabilities(exponent: exponent, isAbove: isAbove, size: sum, slopes: $0)
      }
    }
    let terms = TailExpansion.terms(forShare: exponent / min(alpha, beta))
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: terms) {
      Self.fillSlopes($0, mean: alpha / sum, rest: beta / sum)
      return TailExpansion.probabilities(
        exponent: exponent, isAbove: isAbove, size: sum, slopes: UnsafeBufferPointer($0))
    }
  }

  /// The power series of `eta / u` where `u = x - mean` and `u u' = eta x (1 - x)`, scaled to 1 at
  /// 0: that differential equation gives the series of u, term by term, and its reciprocal follows.
  private static func fillSlopes(
    _ slopes: UnsafeMutableBufferPointer<Double>, mean: Double, rest: Double
  ) {
    let count = slopes.count
    withUnsafeTemporaryAllocation(of: Double.self, capacity: count + 1) { u in
      // Of u / (eta u_1), so that the first is 1; v is x (1 - x) = mean rest + (rest - mean) u -
      // u².
      let first = (mean * rest).squareRoot()
      u[0] = 1
      for n in 1..<count {
        var square = 0.0
        // The coefficient of eta^n in the square of u, for the u² of x (1 - x).
        if n >= 2 { for i in 0...(n - 2) { square += u[i] * u[n - 2 - i] } }
        var cross = 0.0
        if n >= 2 { for i in 1...(n - 1) { cross += u[i] * u[n - i] * Double(n - i + 1) } }
        let right = (rest - mean) * u[n - 1] / first - square
        u[n] = (right - cross) / Double(n + 2)
      }
      slopes[0] = 1
      for n in 1..<count {
        var sum = 0.0
        for k in 1...n { sum += u[k] * slopes[n - k] }
        slopes[n] = -sum
      }
    }
  }
}
