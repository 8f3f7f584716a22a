import Probability
import Simulation

/// By which part something is larger than it was before, over the trials: 0.08 for 8 % more.
///
/// An error is NaN where there are fewer than two independent groups of trials.
public struct Growth: Hashable, Sendable {
  /// The probabilities of the quantiles.
  public static let probabilities = [0.1, 0.5, 0.9]

  public let mean: Double
  /// The Monte Carlo standard error of the mean.
  public let standardError: Double
  public let quantiles: [Double]
  public let quantileErrors: [Double]

  /// Growth since a known amount, of what was summarised already: nothing has to be counted
  /// again, as a growth rises with what grows.
  ///
  /// - Returns: nil when the amount is not positive, so that no part of it says anything.
  public init?(of summary: Summary, since amount: Double) {
    guard amount > 0 else { return nil }
    let places = Self.probabilities.map { summaryProbabilities.firstIndex(of: $0)! }
    mean = summary.mean / amount - 1
    standardError = summary.standardError / amount
    quantiles = places.map { summary.quantiles[$0] / amount - 1 }
    quantileErrors = places.map { summary.quantileErrors[$0] / amount }
    guard mean.isFinite, quantiles.allSatisfy(\.isFinite) else { return nil }
  }

  /// Growth trial by trial.
  ///
  /// - Returns: nil when the earlier total is not positive in every trial: the mean of what is
  ///   left would not be that of the growth.
  init?(of now: TotalledTrials, since before: TotalledTrials, _ replication: Replication) {
    let growths = now.withTrials { later in
      before.withTrials { earlier in ratios(later, earlier) }
    }
    guard let growths, growths.allSatisfy(\.isFinite) else { return nil }
    if growths.count == 1 {
      (mean, standardError) = (growths[0], 0)
      quantiles = Self.probabilities.map { _ in growths[0] }
      quantileErrors = Self.probabilities.map { _ in 0 }
      return
    }
    let (moments, found) = growths.withUnsafeBufferPointer { growths in
      let moments = Moments(of: growths, replication)
      return (
        moments,
        QuantileEstimates(of: growths, at: Self.probabilities, replication, like: moments)
      )
    }
    (mean, standardError) = (moments.mean, moments.standardError)
    (quantiles, quantileErrors) = (found.values, found.standardErrors)
  }
}

/// For each trial the later total over the earlier one, less one; nil when an earlier one is not
/// positive.
private func ratios(
  _ later: UnsafeBufferPointer<Double>, _ earlier: UnsafeBufferPointer<Double>
) -> [Double]? {
  let count = max(later.count, earlier.count)
  var isPositive = true
  let (laterStep, earlierStep) = (later.count == 1 ? 0 : 1, earlier.count == 1 ? 0 : 1)
  let found = [Double](unsafeUninitializedCapacity: count) { growths, initialized in
    for trial in 0..<count {
      let before = earlier[trial * earlierStep]
      isPositive = isPositive && before > 0
      growths[trial] = later[trial * laterStep] / before - 1
    }
    initialized = count
  }
  return isPositive ? found : nil
}
