import Probability

/// How likely works are finished by a date and within a cost, both in the same trial.
///
/// Two plans that are each kept with 80 % are kept together with anything from 60 to 80 %.
///
/// - Source: NASA, *Cost Estimating Handbook* 4.0 (2015), appendix J: joint cost and schedule
///   confidence level.
public struct JointConfidence: Sendable {
  private let finishes, costs: [Double]

  /// The finish and the cost of each trial.
  public init(finishes: [Double], costs: [Double]) {
    precondition(finishes.count == costs.count && !costs.isEmpty, "both of the same trials")
    (self.finishes, self.costs) = (finishes, costs)
  }

  /// For each bound of the finish, and under it for each of the cost, the share of the trials in
  /// which both are kept.
  ///
  /// - Complexity: O(trials).
  public func shares(finishBy: [Double], costBy: [Double]) -> [[ExceedanceProbability]] {
    var counts = [[Int]](
      repeating: [Int](repeating: 0, count: costBy.count), count: finishBy.count)
    for (finish, cost) in zip(finishes, costs) {
      for (row, bound) in finishBy.enumerated() where finish <= bound {
        for (column, bound) in costBy.enumerated() where cost <= bound {
          counts[row][column] += 1
        }
      }
    }
    return counts.map { $0.map { ExceedanceProbability(qualifying: $0, of: finishes.count) } }
  }

  /// A finish and a cost that are each as likely to be kept as the other.
  public struct EqualConfidence: Hashable, Sendable {
    /// With how many of the trials each of them is kept at least.
    public let confidence: Double
    public let finish, cost: Double
  }

  /// The earliest finish and the lowest cost of equal confidence that are kept together with a
  /// probability.
  ///
  /// - Complexity: O(trials).
  public func equalConfidence(jointly probability: Double) -> EqualConfidence {
    let (finish, cost) = (Ranks(of: finishes), Ranks(of: costs))
    // A trial keeps both k-th smallest numbers when fewer than k are smaller than each of its own.
    let needed = zip(finish.smaller, cost.smaller).map { Double(max($0, $1)) }
    let place = Int(quantiles(of: needed, at: [probability])[0])
    return EqualConfidence(
      confidence: Double(place + 1) / Double(finishes.count),
      finish: finish.sorted[place], cost: cost.sorted[place])
  }
}
