/// Euler's constant, the mean of the standard Gumbel distribution.
let eulerConstant = 0.577_215_664_901_532_9

// Moments of extreme values and of log-logistic amounts are differences of gamma functions that
// nearly agree when the shape is small; their series in the shape keep the digits.
//
// Source: Abramowitz & Stegun, *Handbook of Mathematical Functions* (1964), 6.1.33 and 4.3.71.

/// The logarithm of Gamma(1 - x).
///
/// - Accuracy: 1e-15 relative for |x| below 0.2; that of `logGamma` beyond.
/// - Precondition: `x` is below 1.
func logGammaOfOneLess(_ x: Double) -> Double {
  guard abs(x) < 0.2 else { return logGamma(1 - x) }
  return x * eulerConstant + zetaSeries(x) { _ in 1 }
}

/// log Gamma(1 - 2x) - 2 log Gamma(1 - x), which is of the order of x².
///
/// - Precondition: `x` is below one half.
func logGammaExcess(_ x: Double) -> Double {
  guard abs(x) < 0.2 else { return logGamma(1 - 2 * x) - 2 * logGamma(1 - x) }
  return zetaSeries(x) { Double(sign: .plus, exponent: $0, significand: 1) - 2 }
}

/// log(pi x / sin(pi x)), the logarithm of Gamma(1 + x) Gamma(1 - x).
///
/// - Precondition: `x` is in [0, 1).
func logReflection(_ x: Double) -> Double {
  guard x < 0.2 else { return logGamma(1 + x) + logGamma(1 - x) }
  return zetaSeries(x) { $0 % 2 == 0 ? 2 : 0 }
}

/// `logReflection(2x) - 2 logReflection(x)`.
///
/// - Precondition: `x` is in [0, 0.5).
func logReflectionExcess(_ x: Double) -> Double {
  guard x < 0.2 else { return logReflection(2 * x) - 2 * logReflection(x) }
  return zetaSeries(x) {
    $0 % 2 == 0 ? 2 * (Double(sign: .plus, exponent: $0, significand: 1) - 2) : 0
  }
}

/// The sum of `weight(k) zeta(k) x^k / k` from k = 2 on.
private func zetaSeries(_ x: Double, weight: (_ k: Int) -> Double) -> Double {
  var sum = 0.0
  for k in stride(from: zetaValues.count + 1, through: 2, by: -1) {
    sum = sum * x + weight(k) * zetaValues[k - 2] / Double(k)
  }
  return sum * x * x
}

/// Riemann's zeta function at 2, 3 and so on.
private let zetaValues: [Double] = [
  1.6449340668482264, 1.2020569031595942, 1.0823232337111381, 1.03692775514337,
  1.0173430619844492, 1.008349277381923, 1.0040773561979444, 1.0020083928260821,
  1.000994575127818, 1.0004941886041194, 1.000246086553308, 1.0001227133475785,
  1.0000612481350588, 1.000030588236307, 1.0000152822594086, 1.0000076371976379,
  1.000003817293265, 1.0000019082127165, 1.0000009539620338, 1.0000004769329869,
  1.0000002384505027, 1.000000119219926, 1.000000059608189, 1.0000000298035034,
  1.0000000149015549, 1.0000000074507118, 1.000000003725334, 1.0000000018626598,
  1.0000000009313275, 1.0000000004656628, 1.000000000232831, 1.0000000001164155,
  1.0000000000582077, 1.0000000000291038, 1.000000000014552, 1.000000000007276,
  1.000000000003638, 1.000000000001819, 1.0000000000009095, 1.0000000000004547,
  1.0000000000002274, 1.0000000000001137, 1.0000000000000568, 1.0000000000000284,
  1.0000000000000142, 1.000000000000007, 1.0000000000000036, 1.0000000000000018,
  1.0000000000000009, 1.0000000000000004, 1.0000000000000002, 1.0000000000000002,
]
