/// The forecasts that a method made at the origins of a backtest, and what is needed to judge
/// them. Where a forecast was not to be had, its numbers are NaN.
public struct MethodForecasts: Sendable {
  /// The name of the method.
  public let name: String
  /// Which model was fitted at each origin; nil where none was.
  public let descriptions: [ModelDescription?]
  /// The origins at which the method gave no forecast, with the reason.
  public let failures: [(origin: Int, failure: FitFailure)]
  /// The point forecasts.
  ///
  /// - Shape: origins × horizon, the steps of an origin together.
  public let points: [Double]
  /// The means of the paths.
  ///
  /// - Shape: origins × horizon.
  public let means: [Double]
  /// The quantiles of the paths at the levels of the settings.
  ///
  /// - Shape: origins × horizon × levels.
  public let quantiles: [Double]
  /// The fair continuous ranked probability score of each forecast; NaN where nothing came.
  ///
  /// - Shape: origins × horizon.
  public let rankedScores: [Double]
  /// The probability that each forecast gave to values up to what came, a place drawn within the
  /// probability of what came itself: evenly spread over 0 to 1 if the forecasts keep their word.
  ///
  /// - Shape: origins × horizon.
  public let transforms: [Double]
  /// The same as a standard normal score, which also tells how far outside of all paths a value
  /// lies; calibration learns from it.
  ///
  /// - Shape: origins × horizon.
  public let normalScores: [Double]

  init(name: String, origins: [Int], _ forecasts: [OriginForecast]) {
    self.name = name
    descriptions = forecasts.map(\.description)
    failures = zip(origins, forecasts).compactMap { origin, forecast in
      forecast.failure.map { (origin, $0) }
    }
    points = forecasts.flatMap(\.points)
    means = forecasts.flatMap(\.means)
    quantiles = forecasts.flatMap(\.quantiles)
    rankedScores = forecasts.flatMap(\.rankedScores)
    transforms = forecasts.flatMap(\.transforms)
    normalScores = forecasts.flatMap(\.normalScores)
  }
}

/// The forecast of one method at one origin, set beside what came.
struct OriginForecast: Sendable {
  var description: ModelDescription?
  var failure: FitFailure?
  var points: [Double]
  var means: [Double]
  var quantiles: [Double]
  var rankedScores: [Double]
  var transforms: [Double]
  var normalScores: [Double]

  /// No forecast.
  init(failure: FitFailure, horizon: Int, levels: Int) {
    let missing = [Double](repeating: .nan, count: horizon)
    self.failure = failure
    points = missing
    means = missing
    rankedScores = missing
    transforms = missing
    normalScores = missing
    quantiles = [Double](repeating: .nan, count: horizon * levels)
  }

  /// - Parameter actuals: what came at each step; NaN where it has not.
  /// - Parameter places: a number in (0, 1) for each step, which places what came among paths
  ///   that equal it.
  init(
    _ model: some FittedModel, actuals: [Double], places: [Double], noise: PathNoise,
    _ settings: BacktestSettings
  ) {
    let horizon = settings.horizon
    let points = model.pointForecast(horizon: horizon)
    let paths = model.paths(horizon: horizon, noise: noise)
    self.init(failure: .noEstimate, horizon: horizon, levels: settings.levels.count)
    // A model whose numbers have run away says nothing that could be judged.
    guard points.count == horizon, points.allSatisfy(\.isFinite),
      paths.numbers.allSatisfy(\.isFinite)
    else { return }
    failure = nil
    description = model.description
    self.points = points
    means = paths.means
    quantiles.removeAll(keepingCapacity: true)
    for step in 0..<horizon {
      let actual = actuals[step]
      paths.step(step).sorted().withUnsafeBufferPointer { sorted in
        appendQuantiles(ofSorted: sorted, at: settings.levels, to: &quantiles)
        rankedScores[step] = rankedProbabilityScore(ofSorted: sorted, actual: actual)
        let transform = probabilityTransform(of: actual, amongSorted: sorted, place: places[step])
        transforms[step] = transform
        normalScores[step] = normalScore(
          of: actual, transform: transform, amongSorted: sorted, settings.range)
      }
    }
  }
}
