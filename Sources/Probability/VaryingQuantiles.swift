/// An operand that is one number for all lanes or a column.
public struct LaneOperand {
  let numbers: UnsafePointer<Double>
  let stride: Int

  /// - Parameter stride: 0 for one number, 1 for a column.
  public init(_ numbers: UnsafePointer<Double>, stride: Int) {
    (self.numbers, self.stride) = (numbers, stride)
  }

  subscript(lane: Int) -> Double { numbers[lane * stride] }
}

/// Turns uniform numbers into Poisson counts whose means differ by trial, in place.
///
/// The counts invert the distribution function: exactly, up to the rounding of its sum. A mean of
/// 0 gives 0; a mean that is negative or not finite gives NaN.
///
/// - Complexity: about sqrt(mean) operations per lane; for a mean above 10,000 a few evaluations
///   of the incomplete gamma function.
public func fillPoissonQuantiles(_ lanes: inout MutableSpan<Double>, means: LaneOperand) {
  for lane in lanes.indices {
    let mean = means[lane]
    guard mean > 0, mean < .infinity else {
      lanes[lane] = mean == 0 ? 0 : .nan
      continue
    }
    lanes[lane] = poissonQuantile(at: lanes[lane], mean: mean)
  }
}

/// Turns uniform numbers into binomial counts whose parameters differ by trial, in place.
///
/// The counts invert the distribution function: exactly, up to the rounding of its sum. A
/// probability outside of [0, 1], or a count that is not a whole number from 0, gives NaN.
///
/// - Complexity: about as many operations per lane as there are successes, or failures, where
///   either are few; else a few evaluations of the incomplete beta function.
public func fillBinomialQuantiles(
  _ lanes: inout MutableSpan<Double>, probabilities: LaneOperand, counts: LaneOperand
) {
  for lane in lanes.indices {
    let (probability, count) = (probabilities[lane], counts[lane])
    guard probability >= 0, probability <= 1, count >= 0, count <= 0x1p53,
      count.rounded() == count
    else {
      lanes[lane] = .nan
      continue
    }
    lanes[lane] = binomialQuantile(at: lanes[lane], probability: probability, count: count)
  }
}

/// Beyond this mean the distribution function is evaluated rather than summed.
private let largestSummedMean = 1e4

private func poissonQuantile(at p: Double, mean: Double) -> Double {
  if mean > largestSummedMean {
    let start = mean + StandardNormal.quantile(at: p) * mean.squareRoot()
    return searchCount(at: p, start: start, upTo: 0x1p53) { Poisson.probabilities(at: $0, mean) }
  }
  if mean < 12 {
    return summedQuantile(at: p, first: 0, probability: exponential(-mean), upTo: .infinity) {
      mean / ($0 + 1)
    }
  }
  let start = (mean + StandardNormal.quantile(at: p) * mean.squareRoot()).rounded(.down)
  return walkedQuantile(
    at: p, start: max(start, 0), upTo: .infinity, density: { Poisson.density(at: $0, mean) },
    lower: { Poisson.probabilities(at: $0, mean).lower }, ratio: { mean / ($0 + 1) })
}

private func binomialQuantile(at p: Double, probability: Double, count: Double) -> Double {
  if probability == 0 || count == 0 { return 0 }
  if probability == 1 { return count }
  let (mean, odds) = (count * probability, probability / (1 - probability))
  if mean < 12, probability < 0.5 {
    let first = exponential(count * logarithmOfOnePlus(-probability))
    return summedQuantile(at: p, first: 0, probability: first, upTo: count) {
      (count - $0) / ($0 + 1) * odds
    }
  }
  // Far out 1 - p has too few digits to be summed up to.
  if count - mean < 12, p > 1e-6 {
    return count - failures(at: p, probability: probability, count: count)
  }
  let deviation = (mean * (1 - probability)).squareRoot()
  let start = mean + StandardNormal.quantile(at: p) * deviation
  return searchCount(at: p, start: start, upTo: count) {
    Binomial.probabilities(at: $0, count, probability)
  }
}

/// How many of `count` fail where nearly all succeed: the most for which fewer failures are still
/// at most as probable as `1 - p`, which leaves the quantile of the successes.
private func failures(at p: Double, probability: Double, count: Double) -> Double {
  let odds = (1 - probability) / probability
  var failures = 0.0
  var term = exponential(count * logarithmOfOnePlus(probability - 1))
  var sum = term
  while sum <= 1 - p, failures < count, term > 0 {
    term *= (count - failures) / (failures + 1) * odds
    failures += 1
    sum += term
  }
  return failures
}

/// Adds probabilities from the first one on until they reach `p`.
@inline(__always)
private func summedQuantile(
  at p: Double, first: Double, probability: Double, upTo largest: Double, ratio: (Double) -> Double
) -> Double {
  var (k, term, sum) = (first, probability, probability)
  while sum < p, k < largest {
    term *= ratio(k)
    let next = sum + term
    // Rounding leaves the sum just below 1, for a p that is nearer still.
    if next == sum, term < 1e-17 { break }
    (k, sum) = (k + 1, next)
  }
  return k
}

/// Walks to the quantile from a guess at which the distribution function is evaluated once.
@inline(__always)
private func walkedQuantile(
  at p: Double, start: Double, upTo largest: Double, density: (Double) -> Double,
  lower: (Double) -> Double, ratio: (Double) -> Double
) -> Double {
  var (k, term, sum) = (start, density(start), lower(start))
  if sum < p {
    while sum < p, k < largest, term > 0 {
      term *= ratio(k)
      let next = sum + term
      if next == sum { break }
      (k, sum) = (k + 1, next)
    }
    return k
  }
  while k > 0, sum - term >= p {
    sum -= term
    k -= 1
    term /= ratio(k)
  }
  return k
}
