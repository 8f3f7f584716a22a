import CKernels
import Probability

/// A rising function that turns a series into one that a method with normal errors suits better,
/// and back.
public enum Transformation: Hashable, Sendable {
  /// The values themselves.
  case none
  /// The logarithm of the value and an offset: changes become factors.
  case logarithm(offset: Double)
  /// The square root of the value and an offset, as for counts.
  case squareRoot(offset: Double)
  /// `((x + offset)^lambda - 1) / lambda`, which is the logarithm for 0, and a straight line for 1.
  ///
  /// - Source: Box, Cox (1964), "An analysis of transformations".
  case boxCox(lambda: Double, offset: Double)
  /// The logarithm of the odds of a share between two bounds, drawn in by the margin so that the
  /// bounds themselves have odds.
  case logit(low: Double, high: Double, margin: Double)

  /// The transformed value; NaN of NaN and of what is outside the domain.
  public func callAsFunction(_ x: Double) -> Double {
    switch self {
    case .none: return x
    case .logarithm(let offset): return x + offset > 0 ? Probability.logarithm(x + offset) : .nan
    case .squareRoot(let offset): return x + offset >= 0 ? (x + offset).squareRoot() : .nan
    case .boxCox(let lambda, let offset):
      guard x + offset > 0 else { return x + offset == 0 && lambda > 0 ? -1 / lambda : .nan }
      return boxCoxPower(Probability.logarithm(x + offset), lambda)
    case .logit(let low, let high, let margin):
      let share = drawnIn((x - low) / (high - low), margin)
      guard share > 0, share < 1 else { return .nan }
      return Probability.logarithm(share) - logarithmOfOnePlus(-share)
    }
  }

  /// The transformed values: the same as each by itself.
  func transformed(_ values: [Double]) -> [Double] {
    guard case .logarithm(let offset) = self else { return values.map { self($0) } }
    var numbers = values.map { $0 + offset > 0 ? $0 + offset : .nan }
    makeLogarithms(&numbers)
    return numbers
  }

  /// The sum of the logarithms of the slopes at values; those that are missing have none.
  ///
  /// - Parameter transformed: what the values were turned into.
  func sumOfLogarithmsOfSlopes(at values: [Double], transformed: [Double]) -> Double {
    // A slope of the logarithm is one over the number.
    if case .logarithm = self { return transformed.reduce(0) { $1.isNaN ? $0 : $0 - $1 } }
    return values.reduce(0) { $1.isNaN ? $0 : $0 + logarithmOfSlope(at: $1) }
  }

  /// The value that was transformed.
  ///
  /// Where the function reaches no such number, as a square root no negative one, the end of its
  /// domain stands for it, so that the order of quantiles remains. What is beyond the largest
  /// number is that number.
  public func inverse(_ z: Double) -> Double {
    switch self {
    case .none: return z
    case .logarithm(let offset): return finite(exponential(z)) - offset
    case .squareRoot(let offset): return z > 0 ? finite(z * z) - offset : z.isNaN ? z : -offset
    case .boxCox(let lambda, let offset):
      if lambda == 0 { return finite(exponential(z)) - offset }
      let base = lambda * z
      if base <= -1 { return lambda > 0 ? -offset : .greatestFiniteMagnitude }
      return finite(exponential(logarithmOfOnePlus(base) / lambda)) - offset
    case .logit(let low, let high, let margin):
      let odds = exponential(-abs(z))
      let nearer = odds / (1 + odds)
      let share = z < 0 ? nearer : 1 - nearer
      let spread = min(max((share - margin) / (1 - 2 * margin), 0), 1)
      return z.isNaN ? z : low + (high - low) * spread
    }
  }

  /// Turns many numbers back, in place: the same as `inverse` gives for each.
  func invert(_ numbers: inout [Double]) {
    switch self {
    case .none: return
    case .logarithm(let offset), .boxCox(lambda: 0, let offset):
      numbers.withUnsafeMutableBufferPointer { lanes in
        torreya_exp(lanes.baseAddress, lanes.baseAddress, lanes.count)
        for index in lanes.indices { lanes[index] = finite(lanes[index]) - offset }
      }
    case .boxCox, .squareRoot, .logit:
      for index in numbers.indices { numbers[index] = inverse(numbers[index]) }
    }
  }

  /// The logarithm of the slope: what takes a density of transformed values to one of values.
  public func logarithmOfSlope(at x: Double) -> Double {
    switch self {
    case .none: return 0
    case .logarithm(let offset): return -Probability.logarithm(x + offset)
    case .squareRoot(let offset): return -0.5 * Probability.logarithm(4 * (x + offset))
    case .boxCox(let lambda, let offset):
      return lambda == 1 ? 0 : (lambda - 1) * Probability.logarithm(x + offset)
    case .logit(let low, let high, let margin):
      let width = high - low
      let share = drawnIn((x - low) / width, margin)
      return Probability.logarithm((1 - 2 * margin) / width) - Probability.logarithm(share)
        - logarithmOfOnePlus(-share)
    }
  }
}

/// The largest number instead of what is beyond it.
private func finite(_ x: Double) -> Double { x == .infinity ? .greatestFiniteMagnitude : x }

private func drawnIn(_ share: Double, _ margin: Double) -> Double {
  margin == 0 ? share : margin + (1 - 2 * margin) * share
}

/// The transformation of Box and Cox of a number whose logarithm is given, without cancellation
/// for small exponents.
func boxCoxPower(_ logarithm: Double, _ lambda: Double) -> Double {
  lambda == 0 ? logarithm : exponentialMinusOne(lambda * logarithm) / lambda
}
