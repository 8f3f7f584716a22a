/// The natural logarithm of the gamma function.
///
/// - Accuracy: 4e-15 relative to max(1, |value|) for `x` in 1e-300 ... 1e300.
/// - Precondition: `x` is positive.
/// - Source: Stirling's formula; its error term as in `stirlingError`.
func logGamma(_ x: Double) -> Double {
  // The slope of log Gamma(1 + x) at 0 is minus Euler's constant.
  if x < 1e-10 { return -logarithm(x) - 0.577_215_664_901_532_9 * x }
  return (x - 0.5) * logarithm(x) - x + 0.918_938_533_204_672_74 + stirlingError(x)
}

/// How far the logarithm of the gamma function is from Stirling's formula
/// `(x - 1/2) log x - x + log(2 pi) / 2`.
///
/// The densities of gamma, beta, Poisson and binomial are written with it, because differences
/// of large logarithms of gamma functions lose their digits.
///
/// - Accuracy: 1e-15 absolute from 1 up; below, that of the terms it is the difference of.
/// - Source: Catherine Loader, "Fast and accurate computation of binomial probabilities" (2000).
func stirlingError(_ x: Double) -> Double {
  var shift = 0.0
  var x = x
  while x < 10 {
    // From Gamma(x + 1) = x Gamma(x).
    shift +=
      x < 0.5
      ? (x + 0.5) * (logarithm(x + 1) - logarithm(x)) - 1
      : (x + 0.5) * logarithmOfOnePlus(1 / x) - 1
    x += 1
  }
  let z = 1 / (x * x)
  var sum = 0.0
  for i in stride(from: stirlingCoefficients.count - 1, through: 0, by: -1) {
    sum = sum * z + stirlingCoefficients[i]
  }
  return sum / x + shift
}

/// B(2k) / (2k (2k - 1)) for k from 1, with the Bernoulli numbers B.
private let stirlingCoefficients: [Double] = [
  1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360_360, 1.0 / 156,
  -3617.0 / 122_400,
]
