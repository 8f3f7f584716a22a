import Forecasting
import Probability

/// How the whole of several periods strays from what normal scores joined by correlations make:
/// paths may go down together more than up, such as those of methods that disagree on a trend.
///
/// The whole is the sum of the scores, each with the spread of its period's values. Under a
/// Gaussian copula it is normal. Here it has the quantiles that the paths give it, and each score
/// takes its part of the difference; what is left of the scores stays as it was. So sums over
/// periods have nearly the law of the paths' sums.
struct ScoreBend: Hashable, Sendable {
  /// How much of each shock is in the whole, whose variance is 1.
  let weights: [Double]
  /// The whole over the normal whole.
  private(set) var curve: HingedQuantiles
  /// How much of the whole is in each score: its correlation with it.
  let loadings: [Double]

  /// - Parameter scores: the normal scores of the paths, by period.
  /// - Parameter spreads: how far the values of each period spread.
  /// - Parameter factor: the Cholesky factor of the scores' correlations, row by row.
  /// - Returns: nil where the whole is normal as far as so many paths can tell.
  init?(of scores: [[Double]], spreads: [Double], factor: [[Double]]) {
    let count = scores.count
    let shocks = (0..<count).map { shock in
      (0..<count).reduce(0) { $0 + spreads[$1] * factor[$1][shock] }
    }
    let deviation = shocks.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard count > 1, deviation > 0 else { return nil }
    var whole = [Double](repeating: 0, count: scores[0].count)
    for (spread, scores) in zip(spreads, scores) where spread > 0 {
      for path in whole.indices { whole[path] += spread / deviation * scores[path] }
    }
    weights = shocks.map { $0 / deviation }
    curve = HingedQuantiles(of: whole)
    loadings = factor.map { row in
      zip(row, shocks).reduce(0) { $0 + $1.0 * $1.1 / deviation }
    }
    guard Self.differs(curve, paths: whole.count) else { return nil }
  }

  /// Whether a quantile lies further from its normal one than chance would have it.
  private static func differs(_ curve: HingedQuantiles, paths: Int) -> Bool {
    for (index, probability) in HingedQuantiles.probabilities.enumerated() {
      let score = curve.scores[index]
      let error =
        (probability * (1 - probability) / Double(paths)).squareRoot()
        / StandardNormal.density(at: score)
      if abs(curve.values[index] - score) > 4 * error { return true }
    }
    return false
  }

  // MARK: Totals

  /// The same with a curve under which the values of the periods add up to totals with the
  /// quantiles of given ones.
  ///
  /// A whole of scores is not quite a total of values, above all of skewed ones. Where the model's
  /// totals have a quantile of the paths at another probability, the curve is taken from there.
  ///
  /// - Parameter curves: the value of each period over a normal score.
  /// - Accuracy: that of quantiles of as many draws as there are totals, and a percent or so of
  ///   their spread.
  func matched(to totals: [Double], _ curves: [HingedQuantiles], factor: [[Double]]) -> ScoreBend {
    let noise = PathNoise(
      key: RandomStream(name: "fit.shocks").key(seed: 1), pathCount: totals.count)
    let shocks = factor.indices.map { noise.normals(step: $0) }
    let wanted = HingedQuantiles(of: totals)
    var bend = self
    for _ in 0..<2 {
      let found = HingedQuantiles(of: bend.totals(shocks, curves, factor))
      let values = bend.curve.values(at: wanted.values.map(found.score))
      // Two quantiles of the paths may have one place in the model: the curve still rises.
      var last = -Double.infinity
      bend.curve = HingedQuantiles(
        values: values.map { value in
          last = max(value, last + 1e-6)
          return last
        })
    }
    return bend
  }

  /// What the values of the periods add up to.
  private func totals(_ shocks: [[Double]], _ curves: [HingedQuantiles], _ factor: [[Double]])
    -> [Double]
  {
    let whole = Self.sum(shocks, weights)
    let excess = zip(curve.values(at: whole), whole).map { $0 - $1 }
    var totals = [Double](repeating: 0, count: whole.count)
    for (period, curve) in curves.enumerated() {
      let normal = Self.sum(shocks, factor[period])
      let bent = zip(normal, excess).map { $0 + loadings[period] * $1 }
      let values = curve.over(scores(of: period)).values(at: bent)
      for path in totals.indices { totals[path] += values[path] }
    }
    return totals
  }

  private static func sum(_ columns: [[Double]], _ weights: [Double]) -> [Double] {
    var sum = [Double](repeating: 0, count: columns[0].count)
    for (column, weight) in zip(columns, weights) where weight != 0 {
      for place in sum.indices { sum[place] += weight * column[place] }
    }
    return sum
  }

  // MARK: The scores that come of it

  /// What a whole is more than a normal one.
  var excess: HingedQuantiles {
    HingedQuantiles(
      scores: curve.scores, values: zip(curve.values, curve.scores).map { $0 - $1 })
  }

  /// The quantiles of the score of a period: of a bent whole, and a normal rest.
  ///
  /// - Accuracy: about 1e-3.
  func scores(of period: Int) -> [Double] {
    let loading = loadings[period]
    let rest = max(1 - loading * loading, 1e-4).squareRoot()
    let nodes = Array(stride(from: -6.0, through: 6.0, by: 0.05))
    let bent = curve.values(at: nodes).map { loading * $0 }
    let masses = nodes.map { 0.05 * StandardNormal.density(at: $0) }
    func probability(below score: Double) -> Double {
      var sum = 0.0
      for (value, mass) in zip(bent, masses) {
        sum += mass * StandardNormal.distributionFunction(at: (score - value) / rest)
      }
      return sum
    }
    return HingedQuantiles.probabilities.map { wanted in
      var (lower, upper) = (-12.0, 12.0)
      for _ in 0..<20 {
        let middle = (lower + upper) / 2
        if probability(below: middle) < wanted { lower = middle } else { upper = middle }
      }
      return (lower + upper) / 2
    }
  }
}
