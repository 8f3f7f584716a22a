import CKernels

/// An operand that is one number for all lanes or a column.
public struct LaneOperand {
  let numbers: UnsafePointer<Double>
  let stride: Int

  /// - Parameter stride: 0 for one number, 1 for a column.
  public init(_ numbers: UnsafePointer<Double>, stride: Int) {
    (self.numbers, self.stride) = (numbers, stride)
  }

  subscript(lane: Int) -> Double { numbers[lane * stride] }

  /// The numbers from a lane on.
  func dropping(_ lanes: Int) -> UnsafePointer<Double> { numbers + lanes * stride }
}

/// Turns uniform numbers into Poisson counts whose means differ by trial.
///
/// - Parameter uniforms: a column of them in memory of its own; nil where they stand in `lanes`,
///   which takes a copy more.
///
/// The counts invert the distribution function, whichever method finds them, and do not fall where
/// `p` rises. A mean of 0 gives 0; a mean that is negative or not finite gives NaN, and so does a
/// `p` outside of 0 ... 1.
///
/// - Accuracy: exact, except where `p` is within 1e-14, relative to the smaller tail, of a value of
///   the distribution function: there it is that of `IncompleteGamma`.
/// - Complexity: up to a mean of 2^30 a vector kernel, and for one count in some ten thousand two
///   evaluations of the incomplete gamma function; beyond, one evaluation and a few steps from
///   there.
public func fillPoissonQuantiles(
  _ lanes: inout MutableSpan<Double>, at uniforms: LaneOperand? = nil, means: LaneOperand
) {
  var start = 0
  forEachPiece(of: &lanes) { lanes, scratch, count in
    let probabilities = column(uniforms, from: start, lanes, copiedTo: scratch, count)
    let first = means.dropping(start)
    if torreya_poisson_quantiles(lanes, probabilities, first, means.stride, count) != 0 {
      for lane in 0..<count where lanes[lane] < 0 {
        lanes[lane] = poissonQuantile(
          at: probabilities[lane], mean: first[lane * means.stride], near: -1 - lanes[lane])
      }
    }
    start += count
  }
}

/// Turns uniform numbers into binomial counts whose parameters differ by trial.
///
/// - Parameter uniforms: a column of them in memory of its own; nil where they stand in `lanes`,
///   which takes a copy more.
///
/// The counts invert the distribution function. Of no cases there is none, whatever is said beside;
/// else a probability outside of [0, 1], or a count that is not a whole number from 0, gives NaN,
/// as does a `p` outside of 0 ... 1.
///
/// - Accuracy: exact, except where `p` is within 6e-14, relative to the smaller tail, of a value of
///   the distribution function: there it is that of `IncompleteBeta` and of a short sum.
/// - Complexity: a vector kernel; for one count in some thousand, and above a mean of 2^30 of both
///   successes and failures, one evaluation of the incomplete beta function and a few steps.
public func fillBinomialQuantiles(
  _ lanes: inout MutableSpan<Double>, at uniforms: LaneOperand? = nil,
  probabilities: LaneOperand, counts: LaneOperand
) {
  var start = 0
  forEachPiece(of: &lanes) { lanes, scratch, count in
    let uniforms = column(uniforms, from: start, lanes, copiedTo: scratch, count)
    let (cases, shares) = (counts.dropping(start), probabilities.dropping(start))
    let left = torreya_binomial_quantiles(
      lanes, uniforms, cases, counts.stride, shares, probabilities.stride, count)
    if left != 0 {
      for lane in 0..<count where lanes[lane] == -1 {
        lanes[lane] = binomialQuantile(
          at: uniforms[lane], probability: shares[lane * probabilities.stride],
          count: cases[lane * counts.stride])
      }
    }
    start += count
  }
}

/// A piece of a column of uniform numbers; of the lanes themselves a copy, because counts take
/// their place.
private func column(
  _ uniforms: LaneOperand?, from start: Int, _ lanes: UnsafeMutablePointer<Double>,
  copiedTo scratch: UnsafeMutablePointer<Double>, _ count: Int
) -> UnsafePointer<Double> {
  if let uniforms { return uniforms.dropping(start) }
  scratch.update(from: lanes, count: count)
  return UnsafePointer(scratch)
}

/// Up to this mean, of the rarer outcome, the kernels place counts; beyond, all are found here.
let largestPlacedMean = 0x1p30

/// - Parameter guess: where to begin, up to the largest mean that the kernel takes.
private func poissonQuantile(at p: Double, mean: Double, near guess: Double) -> Double {
  guard p <= 1 else { return .nan }
  if p == 0 { return 0 }
  if mean <= largestPlacedMean {
    // A function of the count and the mean alone, so that counts rise with p.
    return searchCount(at: p, start: guess, firstStep: 1, upTo: 0x1p53) {
      Poisson.probabilities(at: $0, mean)
    }
  }
  let deviation = mean.squareRoot()
  return walkedQuantile(
    at: p,
    start: cornishFisher(p, mean: mean, deviation: deviation, skewness: 1 / deviation),
    upTo: 0x1p53
  ) { k in
    let point = IncompleteGamma(shape: k + 1).tailPoint(at: mean)
    return (point.upper, point.lower, point.density / mean)
  } ratio: { k in
    mean / (k + 1)
  }
}

private func binomialQuantile(at p: Double, probability: Double, count: Double) -> Double {
  guard p >= 0, p <= 1 else { return .nan }
  if p == 0 || probability == 0 { return 0 }
  if p == 1 || probability == 1 { return count }
  let rest = 1 - probability
  let (mean, odds) = (count * probability, probability / rest)
  let deviation = (mean * rest).squareRoot()
  let start = cornishFisher(
    p, mean: mean, deviation: deviation, skewness: (rest - probability) / deviation)
  if min(mean, count - mean) <= largestPlacedMean {
    // A function of the count and the parameters alone, so that counts rise with p.
    return searchCount(at: p, start: start, firstStep: 1, upTo: count) {
      Binomial.probabilities(at: $0, count, probability)
    }
  }
  return walkedQuantile(at: p, start: start, upTo: count) { k in
    if k >= count { return (1, 0, power(probability, count)) }
    let point = IncompleteBeta(alpha: k + 1, beta: count - k)
      .tailPoint(at: probability, complement: rest)
    // The kernel is the probability of k, times (n - k) p.
    return (point.upper, point.lower, point.density / ((count - k) * probability))
  } ratio: { k in
    (count - k) / (k + 1) * odds
  }
}

/// A guess at a quantile from three moments, less the half by which a count is rounded up.
///
/// - Source: Cornish and Fisher, "Moments and cumulants in the specification of distributions"
///   (1938).
private func cornishFisher(
  _ p: Double, mean: Double, deviation: Double, skewness: Double
) -> Double {
  let z = StandardNormal.quantile(at: p)
  return mean + deviation * (z + (z * z - 1) * skewness / 6) - 0.5
}

/// Walks to the quantile from a guess at which the distribution is evaluated once, on the tail that
/// is the smaller one; what is many steps away is searched for.
///
/// - Parameter probabilities: of a count or a smaller one, of a larger one, and of the count
///   itself.
/// - Parameter ratio: the probability of the next count over that of a count.
@inline(__always)
private func walkedQuantile(
  at p: Double, start: Double, upTo largest: Double,
  probabilities: (Double) -> (lower: Double, upper: Double, single: Double),
  ratio: (Double) -> Double
) -> Double {
  var k = min(max(start.rounded(.up), 0), largest)
  var (lower, upper, single) = probabilities(k)
  for _ in 0..<30 {
    let isReached = p < 0.5 ? lower >= p : upper <= 1 - p
    if !isReached {
      if k >= largest { return k }
      single *= ratio(k)
      k += 1
      (lower, upper) = (lower + single, upper - single)
      // The first that is reached from below is the answer.
      if p < 0.5 ? lower >= p : upper <= 1 - p { return k }
    } else {
      if k == 0 { return k }
      (lower, upper) = (lower - single, upper + single)
      // One less is not enough.
      if p < 0.5 ? lower < p : upper > 1 - p { return k }
      k -= 1
      single /= ratio(k)
    }
  }
  return searchCount(at: p, start: k, upTo: largest) {
    let (lower, upper, _) = probabilities($0)
    return (lower, upper)
  }
}
