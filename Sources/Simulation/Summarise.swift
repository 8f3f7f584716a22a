import ColumnPlan
import Probability

/// What the trials of a stored result say, in figures.
public struct Summary: Hashable, Sendable {
  public let mean: Double
  public let standardDeviation: Double
  /// The Monte Carlo standard error of the mean.
  public let standardError: Double
  /// The quantiles at `summaryProbabilities`.
  public let quantiles: [Double]

  public init(
    mean: Double, standardDeviation: Double, standardError: Double, quantiles: [Double]
  ) {
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.standardError = standardError
    self.quantiles = quantiles
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
  let summaries = UnsafeMutableBufferPointer<Summary?>.allocate(capacity: columns.count)
  summaries.initialize(repeating: nil)
  defer { summaries.deallocate() }
  let place = SummaryPlace(summaries)
  onWorkers(threads, pieces: columns.count) { next in
    while let index = next() {
      place.write(summary(of: columns[index], in: result), at: index)
    }
  }
  return summaries.map { $0! }
}

/// Lets each worker write the summaries of its own columns.
private struct SummaryPlace: @unchecked Sendable {
  private let summaries: UnsafeMutableBufferPointer<Summary?>

  init(_ summaries: UnsafeMutableBufferPointer<Summary?>) { self.summaries = summaries }

  func write(_ summary: Summary, at index: Int) { summaries[index] = summary }
}

private func summary(of column: Column, in result: SimulationResult) -> Summary {
  if let number = result.number(of: column) {
    return Summary(
      mean: number, standardDeviation: 0, standardError: 0,
      quantiles: summaryProbabilities.map { _ in number })
  }
  return result.withTrials(of: column) { trials in
    let moments = Moments(of: trials)
    return Summary(
      mean: moments.mean, standardDeviation: moments.standardDeviation,
      standardError: moments.standardError,
      quantiles: quantiles(of: trials, at: summaryProbabilities, like: moments))
  }
}
