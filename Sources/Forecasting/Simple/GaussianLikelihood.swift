import Probability

/// The likelihood of normal errors at the variance that makes it largest.
enum GaussianLikelihood {
  /// The logarithm of the likelihood, with all constants.
  ///
  /// - Parameter squares: the sum of the squared errors, each divided by its scale.
  /// - Parameter logarithmsOfScales: the sum of the logarithms of the errors' scales.
  /// - Returns: nil without an error or where all are 0, because it would be infinite.
  static func logarithm(squares: Double, logarithmsOfScales: Double = 0, count: Int) -> Double? {
    let n = Double(count)
    let variance = squares / n
    guard variance > 0, variance.isFinite else { return nil }
    return -0.5 * n * (Probability.logarithm(2 * .pi * variance) + 1) - logarithmsOfScales
  }
}

/// The logarithm of a square root.
func halfLogarithm(_ x: Double) -> Double { x == 1 ? 0 : 0.5 * logarithm(x) }
