import Probability

/// Levels of several goals that rise together until they hold with the wished probability.
///
/// Each goal measures every trial by its height, such as a rank or a number of standard deviations;
/// a trial meets a level that is no higher. The levels rise alike. Where one of them would lose too
/// many trials at once, as a count does, it stays, and the others rise on, until none can.
struct RisingLevels: Sendable {
  /// Where a level comes to stand.
  struct Stand: Sendable {
    let height: Double
    /// What was measured there.
    let error: Double
  }

  /// For each goal the height of each trial.
  private let heights: [[Double]]
  private let confidence: Double

  init(_ heights: [[Double]], at confidence: Double) {
    (self.heights, self.confidence) = (heights, confidence)
  }

  /// - Parameter error: of a height, by the least height that each trial has among the goals that
  ///   rose so far; below all heights for one that misses a level which stays. Measured at once, so
  ///   that no height of a trial need be kept.
  /// - Shape: one for each goal.
  /// - Complexity: O(goals² × trials).
  func stands(_ error: (_ lows: [Double]) -> Double = { _ in .nan }) -> [Stand] {
    let trials = heights[0].count
    let needed = rank(of: confidence, among: trials) + 1
    let never = (heights.lazy.compactMap { $0.min() }.min() ?? 0) - 1
    var stands = [Stand?](repeating: nil, count: heights.count)
    var lows = [Double](repeating: never, count: trials)
    var isUsable = [Bool](repeating: true, count: trials)
    while stands.contains(where: { $0 == nil }) {
      let rising = heights.indices.filter { stands[$0] == nil }
      for trial in lows.indices {
        lows[trial] =
          isUsable[trial] ? rising.reduce(.infinity) { min($0, heights[$1][trial]) } : never
      }
      // The height that so many trials have at least: a quantile from above.
      let height = -quantiles(of: lows.map { -$0 }, at: [confidence])[0]
      let left = rising.map { goal in
        lows.indices.count { lows[$0] >= height && heights[goal][$0] > height }
      }
      let isUsedUp = lows.count { $0 >= height } == needed
      // Where none loses too many by itself, but all together do, the one that loses most stays.
      let fewest = max(left.min() ?? 0, needed - 1)
      let stand = Stand(height: height, error: error(lows))
      for (goal, count) in zip(rising, left) where isUsedUp || count <= fewest {
        stands[goal] = stand
        for trial in isUsable.indices where heights[goal][trial] < height {
          isUsable[trial] = false
        }
      }
    }
    return stands.compactMap { $0 }
  }

  /// The height that just the wished share of the trials has at least by all goals, on a straight
  /// line between the heights of two trials.
  ///
  /// - Precondition: no two trials have the same height by a goal.
  func commonHeight() -> Double {
    let lows = heights[0].indices.map { trial in
      heights.reduce(.infinity) { min($0, $1[trial]) }
    }
    let height = -quantiles(of: lows.map { -$0 }, at: [confidence])[0]
    let (count, above) = lows.reduce((0, 0)) { counts, low in
      (counts.0 + (low >= height ? 1 : 0), counts.1 + (low > height ? 1 : 0))
    }
    let next = lows.reduce(.infinity) { $1 > height ? min($0, $1) : $0 }
    guard next < .infinity else { return height }
    let surplus = Double(count) - confidence * Double(lows.count)
    return height + (next - height) * surplus / Double(count - above)
  }

  /// For each goal the least number that trials of its height have; where several trials have it,
  /// as of a count, the least of those that meet all levels.
  ///
  /// - Parameter value: of a goal that of a trial, rising with its height.
  func levels(
    at stands: [Stand], _ value: (_ goal: Int, _ trial: Int) -> Double
  ) -> [Double] {
    let meets = heights[0].indices.map { trial in
      heights.indices.allSatisfy { heights[$0][trial] >= stands[$0].height }
    }
    return heights.indices.map { goal in
      var (least, own, count) = (Double.infinity, Double.infinity, 0)
      for trial in meets.indices where heights[goal][trial] >= stands[goal].height {
        let value = value(goal, trial)
        count = value < least ? 1 : value == least ? count + 1 : count
        least = min(least, value)
        if meets[trial] { own = min(own, value) }
      }
      return count > 1 ? own : least
    }
  }
}
