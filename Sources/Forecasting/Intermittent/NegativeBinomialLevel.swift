import Probability

/// Counts with a negative binomial distribution whose mean is smoothed exponentially.
///
/// Unlike `GammaPoisson` it can have a steady mean and yet counts that vary much more than
/// Poisson ones: seldom and lumpy demand. Steps with missing values leave the mean as it is.
///
/// - Source: Snyder, Ord, Beaumont (2012), "Forecasting the intermittent demand for slow-moving
///   inventories: a modelling approach", section 3: the undamped negative binomial model.
public struct NegativeBinomialLevel: ForecastMethod {
  /// The name by which the command line and a scenario ask for it.
  public let name = "negativeBinomialLevel"

  /// The method; it has no options.
  public init() {}

  /// Estimates the first mean, the weight of a new count and the size by maximum likelihood.
  ///
  /// The likelihood is of the values after the first count above 0, as that of `GammaPoisson`, so
  /// that the two compare.
  ///
  /// - Errors: `tooFewObservations` where there are fewer than 4 observations or no two counts
  ///   above 0; `outsideDomain` at the first value that is no count.
  public func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    try series.requireDemand(4, isWhole: true)
    let positive = series.values.lazy.filter { $0 > 0 }.count
    guard let first = series.values.firstIndex(where: { $0 > 0 }), positive >= 2 else {
      throw .tooFewObservations(found: positive, needed: 2)
    }
    return try NegativeBinomialLevelFit(series.values, from: first)
  }
}

/// The parameters of `NegativeBinomialLevel`.
struct CountLevel: Hashable, Sendable {
  /// The mean before the first value that the likelihood is of.
  var start: Double
  /// How much a new count moves the mean.
  var weight: Double
  /// The variance is `mean + mean² / size`.
  var size: Double

  /// Parameters from numbers without bounds.
  ///
  /// The weight stays below 1, where a zero would put an end to all; the size is between one that
  /// is hardly ever above 0 and the Poisson distribution for all purposes.
  init(unbounded point: [Double]) {
    start = exponential(min(max(point[0], -700), 700))
    weight = 0.99 / (1 + exponential(-point[1]))
    size = exponential(min(max(point[2], -7), 14))
  }

  init(start: Double, weight: Double, size: Double) {
    (self.start, self.weight, self.size) = (start, weight, size)
  }

  /// The mean after all values, and the logarithm of the likelihood but for factorials.
  func filter(_ values: [Double], from first: Int) -> (mean: Double, logLikelihood: Double) {
    var (mean, sum) = (start, 0.0)
    for step in first..<values.count {
      let value = values[step]
      if value.isNaN { continue }
      sum += NegativeBinomialDraw.logarithm(of: value, shape: size, rate: size / mean)
      mean = max(mean + weight * (value - mean), 1e-300)
    }
    return (mean, sum)
  }
}

private struct NegativeBinomialLevelFit: FittedModel {
  let description: ModelDescription
  let residuals: [Double]
  private let values: [Double]
  private let begin: Int
  private let level: CountLevel
  private let mean: Double

  init(_ values: [Double], from first: Int) throws(FitFailure) {
    self.values = values
    begin = first + 1
    let begin = begin
    let observed = values[begin...].filter { !$0.isNaN }
    let average = observed.reduce(0) { $0 + $1 / Double(observed.count) }
    let found = minimiseBySimplex(
      from: [logarithm(average), -2, 0.5], steps: [0.7, 1.5, 1.5], tolerance: 1e-7,
      evaluations: 400
    ) { -CountLevel(unbounded: $0).filter(values, from: begin).logLikelihood }
    guard found.value.isFinite else { throw .noEstimate }
    let level = CountLevel(unbounded: found.point)
    self.level = level
    mean = level.filter(values, from: begin).mean
    let factorials = observed.reduce(0) { $0 + logGamma($1 + 1) }
    var residuals = [Double](repeating: .nan, count: values.count)
    var mean = level.start
    for step in begin..<values.count where !values[step].isNaN {
      let deviation = (mean + mean * mean / level.size).squareRoot()
      residuals[step] = deviation > 0 ? (values[step] - mean) / deviation : 0
      mean = max(mean + level.weight * (values[step] - mean), 1e-300)
    }
    self.residuals = residuals
    description = ModelDescription(
      name: "NegativeBinomialLevel",
      parameters: [
        .init("smoothing", level.weight), .init("size", level.size), .init("mean", mean),
      ],
      logLikelihood: -found.value - factorials, estimatedCount: 3,
      observationCount: observed.count)
  }

  func pointForecast(horizon: Int) -> [Double] { [Double](repeating: mean, count: horizon) }

  /// Draws of the steps to come: each path smooths its own counts.
  ///
  /// Weight and size are drawn from a grid of 24 times 9 values, with their posterior there; the
  /// first mean, which time outweighs, is taken as known.
  func paths(horizon: Int, noise: PathNoise) -> PathSample {
    let count = noise.pathCount
    let (levels, starts) = drawn(noise)
    var means = starts
    var numbers = [Double](repeating: 0, count: horizon * count)
    for step in 0..<horizon {
      let uniforms = noise.uniforms(step: step)
      for path in 0..<count {
        let size = levels[path].size
        let value = NegativeBinomialDraw.count(
          at: uniforms[path], shape: size, rate: size / means[path])
        numbers[step * count + path] = value
        means[path] = max(means[path] + levels[path].weight * (value - means[path]), 1e-300)
      }
    }
    return PathSample(horizon: horizon, pathCount: count, numbers: numbers)
  }

  private func drawn(_ noise: PathNoise) -> (levels: [CountLevel], means: [Double]) {
    let count = noise.pathCount
    guard noise.drawsParameters else {
      return (
        [CountLevel](repeating: level, count: count), [Double](repeating: mean, count: count)
      )
    }
    let candidates = (0..<24).flatMap { weight in
      (-4...4).map { size in
        CountLevel(
          start: level.start, weight: 0.99 * (Double(weight) + 0.5) / 24,
          size: level.size * exponential(0.3 * Double(size)))
      }
    }
    let filtered = candidates.map { $0.filter(values, from: begin) }
    let picks = posteriorPicks(
      filtered.map(\.logLikelihood), scores: noise.parameterNormals(0))
    return (picks.map { candidates[$0] }, picks.map { filtered[$0].mean })
  }
}

/// The model of counts that says most of the series for the numbers it estimates.
///
/// Compares `GammaPoisson` and `NegativeBinomialLevel` by Akaike's criterion with the correction
/// for short series, on the same observations. `DemandProfile` tells which kind of demand it is.
public struct AutomaticCounts: ForecastMethod {
  /// The name by which the command line and a scenario ask for it.
  public let name = "automaticCounts"

  /// The method; it has no options.
  public init() {}

  /// Fits both and takes the better one.
  ///
  /// - Errors: as for `GammaPoisson`.
  public func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    let first = try GammaPoisson().fit(series)
    guard let second = try? NegativeBinomialLevel().fit(series),
      let criterion = second.description.correctedAkaike,
      criterion < first.description.correctedAkaike ?? .infinity
    else { return first }
    return second
  }
}
