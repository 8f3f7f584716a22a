/// The mean of all values goes on: independent normal values.
///
/// Missing values are left out, which is exact.
///
/// - Source: Hyndman, Athanasopoulos (2021), "Forecasting: principles and practice", 3rd edition,
///   section 5.2.
public struct Mean: ForecastMethod {
  /// The name by which the command line and a scenario ask for it.
  public let name = "mean"

  /// The method; it has no options.
  public init() {}

  /// Estimates mean and variance.
  ///
  /// - Errors: `tooFewObservations` below 2.
  public func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    try series.requireObservations(2)
    return MeanFit(series.values)
  }
}

private struct MeanFit: FittedModel {
  let description: ModelDescription
  let residuals: [Double]
  let mean: Double
  let deviation: Double
  let count: Double

  init(_ values: [Double]) {
    let observed = values.filter { !$0.isNaN }
    count = Double(observed.count)
    // The mean of equal numbers is one of them, to the bit.
    let first = observed[0]
    let centre = first + observed.reduce(0) { $0 + ($1 - first) } / count
    let squares = observed.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
    let spread = (squares / (count - 1)).squareRoot()
    (mean, deviation) = (centre, spread)
    residuals = values.map { spread > 0 ? ($0 - centre) / spread : $0 - $0 }
    description = ModelDescription(
      name: "Mean", parameters: [.init("mean", centre), .init("deviation", spread)],
      logLikelihood: GaussianLikelihood.logarithm(squares: squares, count: observed.count),
      estimatedCount: 2, observationCount: observed.count)
  }

  func pointForecast(horizon: Int) -> [Double] { [Double](repeating: mean, count: horizon) }

  func paths(horizon: Int, noise: PathNoise) -> PathSample {
    let factors = VarianceDraws.factors(degrees: count - 1, noise: noise, parameter: 0)
    let deviations = factors.map { $0 * deviation }
    var means = [Double](repeating: mean, count: noise.pathCount)
    if noise.drawsParameters {
      let scores = noise.parameterNormals(1)
      let root = count.squareRoot()
      for path in means.indices { means[path] += deviations[path] * scores[path] / root }
    }
    var numbers: [Double] = []
    numbers.reserveCapacity(horizon * noise.pathCount)
    for step in 0..<horizon {
      let normals = noise.normals(step: step)
      for path in means.indices { numbers.append(means[path] + deviations[path] * normals[path]) }
    }
    return PathSample(horizon: horizon, pathCount: noise.pathCount, numbers: numbers)
  }
}
