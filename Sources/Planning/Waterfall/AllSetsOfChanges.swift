import Probability

/// Every set of the changes, simulated.
struct AllSetsOfChanges {
  private let changes: Int
  /// For each set, as bits, the figures trial by trial.
  private let outcomes: [[[Double]]]

  init(_ changes: Int, _ outcomes: [[[Double]]]) {
    self.changes = changes
    self.outcomes = outcomes
  }

  func parts(_ replication: Replication) -> [ChangeParts] {
    outcomes[0].indices.map { figure in
      let means = outcomes.map { meanOfTrials($0[figure]) }
      let all = outcomes.count - 1
      return ChangeParts(
        base: means[0], whole: means[all],
        differenceError: Moments(
          of: trialDifferences(outcomes[0][figure], outcomes[all][figure]), replication
        ).standardError,
        parts: (0..<changes).map { part(of: $0, figure, means, replication) }, pairs: nil)
    }
  }

  private func part(
    of change: Int, _ figure: Int, _ means: [Double], _ replication: Replication
  ) -> ChangePart {
    let bit = 1 << change
    var column = [Double](repeating: 0, count: outcomes[0][figure].count)
    var (least, greatest) = (Double.infinity, -Double.infinity)
    for set in outcomes.indices where set & bit == 0 {
      let (without, with) = (outcomes[set][figure], outcomes[set | bit][figure])
      let weight = weight(ofSetOf: set.nonzeroBitCount)
      for trial in column.indices { column[trial] += weight * (with[trial] - without[trial]) }
      let effect = means[set | bit] - means[set]
      (least, greatest) = (min(least, effect), max(greatest, effect))
    }
    let moments = Moments(of: column, replication)
    let all = outcomes.count - 1
    return ChangePart(
      part: moments.mean, standardError: moments.standardError, orderError: 0,
      firstIn: means[bit] - means[0], lastIn: means[all] - means[all & ~bit], least: least,
      greatest: greatest)
  }

  /// The share of the orders in which exactly these come before: |S|! (k - |S| - 1)! / k!.
  private func weight(ofSetOf size: Int) -> Double {
    // 1 / (k · (k - 1 choose |S|)).
    var choices = 1.0
    for place in 0..<size { choices *= Double(changes - 1 - place) / Double(place + 1) }
    return 1 / (Double(changes) * choices.rounded())
  }
}
