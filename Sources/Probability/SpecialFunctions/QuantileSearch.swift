/// The number at which a distribution function reaches a probability.
///
/// Newton's method on the logarithm of a tail, which is nearly straight far out; a bracket that
/// shrinks with every step is halved where Newton's method would leave it.
///
/// - Parameter tail: the probability, at most one half, below the answer or above it.
/// - Parameter lower, upper: where to search; the answer is the nearer end if it lies outside.
/// - Parameter start: a guess; anything will do.
/// - Parameter function: at an argument, the probabilities below and above it, and the density.
/// - Accuracy: 1e-15 times 1 + |answer|, if `function` is as accurate.
func searchQuantile(
  tail: Double, isUpper: Bool, from lower: Double, to upper: Double, start: Double,
  _ function: (Double) -> (lower: Double, upper: Double, density: Double)
) -> Double {
  var (low, high) = (lower, upper)
  var x = start.isNaN ? low + (high - low) / 2 : min(max(start, low), high)
  let target = logarithm(tail)
  for _ in 0..<200 {
    let (below, above, density) = function(x)
    let found = isUpper ? above : below
    let error = isUpper ? target - logarithm(found) : logarithm(found) - target
    if error == 0 { return x }
    if error < 0 { low = x } else { high = x }
    let step = -error * found / density
    let next = x + step
    // The error left is about the square of the step.
    if abs(step) < 1e-9 * (1 + abs(x)) { return min(max(next, lower), upper) }
    x = next > low && next < high ? next : low + (high - low) / 2
    if x == low || x == high { return x }
  }
  return x
}

/// The smallest whole number, not negative, at which a distribution function reaches `p`.
///
/// - Parameter start: a guess; anything will do.
/// - Parameter probabilities: of a value at or below a number, and of one above.
func searchCount(
  at p: Double, start: Double, upTo largest: Double,
  _ probabilities: (Double) -> (lower: Double, upper: Double)
) -> Double {
  func reaches(_ k: Double) -> Bool {
    let (lower, upper) = probabilities(k)
    return p < 0.5 ? lower >= p : upper <= 1 - p
  }
  var high = min(max(start.isFinite ? start.rounded(.up) : 0, 0), largest)
  var low = -1.0
  var step = max(1, (high.squareRoot() * 0.01).rounded(.up))
  if reaches(high) {
    while high - step >= 0, reaches(high - step) { (high, step) = (high - step, step * 2) }
    low = max(high - step, -1)
  } else {
    while high < largest {
      (low, high, step) = (high, min(high + step, largest), step * 2)
      if reaches(high) { break }
    }
  }
  while high - low > 1 {
    let middle = ((low + high) / 2).rounded(.down)
    if reaches(middle) { high = middle } else { low = middle }
  }
  return high
}
