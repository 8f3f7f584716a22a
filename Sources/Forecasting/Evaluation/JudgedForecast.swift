import Probability

/// A forecast of one step that was kept, beside what came.
public struct JudgedForecast: Hashable, Sendable {
  /// The point forecast.
  public let point: Double
  /// The quantiles, not falling.
  public let quantiles: [Double]
  public let actual: Double
  /// The scale of errors when the forecast was made; NaN where there was none.
  public let errorScale: Double

  /// A forecast and what came.
  public init(point: Double, quantiles: [Double], actual: Double, errorScale: Double) {
    self.point = point
    self.quantiles = quantiles
    self.actual = actual
    self.errorScale = errorScale
  }

  /// The probability that the quantiles give to values up to what came.
  public func transform(levels: [Double]) -> Double {
    let scale = ScoreScale(quantiles: quantiles, levels: levels)
    return StandardNormal.distributionFunction(at: scale.score(of: actual))
  }
}

extension ForecastScores {
  /// How far kept forecasts were from what came; the ranked score is that of the quantiles.
  ///
  /// - Parameter levels: the probabilities of the quantiles, ascending.
  public init(of forecasts: [JudgedForecast], levels: [Double]) {
    var point = PointErrors()
    var quantiles = QuantileErrors(levels: levels)
    var ranked = RunningMean()
    var scaledRanked = RunningMean()
    for forecast in forecasts where !forecast.actual.isNaN && !forecast.point.isNaN {
      let scale = forecast.errorScale
      point.add(forecast: forecast.point, actual: forecast.actual, scale: scale)
      quantiles.add(forecast.quantiles[...], actual: forecast.actual, scale: scale)
      let score = rankedProbabilityScore(
        quantiles: forecast.quantiles, levels: levels, actual: forecast.actual)
      ranked.add(score)
      if !scale.isNaN { scaledRanked.add(score / scale) }
    }
    self.init()
    point.write(to: &self)
    quantiles.write(to: &self)
    rankedScore = ranked.value
    scaledRankedScore = scaledRanked.value
  }
}
