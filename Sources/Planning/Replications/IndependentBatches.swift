import Probability
import Workers

/// Parts of a run that are independent of each other, for the error of a figure that is no mean:
/// it is worked out again without each of them.
///
/// - Source: the delete-a-group jackknife; Shao & Tu, *The Jackknife and Bootstrap* (1995),
///   sections 2.3 and 5.2: leaving out a whole group is right for quantiles too, where leaving out
///   single trials is not.
public struct IndependentBatches: Sendable {
  /// How many parts a run of independent trials is cut into.
  static let usualCount = 20

  public let count: Int
  private let size: Int
  private let isDealt: Bool

  /// Batches of whole groups: trials that depend on each other stay together.
  public init(trials: Int, _ replication: Replication) {
    switch replication {
    case .dealt(let groups, let run):
      (size, isDealt) = (run, true)
      count = min(groups, (trials + run - 1) / run)
    case .trials, .pairs, .blocks:
      let group =
        switch replication {
        case .pairs: 16
        case .blocks(let trials): trials
        default: 1
        }
      let groups = (trials + group - 1) / group
      size = max(1, (groups + Self.usualCount - 1) / Self.usualCount) * group
      isDealt = false
      count = (trials + size - 1) / size
    }
  }

  /// The batch of a trial, from 0.
  @inline(__always)
  public func batch(of trial: Int) -> Int {
    isDealt ? trial / size % count : trial / size
  }

  /// What is left of a column without the trials of a batch.
  public func rest(of trials: [Double], without batch: Int) -> [Double] {
    trials.indices.compactMap { self.batch(of: $0) == batch ? nil : trials[$0] }
  }

  /// The Monte Carlo standard errors of some figures.
  ///
  /// - Parameter figures: works them out without the trials of a batch; nil where they cannot be.
  /// - Returns: as many as there are figures; NaN each for fewer than two batches, or where they
  ///   could not be worked out without one of them.
  public func standardErrors(
    of width: Int, threads: Int, without figures: @Sendable (Int) -> [Double]?
  ) -> [Double] {
    let unknown = [Double](repeating: .nan, count: width)
    guard count > 1 else { return unknown }
    let found = collect(count, threads: threads, figures)
    let estimates = found.compactMap { $0 }
    guard estimates.count == count else { return unknown }
    let n = Double(count)
    return (0..<width).map { index in
      let mean = estimates.reduce(0) { $0 + $1[index] } / n
      let squares = estimates.reduce(0) { sum, one in
        sum + (one[index] - mean) * (one[index] - mean)
      }
      return ((n - 1) / n * squares).squareRoot()
    }
  }
}

/// How many trials qualify, group by group where they depend on each other.
@inline(__always)
func shares(
  trials: Int, _ replication: Replication, where qualifies: (Int) -> Bool
) -> SharesOfGroups {
  var count = 0
  for trial in 0..<trials where qualifies(trial) { count += 1 }
  let groups =
    replication == .trials
    ? nil
    : GroupedSums(width: 2, trials: trials, replication) { part, sums in
      for trial in part where qualifies(trial) { sums[1] += 1 }
    }
  return SharesOfGroups(trials: trials, qualifying: count, groups: groups)
}
