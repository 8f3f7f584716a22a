import Probability

/// A predictive distribution as a rising line of values over standard normal scores: the value at
/// score z is the quantile at the probability of z.
///
/// Between the outermost quantiles the line is interpolated; beyond them it goes on with the slope
/// of the outer part, where a normal distribution goes on exactly, and nears a bound of the values
/// without reaching it. So a value that lies far outside of the forecast still has a score that
/// says how far, which a probability of nought would not.
struct ScoreScale: Sendable {
  /// Scores end here: where a forecast has no spread, every other value is infinitely far.
  static let limit = 8.0

  /// Ascending.
  let scores: [Double]
  /// Not falling.
  let values: [Double]
  let range: ValueRange
  /// How much the values rise with the score beyond the first and the last.
  private let lowerSlope: Double
  private let upperSlope: Double

  /// - Precondition: as many quantiles as levels, three at least; levels ascending within (0, 1).
  init(quantiles: some RandomAccessCollection<Double>, levels: [Double], range: ValueRange = .all) {
    self.init(
      scores: levels.map(StandardNormal.quantile(at:)), quantiles: quantiles, range: range)
  }

  /// The scale of a sample in ascending order.
  init(ofSorted sample: UnsafeBufferPointer<Double>, range: ValueRange = .all) {
    var values: [Double] = []
    values.reserveCapacity(Self.levels.count)
    let n = Double(sample.count)
    for level in Self.levels {
      // The i-th of n numbers stands for the probability (i - 1/2) / n.
      let place = min(max(level * n - 0.5, 0), n - 1)
      let below = Int(place)
      let share = place - Double(below)
      let lower = sample[below]
      values.append(share > 0 ? lower + share * (sample[below + 1] - lower) : lower)
    }
    self.init(scores: Self.knots, quantiles: values, range: range)
  }

  private init(
    scores: [Double], quantiles: some RandomAccessCollection<Double>, range: ValueRange
  ) {
    precondition(scores.count == quantiles.count && scores.count > 2, "a value for each score")
    self.scores = scores
    self.range = range
    // Quantiles that cross are put in order: the distribution that they nearly are.
    var values = Array(quantiles)
    for index in values.indices.dropFirst() where values[index] < values[index - 1] {
      values.sort()
      break
    }
    self.values = values
    // The slope is that of the outer part, for neighbouring quantiles of a sample are chance.
    let last = scores.count - 1
    let low = scores.firstIndex { $0 >= scores[0] / 3 } ?? last
    let high = scores.lastIndex { $0 <= scores[last] / 3 } ?? 0
    lowerSlope =
      low > 0 ? (values[low] - values[0]) / (scores[low] - scores[0]) : 0
    upperSlope =
      high < last ? (values[last] - values[high]) / (scores[last] - scores[high]) : 0
  }

  /// From -2.5 to 2.5, so that the outermost quantile rests on a handful of a thousand paths.
  private static let knots: [Double] = (-10...10).map { Double($0) / 4 }
  private static let levels = knots.map(StandardNormal.distributionFunction(at:))

  /// The value at a score.
  func value(at score: Double) -> Double {
    let last = scores.count - 1
    if score <= scores[0] {
      return beyond(
        values[0], by: scores[0] - score, slope: lowerSlope, bound: range.lower, sign: -1)
    }
    if score >= scores[last] {
      return beyond(
        values[last], by: score - scores[last], slope: upperSlope, bound: range.upper, sign: 1)
    }
    let above = firstIndex { scores[$0] > score }
    let below = above - 1
    let share = (score - scores[below]) / (scores[above] - scores[below])
    return values[below] + share * (values[above] - values[below])
  }

  /// The score of a value; the middle one where several quantiles are that value.
  func score(of value: Double) -> Double {
    guard !value.isNaN else { return .nan }
    let last = scores.count - 1
    if value < values[0] {
      let distance = distance(
        from: values[0], to: value, slope: lowerSlope, bound: range.lower)
      return max(scores[0] - distance, -Self.limit)
    }
    if value > values[last] {
      let distance = distance(
        from: values[last], to: value, slope: upperSlope, bound: range.upper)
      return min(scores[last] + distance, Self.limit)
    }
    let first = firstIndex { values[$0] >= value }
    let above = firstIndex { values[$0] > value }
    if above > first {
      // One quantile or several are this very value.
      return (scores[first] + scores[above - 1]) / 2
    }
    let below = first - 1
    let share = (value - values[below]) / (values[first] - values[below])
    return scores[below] + share * (scores[first] - scores[below])
  }

  private func beyond(
    _ edge: Double, by distance: Double, slope: Double, bound: Double, sign: Double
  ) -> Double {
    guard slope > 0, distance > 0 else { return edge }
    let room = (bound - edge) * sign
    guard room.isFinite else { return edge + sign * slope * distance }
    guard room > 0 else { return edge }
    // Leaves the edge with the same slope and nears the bound.
    return bound - sign * room * exponential(-slope * distance / room)
  }

  private func distance(from edge: Double, to value: Double, slope: Double, bound: Double)
    -> Double
  {
    guard slope > 0 else { return .infinity }
    let room = abs(bound - edge)
    guard room.isFinite else { return abs(value - edge) / slope }
    let left = room - abs(value - edge)
    guard left > 0 else { return .infinity }
    return room / slope * logarithm(room / left)
  }

  /// The first place at which a condition holds that holds ever after; the count where none.
  @inline(__always)
  private func firstIndex(where holds: (Int) -> Bool) -> Int {
    var (low, high) = (0, scores.count)
    while low < high {
      let middle = (low + high) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
