import Probability

/// A quantile function as a curve over normal scores: straight between some quantiles, and beyond
/// the outermost with the slope of the last piece.
///
/// A normal value is a straight line over its score, and the logarithm of a lognormal one too;
/// of what lies between quantiles nothing else is assumed.
struct HingedQuantiles: Hashable, Sendable {
  /// The probabilities of the quantiles that are kept: those that the results show, and tails.
  static let probabilities = [0.005, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975, 0.995]
  /// Their normal scores.
  static let scores = probabilities.map { StandardNormal.quantile(at: $0) }

  /// The quantiles, which do not fall.
  let values: [Double]

  /// The curve of some values.
  ///
  /// - Parameter sample: draws; of equal ones the curve is constant.
  init(of sample: [Double]) {
    values = quantiles(of: sample, at: Self.probabilities)
  }

  init(values: [Double]) { self.values = values }

  /// Whether there is one value only.
  var isConstant: Bool { values[0] == values[values.count - 1] }

  var median: Double { values[Self.scores.count / 2] }

  /// The curve of a rising function of the value.
  func mapped(_ function: (Double) -> Double) -> HingedQuantiles {
    HingedQuantiles(values: values.map(function))
  }

  /// The value at score 0 were the first piece to go on, the slope of that piece, and by how much
  /// the slope changes at each inner score.
  var hinges: (offset: Double, slope: Double, changes: [Double]) {
    let scores = Self.scores
    var slopes: [Double] = []
    var changes: [Double] = []
    for upper in 1..<scores.count {
      let rise = values[upper] - values[upper - 1]
      slopes.append(rise / (scores[upper] - scores[upper - 1]))
      if upper > 1 { changes.append(slopes[upper - 1] - slopes[upper - 2]) }
    }
    return (values[0] - slopes[0] * scores[0], slopes[0], changes)
  }

  /// The value at a score.
  func value(at score: Double) -> Double {
    let (offset, slope, changes) = hinges
    var value = offset + slope * score
    for (inner, change) in zip(Self.scores.dropFirst(), changes) {
      value += change * max(score - inner, 0)
    }
    return value
  }
}
