/// A distribution at an argument: the probabilities below and above it, the density, and the slope
/// of the density's logarithm.
struct TailPoint {
  let lower, upper, density, slope: Double
}

/// An answer of `searchQuantile`: an argument at which the function was evaluated, and the small
/// step from there to the answer, which the argument has no room for.
struct NearbyQuantile {
  let argument, step: Double
}

/// The number at which a distribution function reaches a probability.
///
/// Halley's method on the logarithm of a tail, which is nearly straight far out; a bracket that
/// shrinks with every step is halved where the method would leave it.
///
/// - Parameter tail: the probability, at most one half, below the answer or above it.
/// - Parameter lower, upper: where to search; the answer is the nearer end if it lies outside.
/// - Parameter start: a guess; anything will do.
/// - Accuracy: as good as `function`: the last step is taken by the ratio of the probabilities,
///   whose logarithms have fewer digits.
func searchQuantile(
  tail: Double, isUpper: Bool, from lower: Double, to upper: Double, start: Double,
  _ function: (Double) -> TailPoint
) -> NearbyQuantile {
  var (low, high) = (lower, upper)
  var x = start.isNaN ? low + (high - low) / 2 : min(max(start, low), high)
  for _ in 0..<200 {
    let point = function(x)
    let found = isUpper ? point.upper : point.lower
    let ratio = found / tail
    let logarithm =
      ratio > 0.5 && ratio < 2
      ? logarithmOfOnePlus((found - tail) / tail) : logarithm(found) - logarithm(tail)
    let error = isUpper ? -logarithm : logarithm
    if error == 0 { return NearbyQuantile(argument: x, step: 0) }
    if error < 0 { low = x } else { high = x }
    // The logarithm's slope, and its second derivative over the first.
    let rate = point.density / found
    let bend = point.slope + (isUpper ? rate : -rate)
    let newton = -error / rate
    let step = newton / max(1 + 0.5 * newton * bend, 0.5)
    // The error left is about the cube of the step.
    if abs(step) < 2e-6 { return NearbyQuantile(argument: x, step: step) }
    let next = x + step
    x = next > low && next < high ? next : low + (high - low) / 2
    if x == low || x == high { break }
  }
  return NearbyQuantile(argument: x, step: 0)
}

/// The smallest whole number, not negative, that is exceeded with at most a probability.
///
/// - Parameter start, probabilities: as in `searchCount(at:start:upTo:_:)`.
func searchCount(
  exceededWith tail: Double, start: Double, upTo largest: Double,
  _ probabilities: (Double) -> (lower: Double, upper: Double)
) -> Double {
  if tail >= 0.5 {
    return firstCount(start: start, upTo: largest) { probabilities($0).lower >= 1 - tail }
  }
  return firstCount(start: start, upTo: largest) { probabilities($0).upper <= tail }
}

/// The smallest whole number, not negative, at which a distribution function reaches `p`.
///
/// - Parameter start: a guess; anything will do.
/// - Parameter firstStep: how far off the guess may well be; the default suits a normal guess.
/// - Parameter probabilities: of a value at or below a number, and of one above.
func searchCount(
  at p: Double, start: Double, firstStep: Double? = nil, upTo largest: Double,
  _ probabilities: (Double) -> (lower: Double, upper: Double)
) -> Double {
  if p < 0.5 {
    return firstCount(start: start, firstStep: firstStep, upTo: largest) {
      probabilities($0).lower >= p
    }
  }
  return firstCount(start: start, firstStep: firstStep, upTo: largest) {
    probabilities($0).upper <= 1 - p
  }
}

/// The smallest whole number, not negative, that reaches something which all above it reach.
private func firstCount(
  start: Double, firstStep: Double? = nil, upTo largest: Double, _ reaches: (Double) -> Bool
) -> Double {
  var high = min(max(start.isFinite ? start.rounded(.up) : 0, 0), largest)
  var low = -1.0
  var step = firstStep ?? max(1, (high.squareRoot() * 0.01).rounded(.up))
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
