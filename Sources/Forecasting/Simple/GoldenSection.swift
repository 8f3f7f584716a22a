/// Where a function of one number is smallest: the best of a grid, then the golden section around
/// it.
///
/// - Parameter tolerance: how wide the last bracket is, in widths of the range.
/// - Accuracy: 1e-8 of the range at best, for a smooth function with one valley around the best
///   point of the grid.
func smallest(
  within range: ClosedRange<Double>, points: Int = 13, tolerance: Double = 1e-9,
  _ function: (Double) -> Double
) -> Double {
  let width = range.upperBound - range.lowerBound
  guard width > 0 else { return range.lowerBound }
  let last = Double(points - 1)
  var best = (point: range.upperBound, value: Double.infinity)
  for index in 0..<points {
    let point = range.lowerBound + width * Double(index) / last
    let value = function(point)
    if value < best.value { best = (point, value) }
  }
  guard best.value < .infinity else { return range.upperBound }
  var low = max(best.point - width / last, range.lowerBound)
  var high = min(best.point + width / last, range.upperBound)
  let section = 0.381_966_011_250_105_15
  var (left, right) = (low + section * (high - low), high - section * (high - low))
  var (valueLeft, valueRight) = (function(left), function(right))
  while high - low > tolerance * max(width, abs(best.point)) {
    if valueLeft < valueRight {
      (high, right, valueRight) = (right, left, valueLeft)
      left = low + section * (high - low)
      valueLeft = function(left)
    } else {
      (low, left, valueLeft) = (left, right, valueRight)
      right = high - section * (high - low)
      valueRight = function(right)
    }
    if left >= right { break }
  }
  let middle = (low + high) / 2
  return function(middle) <= best.value ? middle : best.point
}
