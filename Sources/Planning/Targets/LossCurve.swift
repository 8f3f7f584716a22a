import ColumnPlan
import Probability
import Simulation

/// What it costs to miss a target, against what it costs to aim low.
///
/// A result that falls short of the level by d costs `missingAtAll + missing × d`; one that is
/// better by d costs `aimingLow × d`, for what could have been promised and was not.
public struct LossRates: Hashable, Sendable {
  /// Per base unit by which the level is missed.
  public let missing: Double
  /// Per base unit by which the result is better.
  public let aimingLow: Double
  /// For a miss, however small.
  public let missingAtAll: Double

  /// - Precondition: none is negative, and one is positive.
  public init(missing: Double, aimingLow: Double, missingAtAll: Double = 0) {
    precondition(
      min(missing, aimingLow, missingAtAll) >= 0 && max(missing, aimingLow, missingAtAll) > 0,
      "costs")
    (self.missing, self.aimingLow, self.missingAtAll) = (missing, aimingLow, missingAtAll)
  }

  /// The confidence of the level that costs least, where a miss as such costs nothing.
  ///
  /// - Source: the newsvendor's critical ratio; Arrow, Harris & Marschak (1951), "Optimal
  ///   inventory policy". Nil with a fixed cost, or when neither side costs by its distance.
  public var criticalConfidence: Double? {
    guard missingAtAll == 0, missing + aimingLow > 0 else { return nil }
    return missing / (missing + aimingLow)
  }

  /// - Parameter margin: by how much the result is bolder than the level.
  @inline(__always)
  func loss(margin: Double) -> Double {
    margin >= 0 ? aimingLow * margin : missingAtAll - missing * margin
  }
}

/// The expected loss of a level, and how much it is above that of the best one.
public struct ExpectedLoss: Hashable, Sendable {
  public let level: Double
  public let loss: Double
  /// The Monte Carlo standard error of the loss; NaN for fewer than two independent groups.
  public let standardError: Double
  /// The loss less that of the best level in the same trials.
  public let aboveLeast: Double
  /// The Monte Carlo standard error of that difference, in which most of the noise cancels.
  public let aboveLeastError: Double
}

/// The expected loss over levels, and the level that makes it least.
public struct LossCurve: Sendable {
  public let best: ExpectedLoss
  /// The Monte Carlo standard error of the best level; nil with a fixed cost of missing, where
  /// the minimiser of a sample has no normal spread (its error falls with the cube root of the
  /// number of trials; Kim & Pollard, 1990): `aboveLeast` says then what other levels cost.
  public let bestLevelError: Double?
  public let points: [ExpectedLoss]
}

/// Works out the expected loss of some levels, and the level with the least.
///
/// - Precondition: the trials are kept, or the column is the same in all.
/// - Accuracy: the best level is the exact minimiser over the trials.
/// - Complexity: O(trials × (levels + log trials)).
public func lossCurve(
  of column: Column, _ side: Goal.Side, _ rates: LossRates, at levels: [Double],
  in result: SimulationResult
) -> LossCurve {
  let trials = BoldnessTrials(of: column, side, in: result)
  let (best, error) = leastLoss(of: column, side, rates, trials, in: result)
  let replication = result.number(of: column) == nil ? result.replication : .trials
  let bestLosses = trials.values.map { rates.loss(margin: $0 - trials.turned(best)) }
  func expected(_ level: Double) -> ExpectedLoss {
    let bound = trials.turned(level)
    let losses = trials.values.map { rates.loss(margin: $0 - bound) }
    var differences = losses
    for trial in differences.indices { differences[trial] -= bestLosses[trial] }
    let mean = Moments(of: losses, replication)
    let difference = Moments(of: differences, replication)
    let isCertain = result.number(of: column) != nil
    return ExpectedLoss(
      level: level, loss: mean.mean, standardError: isCertain ? 0 : mean.standardError,
      aboveLeast: difference.mean, aboveLeastError: isCertain ? 0 : difference.standardError)
  }
  return LossCurve(
    best: expected(best), bestLevelError: error, points: levels.map(expected))
}

/// The level of least expected loss over the trials.
///
/// Between two trials the loss is a straight line, and it jumps up behind each: so one of the
/// trials is a minimiser.
private func leastLoss(
  of column: Column, _ side: Goal.Side, _ rates: LossRates, _ trials: BoldnessTrials,
  in result: SimulationResult
) -> (level: Double, error: Double?) {
  if let number = result.number(of: column) { return (number, 0) }
  if let confidence = rates.criticalConfidence {
    let found = levels(of: column, side, at: [confidence], in: result)
    return (found.values[0], found.standardErrors[0])
  }
  let sorted = trials.values.sorted()
  // From the middle, so that sums of like numbers do not lose digits.
  let centre = sorted[sorted.count / 2]
  let total = sorted.reduce(0) { $0 + ($1 - centre) }
  var below = 0.0
  var place = 0
  var best: (level: Double, loss: Double)?
  while place < sorted.count {
    let level = sorted[place]
    let (missed, kept) = (Double(place), Double(sorted.count - place))
    let distance = level - centre
    let loss =
      rates.missingAtAll * missed + rates.missing * (missed * distance - below)
      + rates.aimingLow * (total - below - kept * distance)
    if best == nil || loss < best!.loss { best = (level, loss) }
    while place < sorted.count, sorted[place] == level {
      below += level - centre
      place += 1
    }
  }
  return (trials.turned(best!.level), nil)
}
