import ColumnPlan
import Probability
import Workers

/// What the trials of a stored result say, in figures with their Monte Carlo standard errors.
///
/// An error is NaN where there are fewer than two independent groups of trials.
public struct Summary: Hashable, Sendable {
  public let mean: Double
  public let standardDeviation: Double
  /// NaN where nothing differs.
  public let skewness: Double
  /// The Monte Carlo standard error of the mean.
  public let standardError: Double
  public let standardDeviationError: Double
  public let skewnessError: Double
  /// The quantiles at `summaryProbabilities`.
  public let quantiles: [Double]
  public let quantileErrors: [Double]
  /// How far the quantiles may lie from those of the trials because they are sketched; 0 where
  /// they are exact.
  public let sketchError: Double

  public init(_ moments: Moments, _ quantiles: QuantileEstimates, sketchError: Double = 0) {
    mean = moments.mean
    standardDeviation = moments.standardDeviation
    skewness = moments.skewness
    standardError = moments.standardError
    standardDeviationError = moments.standardDeviationError
    skewnessError = moments.skewnessError
    self.quantiles = quantiles.values
    quantileErrors = quantiles.standardErrors
    self.sketchError = sketchError
  }

  /// - Complexity: O(trials).
  public init(of trials: UnsafeBufferPointer<Double>, _ replication: Replication) {
    let moments = Moments(of: trials, replication)
    self.init(
      moments,
      QuantileEstimates(of: trials, at: summaryProbabilities, replication, like: moments))
  }

  /// What the mean of so many results comes to, where this is their sum: what has its unit is
  /// divided, the skewness stays.
  public func divided(by count: Int) -> Summary { Summary(self, dividedBy: Double(count)) }

  private init(_ sum: Summary, dividedBy count: Double) {
    mean = sum.mean / count
    standardDeviation = sum.standardDeviation / count
    skewness = sum.skewness
    standardError = sum.standardError / count
    standardDeviationError = sum.standardDeviationError / count
    skewnessError = sum.skewnessError
    quantiles = sum.quantiles.map { $0 / count }
    quantileErrors = sum.quantileErrors.map { $0 / count }
    sketchError = sum.sketchError / count
  }

  /// What is the same in all trials.
  public init(of number: Double) {
    (mean, skewness) = (number, .nan)
    (standardDeviation, standardError, standardDeviationError) = (0, 0, 0)
    skewnessError = .nan
    quantiles = summaryProbabilities.map { _ in number }
    quantileErrors = summaryProbabilities.map { _ in 0 }
    sketchError = 0
  }
}

/// The probabilities at which a summary has quantiles.
public let summaryProbabilities = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]

/// Summarises every stored result of a simulation.
///
/// - Returns: one summary for each storage of the plan.
/// - Complexity: O(storages × trials).
public func summarise(_ result: SimulationResult, threads: Int) -> [Summary] {
  // Columns that share a storage share its summary.
  var shown = [Column?](repeating: nil, count: result.plan.storages.count)
  for column in result.plan.columns { shown[column.storage] = column }
  let columns = shown.map { $0! }
  return collect(columns.count, threads: threads) { summary(of: columns[$0], in: result) }
}

/// Summarises one stored result.
public func summary(of column: Column, in result: SimulationResult) -> Summary {
  if let number = result.number(of: column) { return Summary(of: number) }
  if let digest = result.digest(of: column) {
    let quantiles = digest.quantiles(at: summaryProbabilities)
    return Summary(
      digest.moments, quantiles,
      sketchError: quantiles.values.map(digest.sketchError).max() ?? 0)
  }
  return result.withTrials(of: column) { Summary(of: $0, result.replication) }
}
