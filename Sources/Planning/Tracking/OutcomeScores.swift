import ColumnPlan
import Probability
import Simulation

/// A result in all trials as normal scores of its ranks, to see how much of it is of a draw.
public struct OutcomeScores: Sendable {
  /// About their mean, with a variance of 1; empty where the result is the same in all trials.
  private let scores: [Double]

  /// - Complexity: O(trials × log trials).
  public init(_ column: Column, in result: SimulationResult) {
    let values = KnownResult(columns: [column], value: 0).trials(in: result)
    let order = increasingOrder(of: values).map(Int.init)
    var scores = [Double](repeating: 0, count: values.count)
    var first = 0
    while first < order.count {
      var end = first + 1
      while end < order.count, values[order[end]] == values[order[first]] { end += 1 }
      // What is the same has the same score, that of the middle of its ranks.
      let middle = Double(first + end) / 2 / Double(order.count)
      let score = StandardNormal.quantile(at: middle)
      for place in first..<end { scores[order[place]] = score }
      first = end
    }
    let moments = Moments(of: scores)
    self.scores =
      moments.standardDeviation > 0
      ? scores.map { ($0 - moments.mean) / moments.standardDeviation } : []
  }

  /// How much of the variance is of a draw that does not depend on others: its squared
  /// correlation, less what chance gives one that has nothing to do with it. It may be slightly
  /// negative, so that the sum over many draws has no bias.
  ///
  /// - Parameter draw: its scores, or what it makes.
  func share(of draw: [Double]) -> Double {
    guard !scores.isEmpty else { return 0 }
    let trials = Double(scores.count)
    let sum = draw.prefix(scores.count).reduce(0, +)
    let variance = dotProduct(draw, draw) / Double(draw.count) - sum * sum / (trials * trials)
    guard variance > 0 else { return 0 }
    let covariance = dotProduct(scores, draw) / trials
    return covariance * covariance / variance - 1 / trials
  }
}
