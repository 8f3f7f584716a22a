import Probability

/// What looking back taught: how much each candidate counts, and how errors are spread.
struct Lessons: Sendable {
  /// The weights of the candidates, for each series.
  let weights: [[Double]]
  let shape: ErrorShape

  /// - Parameter prior: the weights to which few comparisons are drawn.
  init(
    from findings: [LookBack.Finding], scales: [WorkingScale], prior: [Double], horizon: Int
  ) {
    let rows = findings.flatMap { Self.rows(of: $0.evidence) }
    let pooled = combinationWeights(rows, prior: prior)
    let trust = Self.trust(in: findings, pooled: pooled)
    let weights = findings.map { Self.bent(pooled, by: $0.evidence[...], trust: trust) }
    self.weights = weights
    var errors = [[ErrorShape.StandardisedError]](repeating: [], count: horizon)
    for (index, finding) in findings.enumerated() {
      for origin in finding.evidence {
        let centre = origin.forecasts.centre(weights[index])
        let spread = origin.forecasts.spread(
          weights[index], about: centre, scale: scales[index])
        for step in origin.steps where spread[step] > 0 {
          let error = scales[index](origin.actuals[step]) - scales[index](centre[step])
          guard error.isFinite else { continue }
          errors[step].append(
            ErrorShape.StandardisedError(
              error: error / spread[step], weight: 1 / Double(finding.evidence.count)))
        }
      }
    }
    shape = ErrorShape(errors)
  }

  /// Each series counts the same, however many of its forecasts can be compared.
  private static func rows(of evidence: [Evidence]) -> [CombinationRow] {
    let count = evidence.reduce(0) { $0 + $1.steps.count }
    return evidence.flatMap { origin in
      origin.steps.map { step in
        CombinationRow(
          points: origin.forecasts.points.map { $0[step] }, actual: origin.actuals[step],
          weight: 1 / (origin.errorScale * Double(count)))
      }
    }
  }

  /// How far a series trusts its own evidence: what would have been best at the latest origins
  /// with what the earlier ones told. Few series cannot tell; then half way.
  private static func trust(in findings: [LookBack.Finding], pooled: [Double]) -> Double {
    let tellers = findings.filter { $0.evidence.count > 1 }
    guard tellers.count >= 20 else { return 1 }
    let choices = [0.0, 0.5, 1, 2, 4]
    let losses = choices.map { trust in
      tellers.reduce(0.0) { sum, finding in
        let weights = bent(pooled, by: finding.evidence.dropFirst(), trust: trust)
        return sum + finding.evidence[0].loss(of: weights)
      }
    }
    let best = losses.indices.min { losses[$0] < losses[$1] } ?? 0
    return choices[best]
  }

  /// The weights of all series, with more for what did well in this one.
  private static func bent(
    _ pooled: [Double], by own: ArraySlice<Evidence>, trust: Double
  ) -> [Double] {
    guard trust > 0, !own.isEmpty else { return pooled }
    var losses = [Double](repeating: 0, count: pooled.count)
    for origin in own {
      for (index, loss) in origin.losses.enumerated() {
        losses[index] += loss / Double(own.count)
      }
    }
    let typical = zip(pooled, losses).reduce(0) { $0 + $1.0 * $1.1 }
    guard typical > 0, typical.isFinite else { return pooled }
    let raised = zip(pooled, losses).map { $0 * exponential(-trust * ($1 / typical - 1)) }
    let sum = raised.reduce(0, +)
    return sum > 0 && sum.isFinite ? raised.map { $0 / sum } : pooled
  }
}
