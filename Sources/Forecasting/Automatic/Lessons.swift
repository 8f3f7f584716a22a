import Probability

/// What looking back taught: how much each candidate counts, and how errors are spread.
struct Lessons: Sendable {
  /// The weights of the candidates, for each series.
  let weights: [[Double]]
  let shape: ErrorShape

  /// How far a series trusts its own evidence: a candidate whose error is larger by all of the
  /// typical error has this part less of the logarithm of its weight.
  private static let trust = 0.5

  /// - Parameter prior: the weights to which few comparisons are drawn.
  init(
    from findings: [LookBack.Finding], scales: [WorkingScale], prior: [Double], horizon: Int
  ) {
    var compared = CombinationEvidence()
    for finding in findings { Self.add(finding.evidence, to: &compared) }
    let pooled = combinationWeights(compared, prior: prior)
    let weights = findings.map { Self.bent(pooled, by: $0.evidence) }
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
  private static func add(_ evidence: [Evidence], to compared: inout CombinationEvidence) {
    let count = evidence.reduce(0) { $0 + $1.steps.count }
    for origin in evidence {
      for step in origin.steps {
        compared.add(
          origin.forecasts.points.map { $0[step] }, actual: origin.actuals[step],
          weight: 1 / (origin.errorScale * Double(count)))
      }
    }
  }

  /// The weights of all series, with more for what did well in this one.
  private static func bent(_ pooled: [Double], by own: [Evidence]) -> [Double] {
    guard !own.isEmpty else { return pooled }
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
