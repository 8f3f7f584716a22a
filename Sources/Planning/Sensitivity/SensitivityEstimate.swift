import Probability

/// A figure of a sensitivity analysis with its Monte Carlo standard error.
public struct SensitivityEstimate: Hashable, Sendable {
  public let value: Double
  /// NaN where there are fewer than two independent groups of trials.
  public let standardError: Double

  public init(_ value: Double, standardError: Double) {
    self.value = value
    self.standardError = standardError
  }

  /// The ends of the interval that holds the true figure with a probability of 95 %.
  public var interval: (low: Double, high: Double) {
    let distance = 1.959_963_984_540_054 * standardError
    return (value - distance, value + distance)
  }
}

/// The standard error of the mean of some numbers that have the mean zero.
///
/// - Precondition: they add up to about zero: what is left of each trial in a linearised ratio.
func errorOfMean(residuals: [Double], _ replication: Replication) -> Double {
  let count = residuals.count
  guard replication != .trials else {
    guard count > 1 else { return .nan }
    let squares = residuals.reduce(0) { $0 + $1 * $1 }
    return (squares / Double(count - 1) / Double(count)).squareRoot()
  }
  let groups = GroupedSums(width: 2, trials: count, replication) { part, sums in
    for trial in part { sums[1] += residuals[trial] }
  }
  return groups.standardError(weights: [0, 1], trials: count)
}

func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }
