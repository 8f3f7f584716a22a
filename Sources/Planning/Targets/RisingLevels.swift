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
    /// Of each trial the least height among the goals that rose so far; below all heights for one
    /// that misses a level which stays.
    let lows: [Double]
  }

  /// For each goal the height of each trial.
  private let heights: [[Double]]
  private let confidence: Double

  init(_ heights: [[Double]], at confidence: Double) {
    (self.heights, self.confidence) = (heights, confidence)
  }

  /// - Shape: one for each goal.
  /// - Complexity: O(goals² × trials).
  func stands() -> [Stand] {
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
      for (goal, count) in zip(rising, left) where isUsedUp || count <= fewest {
        stands[goal] = Stand(height: height, lows: lows)
        for trial in isUsable.indices where heights[goal][trial] < height {
          isUsable[trial] = false
        }
      }
    }
    return stands.compactMap { $0 }
  }

  /// For each goal the least number that trials of its height have; where several trials have it,
  /// as of a count, the least of those that meet all levels.
  ///
  /// - Parameter values: of each goal those of the trials, rising with their heights.
  func levels(of values: [[Double]], at stands: [Stand]) -> [Double] {
    let meets = heights[0].indices.map { trial in
      heights.indices.allSatisfy { heights[$0][trial] >= stands[$0].height }
    }
    return heights.indices.map { goal in
      var (least, own, count) = (Double.infinity, Double.infinity, 0)
      for (trial, value) in values[goal].enumerated()
      where heights[goal][trial] >= stands[goal].height {
        count = value < least ? 1 : value == least ? count + 1 : count
        least = min(least, value)
        if meets[trial] { own = min(own, value) }
      }
      return count > 1 ? own : least
    }
  }
}
