/// The regularised incomplete gamma functions of a shape: the distribution function of a gamma
/// distribution with unit scale, and its complement.
///
/// - Accuracy: 5e-15 relative in both tails, plus 3 ulp of the exponent where the density is
///   written as an exponential: 3e-13 where a tail is as small as 1e-300. Tested for shapes from
///   0.001 to 1e10.
/// - Source: for small shapes the series and the continued fraction of Abramowitz & Stegun (1964),
///   6.5.29 and 6.5.31; above 1, shapes are nearly normal: `TailExpansion`.
struct IncompleteGamma {
  let shape: Double
  private let stirling: Double

  init(shape: Double) {
    self.shape = shape
    stirling = stirlingError(shape)
  }

  /// x^shape exp(-x) / Gamma(shape): the density times `x`.
  func kernel(at x: Double) -> Double {
    guard x > 0, x < .infinity else { return 0 }
    return kernel(at: x, exponent: exponent(at: x))
  }

  /// `shape (r - 1 - log r)` for `r = x / shape`: how far the logarithm of the kernel is below its
  /// peak.
  private func exponent(at x: Double) -> Double {
    let d = (x - shape) / shape
    if d > -0.5 { return -shape * logarithmMinusLinear(ofOnePlus: d) }
    // Near -1 d has lost the digits of x.
    let ratio = x / shape
    let log = ratio > 0x1p-1000 ? logarithm(ratio) : logarithm(x) - logarithm(shape)
    return shape * (d - log)
  }

  private func kernel(at x: Double, exponent: Double) -> Double {
    let peak = (shape / (2 * .pi)).squareRoot()
    // Far out the exponent is a difference of large numbers; a power keeps the digits.
    if exponent > shape, shape < 200, x < 700, x > 0x1p-1000 {
      return power(x / shape * 2.718_281_828_459_045, shape) * exponential(-x)
        * exponential(-stirling) * peak
    }
    return exponential(-exponent - stirling) * peak
  }

  /// The probability of a value at or below `x`, and of one above.
  func probabilities(at x: Double) -> (lower: Double, upper: Double) {
    guard x > 0 else { return (0, 1) }
    guard x < .infinity else { return (1, 0) }
    let exponent = exponent(at: x)
    return probabilities(at: x, exponent: exponent, kernel: kernel(at: x, exponent: exponent))
  }

  /// As a function of log x.
  func tailPoint(at x: Double) -> TailPoint {
    guard x > 0, x < .infinity else {
      return TailPoint(lower: x > 0 ? 1 : 0, upper: x > 0 ? 0 : 1, density: 0, slope: 0)
    }
    let exponent = exponent(at: x)
    let kernel = kernel(at: x, exponent: exponent)
    let (lower, upper) = probabilities(at: x, exponent: exponent, kernel: kernel)
    return TailPoint(lower: lower, upper: upper, density: kernel, slope: shape - x)
  }

  private func probabilities(at x: Double, exponent: Double, kernel: Double)
    -> (lower: Double, upper: Double)
  {
    // Within 1 of the peak the expansion converges to the last digit.
    if shape > 20, exponent < 0.45 * shape {
      return slopes.withUnsafeBufferPointer {
        TailExpansion.probabilities(
          exponent: exponent, isAbove: x > shape, size: shape, slopes: $0)
      }
    }
    if x < shape || x < 1.5 {
      if shape < 1, let upper = smallUpper(x) { return (1 - upper, upper) }
      let lower = min(kernel * series(x), 1)
      return (lower, 1 - lower)
    }
    let upper = min(kernel * continuedFraction(x), 1)
    return (1 - upper, upper)
  }

  /// All terms are positive.
  private func series(_ x: Double) -> Double {
    var term = 1 / shape
    var sum = term
    var divisor = shape
    while term > sum * 1e-17 {
      divisor += 1
      term *= x / divisor
      sum += term
    }
    return sum
  }

  /// The upper tail of a small shape, which is so small that its complement cannot give it.
  ///
  /// With `v = x^a / Gamma(1 + a)` the lower tail is `v (1 + a sum (-x)^k / (k! (a + k)))`, so that
  /// the upper one is `(1 - v) - v a sum …`; nil where `1 - v` has no digits to lose.
  private func smallUpper(_ x: Double) -> Double? {
    let logarithmOfV = shape * logarithm(x) - logGammaOfOnePlus(shape)
    guard logarithmOfV > -1 else { return nil }
    var (term, sum, k) = (1.0, 0.0, 0.0)
    repeat {
      k += 1
      term *= -x / k
      sum += term / (shape + k)
    } while abs(term) > abs(sum) * 1e-17
    return -exponentialMinusOne(logarithmOfV) - exponential(logarithmOfV) * shape * sum
  }

  /// Lentz's method.
  private func continuedFraction(_ x: Double) -> Double {
    var b = x + 1 - shape
    var c = 1e300
    var d = 1 / b
    var result = d
    for i in 1...5000 {
      let a = -Double(i) * (Double(i) - shape)
      b += 2
      d = 1 / nonzero(a * d + b)
      c = nonzero(b + a / c)
      result *= c * d
      if abs(c * d - 1) < 2e-16 { break }
    }
    return result
  }
}

func nonzero(_ x: Double) -> Double { x == 0 ? 1e-300 : x }

/// The power series of `eta / (r - 1)` where `eta^2 / 2 = r - 1 - log r`, by mpmath.
private let slopes: [Double] = [
  1.0, -0.3333333333333333, 0.08333333333333333, -0.014814814814814815, 0.0011574074074074073,
  0.0003527336860670194, -0.0001787551440329218, 3.919263178522438e-05, -2.185448510679992e-06,
  -1.85406221071516e-06, 8.296711340953087e-07, -1.7665952736826078e-07, 6.707853543401498e-09,
  1.0261809784240309e-08, -4.382036018453353e-09, 9.14769958223679e-10, -2.5514193994946248e-11,
  -5.830772132550426e-11, 2.4361948020667415e-11, -5.0276692801141755e-12, 1.1004392031956135e-13,
  3.371763262400985e-13, -1.392388722418162e-13, 2.8534893807047445e-14, -5.139111834242572e-16,
  -1.9752288294349442e-15, 8.099521156704561e-16, -1.6522531216398162e-16,
]
