import ColumnPlan
import Probability
import Simulation

/// A result of a simulation beside the same one of a base, and how often bounds on it are met.
public struct FigureChange: Hashable, Sendable {
  /// The probabilities of its quantiles.
  public static let probabilities = [0.1, 0.5, 0.9]

  public let mean: Double
  public let standardError: Double
  public let quantiles: [Double]
  /// The mean paired difference to the base.
  public let difference: Double
  public let differenceError: Double
  /// How often the bound is met; nil where there is none.
  public let attainment: ProbabilityChange?

  /// - Parameters:
  ///   - baseGoal: a bound on the column in the base; nil where there is none.
  ///   - goal: the bound on the column itself, which a scenario may set elsewhere.
  /// - Precondition: both have the same trials and seed, and keep their trials.
  /// - Complexity: O(trials).
  public init(
    _ base: Column, in baseline: SimulationResult, _ column: Column, in result: SimulationResult,
    goal baseGoal: Goal? = nil, _ goal: Goal? = nil
  ) {
    let pair = pairedDifference(base, in: baseline, column, in: result)
    (difference, differenceError) = (pair.difference.mean, pair.difference.standardError)
    if let number = result.number(of: column) {
      (mean, standardError) = (number, 0)
      quantiles = Self.probabilities.map { _ in number }
    } else {
      (mean, standardError, quantiles) = result.withTrials(of: column) { trials in
        let moments = Moments(of: trials, result.replication)
        let found = QuantileEstimates(
          of: trials, at: Self.probabilities, result.replication, like: moments)
        return (moments.mean, moments.standardError, found.values)
      }
    }
    attainment =
      if let baseGoal, let goal {
        ProbabilityChange(of: [baseGoal], in: baseline, [goal], in: result)
      } else { nil }
  }
}

/// The probability that goals are met together, beside that of a base, from paired trials.
public struct ProbabilityChange: Hashable, Sendable {
  public let probability: Double
  public let standardError: Double
  public let baseProbability: Double
  public let baseError: Double
  public let difference: Double
  /// The Monte Carlo standard error of the paired difference.
  public let differenceError: Double

  /// - Precondition: both have the same trials and seed, and keep their trials.
  public init(
    of base: [Goal], in baseline: SimulationResult, _ goals: [Goal], in result: SimulationResult
  ) {
    precondition(
      baseline.trials == result.trials && baseline.seed == result.seed,
      "only simulations of the same trials are paired")
    let before = trialsThatMeet(base, in: baseline)
    let after = trialsThatMeet(goals, in: result)
    let changes = zip(before, after).map { $1 - $0 }
    // Sums of whole numbers are exact, and so a probability has no digits of a mean's rounding.
    func share(_ trials: [Double]) -> Double { trials.reduce(0, +) / Double(trials.count) }
    (probability, baseProbability, difference) = (share(after), share(before), share(changes))
    standardError = Self.standardError(of: after, goals, in: result)
    baseError = Self.standardError(of: before, base, in: baseline)
    differenceError = Moments(of: changes, result.replication).standardError
  }

  /// As any probability has it: trials that all agree are not sure to go on so.
  private static func standardError(
    of met: [Double], _ goals: [Goal], in result: SimulationResult
  ) -> Double {
    guard goals.contains(where: { result.number(of: $0.column) == nil }) else { return 0 }
    return shares(trials: met.count, result.replication) { met[$0] == 1 }.standardError
  }
}

/// 1 for each trial in which all goals are met, 0 for the others.
public func trialsThatMeet(_ goals: [Goal], in result: SimulationResult) -> [Double] {
  var met = [Double](repeating: 1, count: result.trials)
  for goal in goals {
    result.withTrials(of: goal.column) { values in
      let stride = values.count == 1 ? 0 : 1
      for trial in met.indices where !goal.isMet(by: values[trial * stride]) { met[trial] = 0 }
    }
  }
  return met
}
