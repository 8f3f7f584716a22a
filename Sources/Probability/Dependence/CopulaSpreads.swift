/// The spreads that a copula gives to the values of a trial, with the weights of score nodes
/// under each: one spread for a Gaussian copula.
struct CopulaSpreads {
  /// Under one spread, where each node lies on the scale of a standard normal, and its weight.
  struct Weights {
    let places, weights: [Double]
  }

  /// The probability of each spread.
  let probabilities: [Double]
  let weights: [Weights]

  init(_ copula: Copula, _ nodes: ScoreNodes) {
    switch copula {
    case .gaussian:
      probabilities = [1]
      weights = [Weights(places: nodes.scores, weights: nodes.weights)]
    case .studentT(let degreesOfFreedom):
      (probabilities, weights) = Self.student(degreesOfFreedom, nodes)
    }
  }

  /// The chi-square number over its degrees of freedom by the trapezoidal rule on its logarithm,
  /// which is exact to rounding for so smooth a density.
  private static func student(_ degreesOfFreedom: Double, _ nodes: ScoreNodes) -> (
    [Double], [Weights]
  ) {
    let shape = degreesOfFreedom / 2
    let deviation = (1 / shape).squareRoot()
    let step = min(0.35, deviation / 2.5)
    // Where the density has fallen to 1e-17 of its peak.
    let low = -40 / shape - min(2, 10 * deviation)
    let high = min(logarithm(4 + 50 / shape), 10 * deviation)
    let logarithms = (0...Int((high - low) / step)).map { low + Double($0) * step }
    let raw = logarithms.map { exponential(shape * ($0 + 1 - exponential($0))) }
    let total = raw.reduce(0, +)
    let probabilities = raw.map { $0 / total }
    let roots = logarithms.map { exponential($0 / 2) }
    let scores = StudentScores(degreesOfFreedom: degreesOfFreedom)
    let values = nodes.scores.map(scores.value)
    // The share that each spread has in the density of a value.
    let densities = roots.map { root in
      values.map { root * StandardNormal.density(at: $0 * root) }
    }
    let totals = values.indices.map { node in
      roots.indices.reduce(0) { $0 + probabilities[$1] * densities[$1][node] }
    }
    let weights = roots.indices.map { spread in
      Weights(
        places: values.map { $0 * roots[spread] },
        weights: values.indices.map { node in
          totals[node] > 0 ? nodes.weights[node] * densities[spread][node] / totals[node] : 0
        })
    }
    return (probabilities, weights)
  }
}
