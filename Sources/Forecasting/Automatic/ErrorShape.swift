import Probability

/// How errors of forecasts are spread, in units of the spread that the models claimed: for each
/// step the quantiles of (what came − forecast) / spread on the working scale.
struct ErrorShape: Hashable, Sendable {
  /// The probabilities of the quantiles that are kept.
  static let levels: [Double] =
    [0.005, 0.01, 0.025] + (1...19).map { Double($0) / 20 } + [0.975, 0.99, 0.995]

  private static let scores = levels.map { StandardNormal.quantile(at: $0) }

  /// The quantiles at `levels`, for each step.
  let quantiles: [[Double]]

  /// An error in units of the spread that was claimed for it.
  struct StandardisedError: Hashable, Sendable {
    let error: Double
    let weight: Double
  }

  /// Learns the shape from errors.
  ///
  /// - Parameter errors: for each step the standardised errors, with their weights.
  /// - Parameter priorCount: how many errors the prior weighs as much as.
  init(_ errors: [[StandardisedError]], priorCount: Double = 20) {
    let horizon = errors.count
    let reach = horizon >= 12 ? 2 : horizon >= 8 ? 1 : 0
    quantiles = (0..<horizon).map { step in
      // Neighbouring steps share what they know; where a step has nothing, those before tell.
      var pool: [StandardisedError] = []
      for near in max(0, step - reach)...min(horizon - 1, step + reach) { pool += errors[near] }
      var before = step - 1
      while pool.isEmpty, before >= 0 {
        pool = errors[before]
        before -= 1
      }
      return Self.quantiles(of: pool, priorCount: priorCount)
    }
  }

  private static func quantiles(
    of errors: [StandardisedError], priorCount: Double
  ) -> [Double] {
    let sorted = errors.filter { $0.error.isFinite && $0.weight > 0 }
      .sorted { $0.error < $1.error }
    guard !sorted.isEmpty else { return scores }
    let total = sorted.reduce(0) { $0 + $1.weight }
    // How many errors of equal weight would tell as much.
    let effective = total * total / sorted.reduce(0) { $0 + $1.weight * $1.weight }
    let share = effective / (effective + priorCount)
    var below = 0.0
    let places = sorted.map { row -> Double in
      defer { below += row.weight }
      return (below + row.weight / 2) / total
    }
    return zip(levels, scores).map { level, score in
      let own = interpolated(level, places, sorted.map(\.error))
      return share * own + (1 - share) * score
    }
  }

  /// The quantile of the errors of a step at a probability: between the levels straight in the
  /// normal score, and beyond them with the slope of the last piece.
  func quantile(step: Int, score: Double) -> Double {
    let values = quantiles[min(step, quantiles.count - 1)]
    let scores = Self.scores
    var upper = scores.firstIndex { $0 >= score } ?? scores.count - 1
    upper = max(upper, 1)
    let share = (score - scores[upper - 1]) / (scores[upper] - scores[upper - 1])
    return values[upper - 1] + share * (values[upper] - values[upper - 1])
  }
}

/// The value at a place between given ones, constant beyond them.
private func interpolated(_ place: Double, _ places: [Double], _ values: [Double]) -> Double {
  guard let upper = places.firstIndex(where: { $0 >= place }) else { return values[values.count - 1] }
  guard upper > 0 else { return values[0] }
  let share = (place - places[upper - 1]) / (places[upper] - places[upper - 1])
  return values[upper - 1] + share * (values[upper] - values[upper - 1])
}
