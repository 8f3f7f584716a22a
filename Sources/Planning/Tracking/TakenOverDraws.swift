import ColumnPlan

/// The draws behind steps that are weighed: each trial takes over those of another one.
///
/// Where a step is decided by a score that a correlation makes of several draws, that score alone
/// is taken over: what the draws are across it is left to move with what is known.
struct TakenOverDraws: Sendable {
  /// The draws that are taken over as they are.
  let whole: Set<Int>
  /// By how much the scores of a draw move in each trial.
  let moves: [(draw: Int, scores: [Double])]
  /// Of the groups that a correlation joins: their draws, and directions that are taken over, which
  /// have the length 1 and stand upright on each other.
  private let groups: [(draws: [Int], directions: [[Double]])]

  /// None.
  init() { (whole, moves, groups) = ([], [], []) }

  /// - Parameter ancestors: for each trial the one that it takes over from.
  /// - Parameter column: the scores of a draw in all trials.
  init(_ causes: [StepCause], from ancestors: [Int], scoresOf column: (Int) -> [Double]) {
    let whole = Set(causes.flatMap(\.draws))
    let joined = Dictionary(grouping: causes.flatMap(\.scores), by: \.draws)
    let groups = joined.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { draws, scores in
      (draws: draws, directions: Self.upright(scores.map(\.loadings)))
    }
    var moves = whole.sorted().map { draw in
      let own = column(draw)
      return (draw: draw, scores: ancestors.enumerated().map { own[$1] - own[$0] })
    }
    for group in groups {
      let along = group.directions.map { direction in
        JoinedScore(draws: group.draws, loadings: direction)
          .values(ancestors.count, scoresOf: column)
      }
      for (place, draw) in group.draws.enumerated() {
        var scores = [Double](repeating: 0, count: ancestors.count)
        for (direction, values) in zip(group.directions, along) where direction[place] != 0 {
          for (trial, ancestor) in ancestors.enumerated() {
            scores[trial] += direction[place] * (values[ancestor] - values[trial])
          }
        }
        moves.append((draw, scores))
      }
    }
    (self.whole, self.moves, self.groups) = (whole, moves, groups)
  }

  /// Coefficients of draws without what is taken over: none where a draw is taken over whole, and
  /// of a group what is left across its directions.
  ///
  /// - Shape: for each draw one coefficient for each observation.
  func without(_ coefficients: [[Double]]) -> [[Double]] {
    var left = coefficients
    for draw in whole { left[draw] = left[draw].map { _ in 0 } }
    for group in groups {
      for direction in group.directions {
        for observation in left[group.draws[0]].indices {
          let along = zip(group.draws, direction).reduce(0) { $0 + left[$1.0][observation] * $1.1 }
          for (draw, part) in zip(group.draws, direction) {
            left[draw][observation] -= along * part
          }
        }
      }
    }
    return left
  }

  /// Directions of length 1 that stand upright on each other and say the same; what others say is
  /// left out.
  private static func upright(_ directions: [[Double]]) -> [[Double]] {
    var upright: [[Double]] = []
    for direction in directions {
      var rest = direction
      // Twice, for digits that the first pass loses.
      for _ in 0..<2 {
        for other in upright {
          let along = zip(rest, other).reduce(0) { $0 + $1.0 * $1.1 }
          for place in rest.indices { rest[place] -= along * other[place] }
        }
      }
      let length = rest.reduce(0) { $0 + $1 * $1 }.squareRoot()
      if length > 1e-6 { upright.append(rest.map { $0 / length }) }
    }
    return upright
  }
}
