import Probability

/// Draws of a standard deviation that was estimated from normal errors.
///
/// The posterior of the variance under the usual prior without information: the estimate times
/// its degrees of freedom over a chi-squared number. Normal forecasts with such deviations have
/// Student's distribution, which is their exact one.
///
/// - Source: Box, Tiao (1973), "Bayesian inference in statistical analysis", section 2.4.
enum VarianceDraws {
  /// Below three degrees of freedom the forecasts would have no variance: an error or two say
  /// little, and no planner believes a spread that has no bound.
  static let fewestDegrees = 3.0

  /// The factors by which the estimated standard deviation is multiplied, one for each path.
  ///
  /// - Parameter degrees: the degrees of freedom of the estimate; at least `fewestDegrees` are
  ///   taken.
  /// - Parameter parameter: which of the noise's parameters drives the draws.
  /// - Returns: ones where the noise takes the parameters as known.
  /// - Accuracy: that of the quantiles of `Gamma`, 1e-10 standard deviations.
  static func factors(degrees: Double, noise: PathNoise, parameter: Int) -> [Double] {
    let shape = max(degrees, fewestDegrees) / 2
    guard noise.drawsParameters,
      let gamma = try? Gamma(ParameterValues(["shape": shape, "scale": 1 / shape])).prepared()
    else { return [Double](repeating: 1, count: noise.pathCount) }
    var draws = noise.parameterNormals(parameter)
    makeProbabilities(&draws)
    for path in draws.indices { draws[path] = min(draws[path], 1.0.nextDown) }
    var lanes = draws.mutableSpan
    gamma.fillQuantiles(&lanes)
    return draws.map { 1 / $0.squareRoot() }
  }
}
