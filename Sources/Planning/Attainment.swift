import ColumnPlan
import Probability
import Simulation

/// How likely a goal is met, what could be promised instead, and how far a miss falls short.
public struct Attainment: Hashable, Sendable {
  /// The confidences for which `attainable` has a value.
  public static let confidences = [0.5, 0.7, 0.8, 0.9]

  public let probability: Double
  /// The Monte Carlo standard error of the probability.
  public let standardError: Double
  /// For each confidence the boldest bound that is met with at least that probability.
  public let attainable: [Double]
  /// The mean distance from the bound in the trials that miss it; nil when none does.
  public let expectedShortfall: Double?
}

/// Judges a goal by the trials.
///
/// - Complexity: O(trials).
public func attainment(of goal: Goal, in result: SimulationResult) -> Attainment {
  result.withTrials(of: goal.column) { trials in
    var met = 0
    var distances = 0.0
    for value in trials {
      if goal.isMet(by: value) { met += 1 } else { distances += abs(value - goal.bound) }
    }
    let exceedance = ExceedanceProbability(qualifying: met, of: trials.count)
    return Attainment(
      probability: exceedance.probability, standardError: exceedance.standardError,
      attainable: attainable(goal.side, trials, at: Attainment.confidences),
      expectedShortfall: met == trials.count ? nil : distances / Double(trials.count - met))
  }
}

/// For each confidence the boldest bound that a column meets with at least that probability.
///
/// To be met with 80 % a lower bound must lie at or below the values of 80 % of the trials: it is
/// the 20 % quantile, taken as the largest trial value that does so.
public func attainable(
  _ side: Goal.Side, _ trials: UnsafeBufferPointer<Double>, at confidences: [Double]
) -> [Double] {
  switch side {
  case .atMost: quantiles(of: Array(trials), at: confidences)
  case .atLeast:
    // The same quantiles of the mirrored values, so that "at least" holds exactly as often.
    quantiles(of: trials.map { -$0 }, at: confidences).map { -$0 }
  }
}

/// The probability that all goals are met in the same trial.
public func jointAttainment(of goals: [Goal], in result: SimulationResult)
  -> ExceedanceProbability
{
  var allMet = [Bool](repeating: true, count: result.trials)
  for goal in goals {
    result.withTrials(of: goal.column) { trials in
      for trial in allMet.indices {
        allMet[trial] =
          allMet[trial] && goal.isMet(by: trials[trials.count == 1 ? 0 : trial])
      }
    }
  }
  return ExceedanceProbability(qualifying: allMet.count { $0 }, of: result.trials)
}

/// The boldest bound that a column meets with a confidence, and its Monte Carlo standard error.
public func level(
  _ side: Goal.Side, _ trials: UnsafeBufferPointer<Double>, at confidence: Double
) -> (bound: Double, standardError: Double) {
  var scratch = Array(trials)
  let standardError = scratch.withUnsafeMutableBufferPointer {
    standardErrorOfQuantile(of: $0, at: side == .atMost ? confidence : 1 - confidence)
  }
  return (attainable(side, trials, at: [confidence])[0], standardError)
}
