/// The natural logarithm of the gamma function.
///
/// - Accuracy: 4e-15 relative to max(1, |value|) for `x` in 1e-300 ... 1e300; 1e-15 relative up to
///   2.5, also next to the zeros at 1 and 2.
/// - Precondition: `x` is positive.
/// - Source: Stirling's formula; its error term as in `stirlingError`.
public func logGamma(_ x: Double) -> Double {
  if x < 0.5 { return logGammaOfOnePlus(x) - logarithm(x) }
  if x < 2.5 { return logGammaOfOnePlus(x - 1) }
  return (x - 0.5) * logarithm(x) - x + 0.918_938_533_204_672_74 + stirlingError(x)
}

/// The logarithm of Gamma(1 + x), precise where it is small: next to 0 and to 1.
///
/// - Accuracy: 1e-15 relative.
/// - Precondition: `x` lies in -0.5 ... 1.5.
/// - Source: Abramowitz & Stegun (1964), 6.1.33, a power series in which the logarithm takes the
///   nearest pole away.
func logGammaOfOnePlus(_ x: Double) -> Double {
  // From Gamma(2 + y) = (1 + y) Gamma(1 + y), whose logarithm cancels that of the series.
  let y = x > 0.5 ? x - 1 : x
  var sum = 0.0
  for coefficient in logGammaCoefficients.reversed() { sum = sum * y + coefficient }
  // One less Euler's constant is the slope.
  let rest = y * (0.422_784_335_098_467_14 + y * sum)
  return x > 0.5 ? rest : rest - logarithmOfOnePlus(y)
}

/// (-1)^k (zeta(k) - 1) / k for k from 2.
private let logGammaCoefficients: [Double] = [
  0.3224670334241132, -0.0673523010531981, 0.020580808427784546, -0.007385551028673986,
  0.0028905103307415234, -0.001192753911703261, 0.0005096695247430425, -0.00022315475845357939,
  9.945751278180853e-05, -4.492623673813314e-05, 2.050721277567069e-05, -9.439488275268397e-06,
  4.374866789907488e-06, -2.039215753801366e-06, 9.55141213040742e-07, -4.492469198764566e-07,
  2.1207184805554665e-07, -1.0043224823968099e-07, 4.7698101693639804e-08,
  -2.2711094608943164e-08, 1.0838659214896955e-08, -5.183475041970047e-09, 2.4836745438024785e-09,
  -1.1921401405860912e-09, 5.731367241678862e-10, -2.7595228851242334e-10, 1.330476437424449e-10,
  -6.4229645638381e-11,
]

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
