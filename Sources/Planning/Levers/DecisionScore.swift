import Simulation

/// How a decision does in the trials: in how many of them all goals are met, and how near the
/// others come.
public struct DecisionScore: Hashable, Sendable {
  public let trials: Int
  /// The trials in which all goals are met.
  public let met: Int
  /// The mean over the trials of a smooth share of being met, between 0 and 1: it rises where the
  /// goals come nearer, also between two decisions that meet them in the same trials.
  public let nearness: Double

  public var probability: Double { Double(met) / Double(trials) }

  public init(trials: Int, met: Int, nearness: Double) {
    self.trials = trials
    self.met = met
    self.nearness = nearness
  }

  /// - Parameter scales: what counts as near, for each goal; its standard deviation.
  /// - Complexity: O(goals × trials).
  /// - Source: F. Shan, L. Zhang, X. Xiao, "A smoothing function approach to joint
  ///   chance-constrained programs", Journal of Optimization Theory and Applications 163 (2014):
  ///   the step is replaced by a smooth one; here by an algebraic one of the standardised margin,
  ///   whose tails do not vanish. It breaks ties and is no estimate.
  public init(of goals: [Goal], scales: [Double], in result: SimulationResult) {
    precondition(goals.count == scales.count, "a scale for each goal")
    var margins = [Double](repeating: .infinity, count: result.trials)
    var shares = [Double](repeating: 1, count: result.trials)
    for (goal, scale) in zip(goals, scales) {
      let sign: Double = goal.side == .atLeast ? 1 : -1
      result.withTrials(of: goal.column) { values in
        let stride = values.count == 1 ? 0 : 1
        for trial in margins.indices {
          let margin = sign * (values[trial * stride] - goal.bound)
          margins[trial] = min(margins[trial], margin)
          shares[trial] *= smoothStep(margin / scale)
        }
      }
    }
    trials = result.trials
    met = margins.count { $0 >= 0 }
    nearness = shares.reduce(0, +) / Double(result.trials)
  }
}

/// (1 + t / sqrt(1 + t²)) / 2, without loss of digits where it is small.
private func smoothStep(_ t: Double) -> Double {
  let root = (1 + t * t).squareRoot()
  let tail = 0.5 / (root * (root + abs(t)))
  return t < 0 ? tail : 1 - tail
}

/// What is sought among decisions.
public enum DecisionAim: Hashable, Sendable {
  /// The greatest probability that all goals are met, for no more than so much money.
  case probability(budget: Double)
  /// The least cost with which all goals are met in at least so many trials.
  case cost(met: Int)

  /// The most money that a decision may take.
  public var limit: Double {
    switch self {
    case .probability(let budget): budget
    case .cost: .infinity
    }
  }

  /// How good a decision is: compared from left to right.
  func worth(_ score: DecisionScore, cost: Double) -> DecisionWorth {
    switch self {
    case .probability: DecisionWorth(Double(score.met), score.nearness, -cost)
    case .cost(let wished):
      score.met >= wished
        ? DecisionWorth(1, -cost, Double(score.met))
        : DecisionWorth(0, Double(score.met), score.nearness)
    }
  }
}

/// How good a decision is, the weightiest reason first.
struct DecisionWorth: Comparable, Sendable {
  let first, second, third: Double

  init(_ first: Double, _ second: Double, _ third: Double) {
    (self.first, self.second, self.third) = (first, second, third)
  }

  static func < (left: DecisionWorth, right: DecisionWorth) -> Bool {
    (left.first, left.second, left.third) < (right.first, right.second, right.third)
  }
}
