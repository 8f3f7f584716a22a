/// The tails of a distribution that is nearly normal in a score of its own: gamma and beta of large
/// shapes.
///
/// Write the density as `exp(-size eta^2 / 2)` in a variable `eta` that vanishes at its peak. Then
/// the probability above is that of the normal distribution above `eta sqrt(size)`, and
/// `exp(-size eta^2 / 2) S(eta) / sqrt(2 pi size)`. The power series of S follows backwards from
/// that of `f`, the derivative by eta of the variable in which the density is given, scaled to 1 at
/// 0: by differentiation `eta S = S' / size + G f - 1`, where the constant term gives G.
///
/// - Accuracy: 1e-15 relative in both tails, for the exponent given.
/// - Source: N. M. Temme, "The asymptotic expansion of the incomplete gamma functions" (1979); the
///   recurrence is that of A. Gil, J. Segura and N. M. Temme, "Efficient and accurate algorithms
///   for the computation and inversion of the incomplete gamma function ratios" (2012), section
///   2.5.
enum TailExpansion {
  /// How many coefficients of `f` are used at most.
  static let terms = 28

  /// How many coefficients are enough where the exponent is a given share of the smaller shape: the
  /// series converge like powers of `eta` over 3.5 square roots of the smaller share.
  static func terms(forShare share: Double) -> Int {
    share < 0.01 ? 15 : share < 0.08 ? 20 : terms
  }

  /// - Parameter exponent: `size eta^2 / 2`, never negative.
  /// - Parameter isAbove: whether eta is positive.
  /// - Parameter slopes: the coefficients of `f`, the constant one first.
  @inline(__always)
  static func probabilities(
    exponent: Double, isAbove: Bool, size: Double, slopes: UnsafeBufferPointer<Double>
  ) -> (lower: Double, upper: Double) {
    let score = (2 * exponent).squareRoot()
    let eta = (isAbove ? score : -score) / size.squareRoot()
    // Each coefficient needs the one two powers above it, and Horner's rule wants them in the
    // same order.
    var (next, afterNext, sum) = (0.0, 0.0, 0.0)
    for power in stride(from: slopes.count - 1, through: 1, by: -1) {
      let coefficient = slopes[power] + Double(power + 1) * afterNext / size
      sum = sum * eta + coefficient
      (afterNext, next) = (next, coefficient)
    }
    // `next` is now the constant coefficient of S / G, and `afterNext` the linear one.
    let rest =
      exponential(-exponent) * sum / (1 + afterNext / size)
      / (2 * .pi * size).squareRoot()
    let tail = StandardNormal.distributionFunction(at: -score)
    if isAbove {
      let upper = tail + rest
      return (1 - upper, upper)
    }
    let lower = tail - rest
    return (lower, 1 - lower)
  }
}
