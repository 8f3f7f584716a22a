import CKernels

/// The standard normal distribution: mean 0, standard deviation 1.
enum StandardNormal {
  /// Accuracy: 2 ulp up to 1, about |x| ulp beyond.
  static func density(at x: Double) -> Double {
    exponential(-0.5 * x * x) * 0.398_942_280_401_432_7
  }
  /// Accuracy: 4 ulp, also far in the lower tail.
  static func distributionFunction(at x: Double) -> Double { single(x, torreya_normal_cdf) }
  /// Accuracy: 4 ulp.
  static func quantile(at p: Double) -> Double { single(p, torreya_normal_quantile) }
}
