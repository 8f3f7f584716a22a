/// How the values of a metalog are bounded: what has no bounds is the value itself, the logarithm
/// of its distance from a bound, or the logit of its place between two.
///
/// - Source: Keelin (2016), sections 4.1 and 4.2.
enum MetalogScale: Hashable, Sendable {
  case whole
  case above(Double)
  case below(Double)
  case between(Double, Double)

  init(low: Double?, high: Double?) {
    self =
      switch (low, high) {
      case (nil, nil): .whole
      case (let low?, nil): .above(low)
      case (nil, let high?): .below(high)
      case (let low?, let high?): .between(low, high)
      }
  }

  func unbounded(_ x: Double) -> Double {
    switch self {
    case .whole: x
    case .above(let low): logarithm(x - low)
    case .below(let high): -logarithm(high - x)
    case .between(let low, let high): logarithmOfRatio(x - low, high - x)
    }
  }

  /// The same with twice the digits.
  func preciselyUnbounded(_ x: Double) -> DoubleDouble {
    switch self {
    case .whole: DoubleDouble(x)
    case .above(let low): DoubleDouble.sum(of: x, -low).logarithm
    case .below(let high): -DoubleDouble.sum(of: high, -x).logarithm
    case .between(let low, let high):
      (DoubleDouble.sum(of: x, -low) / .sum(of: high, -x)).logarithm
    }
  }

  func bounded(_ z: Double) -> Double {
    switch self {
    case .whole: z
    case .above(let low): low + exponential(z)
    case .below(let high): high - exponential(-z)
    case .between(let low, let high):
      z < 0
        ? low + (high - low) / (1 + exponential(-z))
        : high - (high - low) / (1 + exponential(z))
    }
  }

  /// The slope of `unbounded` at `x`.
  func stretching(at x: Double) -> Double {
    switch self {
    case .whole: 1
    case .above(let low): 1 / (x - low)
    case .below(let high): 1 / (high - x)
    case .between(let low, let high): (high - low) / ((x - low) * (high - x))
    }
  }

  var bounds: ClosedRange<Double> {
    switch self {
    case .whole: -Double.infinity...(.infinity)
    case .above(let low): low...(.infinity)
    case .below(let high): -Double.infinity...high
    case .between(let low, let high): low...high
    }
  }
}
