/// A fitted model that tells the quantiles of the steps to come without drawing paths.
protocol KnownQuantiles: FittedModel {
  /// The quantiles of each step with the parameters taken as known: what the paths would have
  /// if there were infinitely many, drawn without the uncertainty of the parameters.
  ///
  /// - Parameter scores: the normal scores of the probabilities.
  /// - Shape: `horizon` lists of as many numbers as there are scores.
  /// - Returns: nil where only paths can tell.
  func quantiles(horizon: Int, scores: [Double]) -> [[Double]]?
}

/// The quantiles of normal distributions.
///
/// - Shape: as many lists as means, each of as many numbers as there are scores.
func normalQuantiles(
  means: [Double], deviations: [Double], scores: [Double]
) -> [[Double]] {
  zip(means, deviations).map { mean, deviation in scores.map { mean + deviation * $0 } }
}
