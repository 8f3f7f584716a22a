import Probability

/// A rising function of a score as a line with hinges: straight between some quantiles, and beyond
/// the outermost with the slope of the last piece.
///
/// A normal value is a straight line over its score, and the logarithm of a lognormal one too;
/// of what lies between quantiles nothing else is assumed.
struct HingedQuantiles: Hashable, Sendable {
  /// The probabilities of the quantiles that are kept: those that the results show, and tails.
  static let probabilities = [0.005, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975, 0.995]
  /// Their scores, if those are standard normal.
  static let normalScores = probabilities.map { StandardNormal.quantile(at: $0) }

  /// The quantiles of the score, which rise.
  let scores: [Double]
  /// Those of the value, which do not fall.
  let values: [Double]

  init(scores: [Double] = Self.normalScores, values: [Double]) {
    self.scores = scores
    self.values = values
  }

  /// - Parameter sample: draws of the value; of equal ones the function is constant.
  init(of sample: [Double]) { self.init(values: quantiles(of: sample, at: Self.probabilities)) }

  var median: Double { values[values.count / 2] }

  /// The same over a score with other quantiles.
  func over(_ scores: [Double]) -> HingedQuantiles {
    HingedQuantiles(scores: scores, values: values)
  }

  /// A rising function of the value.
  func mapped(_ function: (Double) -> Double) -> HingedQuantiles {
    HingedQuantiles(scores: scores, values: values.map(function))
  }

  /// The value at score 0 were the first piece to go on, and the slope of that piece.
  var line: (offset: Double, slope: Double) {
    let slope = self.slope(0)
    return (values[0] - slope * scores[0], slope)
  }

  /// By how much the slope changes at each of the inner scores.
  var changes: [Double] { (1..<scores.count - 1).map { slope($0) - slope($0 - 1) } }

  private func slope(_ piece: Int) -> Double {
    (values[piece + 1] - values[piece]) / (scores[piece + 1] - scores[piece])
  }

  /// The value at a score.
  func value(at score: Double) -> Double { values(at: [score])[0] }

  /// The values at scores.
  func values(at scores: [Double]) -> [Double] {
    let (line, changes) = (line, changes)
    var result = scores.map { line.offset + line.slope * $0 }
    for (inner, change) in changes.enumerated() {
      let hinge = self.scores[inner + 1]
      for place in scores.indices { result[place] += change * max(scores[place] - hinge, 0) }
    }
    return result
  }

  /// The score at which a rising curve has a value: of several the lowest, and beyond the outermost
  /// quantiles that of the outermost.
  func score(of value: Double) -> Double {
    let upper = values.firstIndex { $0 >= value } ?? values.count - 1
    guard upper > 0, values[upper] > values[upper - 1] else { return scores[upper] }
    let share = min((value - values[upper - 1]) / (values[upper] - values[upper - 1]), 1)
    return scores[upper - 1] + share * (scores[upper] - scores[upper - 1])
  }
}
