import Probability

/// Counts whose mean itself has a gamma distribution, drawn and judged.
enum NegativeBinomialDraw {
  /// The largest mean for which the probabilities are added up one by one.
  private static let largestSummedMean = 500.0
  /// The smallest rate for that: the tail has some 40 / rate counts.
  private static let smallestSummedRate = 1e-4

  /// The smallest count whose distribution function is at least `p`.
  ///
  /// - Parameter shape, rate: of the gamma distribution of the mean.
  /// - Accuracy: exact to rounding for means up to 500 and rates from 1e-4; else that of a gamma
  ///   distribution with the same mean and variance, which is off by less than 0.01 standard
  ///   deviations, or by less than 0.01 in probability where the rate is small.
  /// - Complexity: 2 ns times the count.
  static func count(at p: Double, shape: Double, rate: Double) -> Double {
    guard shape > 0, rate > 0 else { return 0 }
    let mean = shape / rate
    guard mean <= largestSummedMean, rate >= smallestSummedRate else {
      return large(p, shape: shape, rate: rate)
    }
    let failure = 1 / (1 + rate)
    var term = exponential(-shape * logarithmOfOnePlus(1 / rate))
    var sum = term
    var count = 0.0
    // The sum may end a rounding below 1: then the terms have no size any more.
    while sum < p, term > 1e-18 * sum || count < mean {
      term *= (shape + count) / (count + 1) * failure
      sum += term
      count += 1
    }
    return count
  }

  private static func large(_ p: Double, shape: Double, rate: Double) -> Double {
    let mean = shape / rate
    let scale = 1 + 1 / rate
    guard scale.isFinite, mean / scale >= 1e-3 else {
      // Nearly always 0, and else too large for words.
      return 0
    }
    let parameters = ParameterValues(["shape": mean / scale, "scale": scale])
    guard let gamma = try? Gamma(parameters) else {
      let deviation = (mean * scale).squareRoot()
      return max((mean + deviation * StandardNormal.quantile(at: p)).rounded(), 0)
    }
    return gamma.quantile(at: p).rounded()
  }

  /// The logarithm of the probability of a count, but for `log(count!)`.
  static func logarithm(of count: Double, shape: Double, rate: Double) -> Double {
    let none = -shape * logarithmOfOnePlus(1 / rate)
    // Most counts are 0 where demand is seldom.
    if count == 0 { return none }
    return none + risingLogarithm(shape, count) - count * logarithmOfOnePlus(rate)
  }

  /// The logarithm of `shape (shape + 1) … (shape + count - 1)`.
  private static func risingLogarithm(_ shape: Double, _ count: Double) -> Double {
    guard count > 8 || shape > 1e30 else {
      var product = 1.0
      for index in 0..<Int(count) { product *= shape + Double(index) }
      return Probability.logarithm(product)
    }
    // For a shape far larger than the count, the difference would have no digits left.
    if shape > 1e8 * count { return count * Probability.logarithm(shape) }
    return logGamma(shape + count) - logGamma(shape)
  }
}
