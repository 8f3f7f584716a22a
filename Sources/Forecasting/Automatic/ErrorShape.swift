import Probability

/// How far errors of forecasts reach, in units of the spread that was claimed for them: for each
/// step the quantiles of |what came − forecast| / spread on the working scale.
///
/// Reach is the same to both sides. By how much all forecasts missed to one side when looking back
/// is left out: it tells of the time that was looked back at, not of the time to come.
struct ErrorShape: Hashable, Sendable {
  /// An error in units of the spread that was claimed for it.
  struct StandardisedError: Hashable, Sendable {
    let error: Double
    let weight: Double
  }

  /// The probabilities of the intervals whose half widths are kept.
  static let levels: [Double] = (0...19).map { Double($0) / 20 } + [0.975, 0.99]

  /// The normal scores of the upper ends of those intervals.
  private static let scores = levels.map { StandardNormal.quantile(at: (1 + $0) / 2) }

  /// The half widths at `levels`, for each step.
  let reaches: [[Double]]

  /// Learns the shape from errors.
  ///
  /// - Parameter errors: for each step the standardised errors, with their weights.
  /// - Parameter priorCount: how many errors the normal distribution weighs as much as.
  init(_ errors: [[StandardisedError]], priorCount: Double = 20) {
    let horizon = errors.count
    let miss = weightedMedian(errors.flatMap { $0 })
    let neighbours = horizon >= 12 ? 2 : horizon >= 8 ? 1 : 0
    var last: [StandardisedError] = []
    reaches = (0..<horizon).map { step in
      // Neighbouring steps share what they know; where a step has nothing, those before tell.
      let near = max(0, step - neighbours)...min(horizon - 1, step + neighbours)
      let pool = near.flatMap { errors[$0] }
      if !pool.isEmpty { last = pool }
      return Self.reaches(of: last, about: miss, priorCount: priorCount)
    }
  }

  private static func reaches(
    of errors: [StandardisedError], about miss: Double, priorCount: Double
  ) -> [Double] {
    guard !errors.isEmpty else { return scores }
    let sizes = errors.map {
      StandardisedError(error: abs($0.error - miss), weight: $0.weight)
    }.sorted { $0.error < $1.error }
    let total = sizes.reduce(0) { $0 + $1.weight }
    // How many errors of equal weight would tell as much.
    let effective = total * total / sizes.reduce(0) { $0 + $1.weight * $1.weight }
    let share = effective / (effective + priorCount)
    var below = 0.0
    let places = sizes.map { size -> Double in
      defer { below += size.weight }
      return (below + size.weight / 2) / total
    }
    return zip(levels, scores).map { level, score in
      share * between(level, places, sizes.map(\.error)) + (1 - share) * score
    }
  }

  /// The errors at normal scores: straight in the score between the levels, and beyond them with
  /// the slope of the last piece.
  func errors(step: Int, scores wanted: [Double]) -> [Double] {
    let reaches = self.reaches[min(step, self.reaches.count - 1)]
    let scores = Self.scores
    // Mostly the piece of the score before, or its neighbour: scores come in order.
    var upper = 1
    return wanted.map { score in
      let size = abs(score)
      while upper < scores.count - 1, scores[upper] < size { upper += 1 }
      while upper > 1, scores[upper - 1] >= size { upper -= 1 }
      let share = (size - scores[upper - 1]) / (scores[upper] - scores[upper - 1])
      let reach = reaches[upper - 1] + share * (reaches[upper] - reaches[upper - 1])
      return score < 0 ? -reach : reach
    }
  }
}

/// The error at which half of the weight is reached; 0 of none.
private func weightedMedian(_ errors: [ErrorShape.StandardisedError]) -> Double {
  let half = errors.reduce(0) { $0 + $1.weight } / 2
  var below = 0.0
  for error in errors.sorted(by: { $0.error < $1.error }) {
    below += error.weight
    if below >= half { return error.error }
  }
  return 0
}

/// The value at a place between given ones, which rise from 0 at place 0; constant beyond them.
private func between(_ place: Double, _ places: [Double], _ values: [Double]) -> Double {
  guard let upper = places.firstIndex(where: { $0 >= place }) else {
    return values[values.count - 1]
  }
  let (lowPlace, lowValue) = upper == 0 ? (0, 0) : (places[upper - 1], values[upper - 1])
  guard places[upper] > lowPlace else { return values[upper] }
  let share = (place - lowPlace) / (places[upper] - lowPlace)
  return lowValue + share * (values[upper] - lowValue)
}
