import Probability

/// The correlations of a series with itself at the lags 0 to `lags`. Missing values take part in
/// no product, and the others keep their distance.
///
/// - Returns: 1 and the correlations; NaN throughout where nothing varies.
/// - Source: Box, Jenkins, Reinsel (1994), "Time series analysis", section 2.1.5; with gaps:
///   Parzen (1963), "On spectral analysis with missing observations", without his correction for
///   the number of pairs, so that no correlation exceeds 1.
public func sampleAutocorrelations(of values: [Double], lags: Int) -> [Double] {
  precondition(lags >= 0, "lags count from 0")
  let known = values.filter { !$0.isNaN }
  guard isVaried(known), let size = known.lazy.map(abs).max(), size.isFinite else {
    return [Double](repeating: .nan, count: lags + 1)
  }
  let mean = known.reduce(0) { $0 + $1 / size } / Double(known.count)
  let deviations = values.map { $0.isNaN ? 0 : $0 / size - mean }
  let products = (0...lags).map { lag in
    stride(from: lag, to: values.count, by: 1).reduce(0.0) {
      $0 + deviations[$1] * deviations[$1 - lag]
    }
  }
  return products.map { $0 / products[0] }
}

/// The partial autocorrelations of a series at the lags 1 to `lags`: what each lag adds to those
/// before it.
///
/// - Source: Durbin (1960), "The fitting of time-series models", from the autocorrelations.
public func samplePartialAutocorrelations(of values: [Double], lags: Int) -> [Double] {
  let correlations = sampleAutocorrelations(of: values, lags: lags)
  guard !correlations[0].isNaN else { return [Double](repeating: .nan, count: lags) }
  return autoregression(withCorrelations: correlations).partial
}

/// A test whether residuals are correlated with each other.
public struct LjungBox: Hashable, Sendable {
  /// The sum of squared autocorrelations, weighted.
  public let statistic: Double
  /// How often uncorrelated residuals would give a larger one; NaN where there is no degree of
  /// freedom or nothing varies.
  public let probability: Double

  /// - Parameter residuals: NaN where there is none.
  /// - Parameter lags: how many autocorrelations are taken together.
  /// - Parameter estimated: how many coefficients the residuals come from.
  /// - Source: Ljung, Box (1978), "On a measure of lack of fit in time series models",
  ///   Biometrika 65.
  public init(residuals: [Double], lags: Int, estimated: Int = 0) {
    let n = Double(residuals.lazy.filter { !$0.isNaN }.count)
    let usable = min(lags, max(Int(n) - 1, 0))
    let correlations = sampleAutocorrelations(of: residuals, lags: usable)
    var sum = 0.0
    for lag in stride(from: 1, through: usable, by: 1) {
      sum += correlations[lag] * correlations[lag] / (n - Double(lag))
    }
    statistic = correlations[0].isNaN ? .nan : n * (n + 2) * sum
    let degrees = usable - estimated
    guard degrees > 0, !statistic.isNaN,
      let square = try? Gamma(ParameterValues(["shape": Double(degrees) / 2, "scale": 2]))
    else {
      probability = .nan
      return
    }
    probability = square.exceedanceProbability(above: statistic)
  }
}
