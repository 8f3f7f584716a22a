import Probability

/// The numbers that a chi-square distribution does not exceed with the given probabilities.
///
/// - Parameter degreesOfFreedom: need not be whole; held above 0.01.
func chiSquareQuantiles(_ degreesOfFreedom: Double, at probabilities: [Double]) -> [Double] {
  let shape = min(max(degreesOfFreedom / 2, 0.005), 1e9)
  guard let gamma = try? Gamma(ParameterValues(["shape": shape, "scale": 2])) else {
    return probabilities.map { _ in degreesOfFreedom }
  }
  return probabilities.map { max(gamma.quantile(at: $0), 1e-300) }
}

/// The quantiles of a chi-square distribution for many normal numbers of the same rank.
///
/// - Accuracy: 1e-4 relative for half a degree of freedom, 1e-5 from 3 on, for normal numbers
///   within 5; beyond 8.25 the quantile there.
struct ChiSquareTable: Sendable {
  /// The logarithms of the quantiles of evenly spaced normal numbers.
  private let logarithms: [Double]
  private static let spacing = 0.25
  private static let reach = 34

  init(degreesOfFreedom: Double) {
    let shape = min(max(degreesOfFreedom / 2, 0.005), 1e9)
    let gamma = try? Gamma(ParameterValues(["shape": shape, "scale": 2]))
    logarithms = (-Self.reach...Self.reach).map { place in
      // The nearer tail has all its digits.
      let tail = StandardNormal.distributionFunction(at: -abs(Double(place) * Self.spacing))
      let quantile = place < 0 ? gamma?.quantile(at: tail) : gamma?.quantile(exceededWith: tail)
      return logarithm(max(quantile ?? degreesOfFreedom, 1e-300))
    }
  }

  /// The quantile at the rank of a standard normal number, by a cubic through four neighbours.
  func quantile(score: Double) -> Double {
    let last = Double(2 * Self.reach)
    let place = min(max(score / Self.spacing + Double(Self.reach), 1), last - 1)
    let first = min(max(Int(place), 1), 2 * Self.reach - 2)
    let t = place - Double(first)
    return logarithms.withUnsafeBufferPointer { l in
      let (before, after) = (t * (t - 1), t * (t + 1))
      let value =
        before * (2 - t) / 6 * l[first - 1] + (t + 1) * (t - 1) * (t - 2) / 2 * l[first]
        + after * (2 - t) / 2 * l[first + 1] + after * (t - 1) / 6 * l[first + 2]
      return exponential(value)
    }
  }
}
