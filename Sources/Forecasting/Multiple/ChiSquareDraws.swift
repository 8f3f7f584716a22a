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
