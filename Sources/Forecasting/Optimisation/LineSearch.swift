/// Where a function of one number is smallest: the best of a grid, then parabolas through the best
/// points around it.
///
/// - Parameter tolerance: how wide the last bracket is, in widths of the range.
/// - Accuracy: 1e-8 of the range at best, for a smooth function with one valley around the best
///   point of the grid.
/// - Complexity: the points of the grid, and some ten evaluations.
func smallest(
  within range: ClosedRange<Double>, points: Int = 13, tolerance: Double = 1e-9,
  _ function: (Double) -> Double
) -> Double {
  let width = range.upperBound - range.lowerBound
  guard width > 0 else { return range.lowerBound }
  let last = Double(points - 1)
  let grid = (0..<points).map { index in
    let point = range.lowerBound + width * Double(index) / last
    return BracketedValley.Point(at: point, function)
  }
  let best = grid.indices.min { grid[$0].value < grid[$1].value } ?? 0
  guard grid[best].value < .infinity else { return range.upperBound }
  let precision = tolerance * max(width, abs(grid[best].place)) / 4
  var valley = BracketedValley(
    below: grid[max(best - 1, 0)], best: grid[best], above: grid[min(best + 1, points - 1)])
  valley.search(precision, function)
  return valley.best.place
}

/// A valley of a function between two points, and the best points seen in it.
///
/// - Source: Brent (1973), "Algorithms for minimization without derivatives", chapter 5.
private struct BracketedValley {
  struct Point {
    let place, value: Double

    /// What is no number is as bad as can be.
    init(at place: Double, _ function: (Double) -> Double) {
      let value = function(place)
      self.place = place
      self.value = value.isNaN ? .infinity : value
    }
  }

  private var low, high: Double
  private(set) var best: Point
  private var second, third: Point
  /// The last step, and the one before it.
  private var step: Double
  private var before: Double

  /// The smaller part of the golden section.
  private static let section = 0.381_966_011_250_105_15

  init(below: Point, best: Point, above: Point) {
    (low, high) = (below.place, above.place)
    self.best = best
    (second, third) = below.value < above.value ? (below, above) : (above, below)
    step = high - low
    before = step
  }

  mutating func search(_ precision: Double, _ function: (Double) -> Double) {
    for _ in 0..<100 {
      let middle = (low + high) / 2
      if abs(best.place - middle) + (high - low) / 2 <= 2 * precision { return }
      if !takeParabola(precision) {
        before = (best.place < middle ? high : low) - best.place
        step = Self.section * before
      }
      let move = abs(step) >= precision ? step : precision * (step < 0 ? -1 : 1)
      learn(Point(at: best.place + move, function))
    }
  }

  /// The step to the bottom of the parabola through the three best points.
  ///
  /// - Returns: false where it is not within the bracket, or steps do not become shorter.
  private mutating func takeParabola(_ precision: Double) -> Bool {
    let left = (best.place - second.place) * (best.value - third.value)
    let right = (best.place - third.place) * (best.value - second.value)
    let bend = 2 * (right - left)
    let rise = (best.place - third.place) * right - (best.place - second.place) * left
    guard bend != 0, abs(before) > precision else { return false }
    let found = -rise / bend
    guard abs(found) < abs(before) / 2, best.place + found > low, best.place + found < high
    else { return false }
    before = step
    step = found
    let place = best.place + found
    if place - low < 2 * precision || high - place < 2 * precision {
      step = (low + high) / 2 < best.place ? -precision : precision
    }
    return true
  }

  private mutating func learn(_ point: Point) {
    if point.value <= best.value {
      if point.place < best.place { high = best.place } else { low = best.place }
      (third, second, best) = (second, best, point)
      return
    }
    if point.place < best.place { low = point.place } else { high = point.place }
    if point.value <= second.value || second.place == best.place {
      (third, second) = (second, point)
    } else if point.value <= third.value || third.place == best.place
      || third.place == second.place
    {
      third = point
    }
  }
}
