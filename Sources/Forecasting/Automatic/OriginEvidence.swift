import Probability

/// What the candidates said at an earlier time within a series, and what came then.
struct OriginEvidence: Sendable {
  /// How many values were known.
  let origin: Int
  let forecasts: CandidateForecasts
  /// What came at the steps after; NaN where nothing was observed. As long as was known later.
  let actuals: [Double]
  /// The scale of errors of the series as it was known.
  let errorScale: Double

  /// The steps at which forecasts can be compared with what came.
  var steps: [Int] { actuals.indices.filter { !actuals[$0].isNaN } }

  /// The mean absolute error of each candidate in units of the error scale.
  var losses: [Double] {
    forecasts.points.map { points in
      let steps = self.steps
      let sum = steps.reduce(0) { $0 + abs(actuals[$1] - points[$1]) }
      return sum / (Double(steps.count) * errorScale)
    }
  }
}

/// Looks back within a series: refits the candidates at earlier origins.
struct LookBack: Sendable {
  let methods: [any ForecastMethod]
  let horizon: Int
  /// At most so many origins.
  let limit: Int
  let noise: PathNoise

  /// The origins: the last ones that leave a whole horizon to compare with, half a horizon apart;
  /// in short series later ones, with what is left of the horizon.
  func origins(of series: TimeSeries) -> [Int] {
    let shortest = max(4, series.seasonLength > 1 ? 2 * series.seasonLength + 1 : 5)
    let stride = max(1, horizon / 4)
    var origins: [Int] = []
    var origin = series.count - horizon
    while origins.count < limit, origin >= shortest {
      origins.append(origin)
      origin -= stride
    }
    origin = series.count - horizon + stride
    while origins.count < min(2, limit), origin < series.count {
      if origin >= shortest { origins.append(origin) }
      origin += stride
    }
    return origins
  }

  func evidence(of series: TimeSeries, scale: WorkingScale) -> [OriginEvidence] {
    origins(of: series).compactMap { origin in
      let known = series.prefix(origin)
      guard let errorScale = Forecasting.errorScale(of: known) else { return nil }
      guard
        let forecasts = CandidateForecasts(
          of: known, horizon: horizon, methods: methods, scale: scale, noise: noise)
      else { return nil }
      let last = min(series.count, origin + horizon)
      let evidence = OriginEvidence(
        origin: origin, forecasts: forecasts, actuals: Array(series.values[origin..<last]),
        errorScale: errorScale)
      return evidence.steps.isEmpty ? nil : evidence
    }
  }
}
