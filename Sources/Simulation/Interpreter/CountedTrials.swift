import ColumnPlan
import Probability

/// What is counted of the trials in place of keeping them.
struct CountedTrials: Sendable {
  /// In how many trials each of the plan's counts is above zero.
  var counts: [Int]
  /// The numbers of each of its tallies.
  var tallies: [WholeNumberCounts]

  init(for plan: Plan) {
    counts = [Int](repeating: 0, count: plan.counts.count)
    tallies = plan.tallies.map { _ in WholeNumberCounts() }
  }

  /// Takes in what another worker has counted; the order of adding does not show.
  mutating func add(_ other: CountedTrials) {
    for (place, number) in other.counts.enumerated() { counts[place] += number }
    for (place, tally) in other.tallies.enumerated() { tallies[place].merge(tally) }
  }
}
