import CKernels

/// The standard normal distribution: mean 0, standard deviation 1.
public enum StandardNormal {
  /// The density.
  ///
  /// - Accuracy: 3 ulp.
  public static func density(at x: Double) -> Double {
    let square = x * x
    guard square < 1500 else { return 0 }
    let bell = exponential(-0.5 * square)
    // What rounding lost of the square: the exponential would multiply it.
    let lost = (-square).addingProduct(x, x)
    return bell.addingProduct(bell, -0.5 * lost) * 0.398_942_280_401_432_7
  }
  /// The probability of a number up to `x`.
  ///
  /// - Accuracy: 4 ulp, also far in the lower tail.
  public static func distributionFunction(at x: Double) -> Double { single(x, torreya_normal_cdf) }
  /// The number that is not exceeded with probability `p`.
  ///
  /// - Accuracy: 4 ulp.
  public static func quantile(at p: Double) -> Double { single(p, torreya_normal_quantile) }
}
