import ColumnPlan
import Probability
import Simulation
import Workers

/// How likely a goal is met, what could be promised instead, and how far a miss falls short.
public struct Attainment: Hashable, Sendable {
  /// The confidences for which `attainable` has a value.
  public static let confidences = [0.5, 0.7, 0.8, 0.9]

  public let probability: Double
  /// The Monte Carlo standard error of the probability; NaN where there are fewer than two
  /// independent groups of trials, as are the other errors.
  public let standardError: Double
  /// For each confidence the boldest bound that is met with at least that probability.
  public let attainable: [Double]
  /// Their Monte Carlo standard errors.
  public let attainableErrors: [Double]
  /// The mean distance from the bound in the trials that miss it; nil when none does.
  public let expectedShortfall: Double?
  /// Its Monte Carlo standard error.
  public let expectedShortfallError: Double?

  init(_ tally: GoalTally, _ levels: QuantileEstimates, isCertain: Bool) {
    let met = ExceedanceProbability(tally.met)
    probability = met.probability
    standardError = met.standardError
    attainable = levels.values
    attainableErrors = levels.standardErrors
    expectedShortfall = tally.expectedShortfall
    expectedShortfallError =
      isCertain ? tally.expectedShortfall.map { _ in 0 } : tally.expectedShortfallError
  }
}

/// Judges a goal by the trials.
///
/// - Precondition: where the trials are not kept, the goal was named before the simulation.
/// - Complexity: O(trials).
public func attainment(of goal: Goal, in result: SimulationResult) -> Attainment {
  Attainment(
    tally(of: goal, in: result),
    levels(of: goal.column, goal.side, at: Attainment.confidences, in: result),
    isCertain: goal.column.shape == .uniform)
}

/// How often a goal is met, and how far the misses fall short.
public func tally(of goal: Goal, in result: SimulationResult) -> GoalTally {
  let isCertain = result.number(of: goal.column) != nil
  if !isCertain, let tally = result.tally(of: goal) { return tally }
  return result.withTrials(of: goal.column) { trials in
    var met = 0
    var (distances, squares) = (0.0, 0.0)
    for value in trials {
      if goal.isMet(by: value) {
        met += 1
      } else {
        let distance = abs(value - goal.bound)
        distances += distance
        squares += distance * distance
      }
    }
    let replication = trials.count == result.trials ? result.replication : .trials
    let groups =
      replication == .trials
      ? nil
      : GroupedSums(width: 3, trials: trials.count, replication) { part, sums in
        for trial in part {
          let isMet = goal.isMet(by: trials[trial])
          sums[1] += isMet ? 1 : 0
          sums[2] += isMet ? 0 : abs(trials[trial] - goal.bound)
        }
      }
    return GoalTally(
      trials: trials.count, met: met, distances: distances, squares: squares, groups: groups,
      isCertain: isCertain)
  }
}

/// For each confidence the boldest bound that a result meets with at least that probability, and
/// its Monte Carlo standard error.
public func levels(
  of column: Column, _ side: Goal.Side, at confidences: [Double], in result: SimulationResult
) -> QuantileEstimates {
  if let number = result.number(of: column) {
    return QuantileEstimates(of: number, at: confidences)
  }
  if let digest = result.digest(of: column) {
    return side == .atMost
      ? digest.quantiles(at: confidences) : digest.quantilesFromAbove(at: confidences)
  }
  return result.withTrials(of: column) { trials in
    levels(side, trials, at: confidences, result.replication)
  }
}

/// The boldest bound that a result meets with a confidence, found again without each independent
/// batch of the trials: what an error has to know of whatever is worked out from that bound.
///
/// - Shape: a bound for each batch of `IndependentBatches`.
/// - Precondition: the trials are kept, or the column is the same in all.
/// - Complexity: O(trials × batches).
public func levelsWithoutBatches(
  of column: Column, _ side: Goal.Side, at confidence: Double, in result: SimulationResult,
  threads: Int
) -> [Double] {
  let batches = IndependentBatches(trials: result.trials, result.replication)
  if let number = result.number(of: column) {
    return [Double](repeating: number, count: batches.count)
  }
  let trials = result.withTrials(of: column) { Array($0) }
  return collect(batches.count, threads: threads) { batch in
    batches.rest(of: trials, without: batch).withUnsafeBufferPointer {
      levels(side, $0, at: [confidence]).values[0]
    }
  }
}

/// For each confidence the boldest bound that a column meets with at least that probability.
///
/// To be met with 80 % a lower bound must lie at or below the values of 80 % of the trials: it is
/// the 20 % quantile, taken as the largest trial value that does so.
public func levels(
  _ side: Goal.Side, _ trials: UnsafeBufferPointer<Double>, at confidences: [Double],
  _ replication: Replication = .trials
) -> QuantileEstimates {
  QuantileEstimates(of: trials, at: confidences, fromAbove: side == .atLeast, replication)
}

/// The probability that all goals are met in the same trial.
///
/// - Precondition: where the trials are not kept, these goals were named before the simulation.
public func jointAttainment(of goals: [Goal], in result: SimulationResult)
  -> ExceedanceProbability
{
  if let shares = result.jointShares { return ExceedanceProbability(shares) }
  var allMet = [Bool](repeating: true, count: result.trials)
  for goal in goals {
    result.withTrials(of: goal.column) { trials in
      for trial in allMet.indices {
        allMet[trial] =
          allMet[trial] && goal.isMet(by: trials[trials.count == 1 ? 0 : trial])
      }
    }
  }
  let groups =
    result.replication == .trials
    ? nil
    : GroupedSums(width: 2, trials: result.trials, result.replication) { part, sums in
      for trial in part where allMet[trial] { sums[1] += 1 }
    }
  return ExceedanceProbability(
    SharesOfGroups(
      trials: result.trials, qualifying: allMet.count { $0 }, groups: groups,
      isCertain: goals.allSatisfy { result.number(of: $0.column) != nil }))
}
