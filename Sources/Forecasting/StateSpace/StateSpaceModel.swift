import LinearAlgebra
import Probability

/// A linear Gaussian model of a series with a hidden state:
///
/// `y[t] = Z a[t] + e[t]`, `a[t + 1] = T a[t] + n[t]`,
///
/// where `e` has the variance `observationVariance` and `n` the covariance
/// `disturbanceCovariance`. What is not known of the first state at all is diffuse: its part of
/// the covariance grows beyond all bounds, and only the limits remain.
///
/// - Source: Durbin, Koopman (2012), "Time Series Analysis by State Space Methods", 2nd ed.,
///   sections 3.1 and 5.1.
public struct StateSpaceModel: Hashable, Sendable {
  /// What each part of the state adds to an observation, `Z`.
  public var observation: [Double]
  /// The part of an observation that no state carries on.
  public var observationVariance: Double
  /// `T`.
  ///
  /// - Shape: square, as many rows as states.
  public var transition: Matrix
  /// - Shape: square and symmetric, as many rows as states.
  public var disturbanceCovariance: Matrix
  /// The mean of the state at the first step, before its observation.
  public var initialMean: [Double]
  /// The finite part of the covariance of the first state.
  public var initialCovariance: Matrix
  /// The part of the covariance of the first state that is multiplied by infinity.
  public var diffuseCovariance: Matrix

  /// A model whose first state is wholly unknown; set the initial parts where it is not.
  ///
  /// - Precondition: the shapes agree.
  public init(
    observation: [Double], observationVariance: Double, transition: Matrix,
    disturbanceCovariance: Matrix
  ) {
    let size = observation.count
    precondition(transition.rows == size && transition.columns == size, "a square transition")
    precondition(
      disturbanceCovariance.rows == size && disturbanceCovariance.columns == size,
      "a covariance of all states")
    self.observation = observation
    self.observationVariance = observationVariance
    self.transition = transition
    self.disturbanceCovariance = disturbanceCovariance
    initialMean = [Double](repeating: 0, count: size)
    initialCovariance = Matrix(rows: size, columns: size)
    diffuseCovariance = Matrix(diagonal: [Double](repeating: 1, count: size))
  }

  /// How many numbers make the state.
  public var stateCount: Int { observation.count }

  /// The largest diffuse variance of an error that counts as none: what rounding leaves of zero.
  static let noDiffuseVariance = 1e-8
}

/// The product of square matrices that mostly hold zeros on the left.
///
/// - Precondition: `out` overlaps neither factor.
@inline(__always)
func multiplySparse(
  _ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>,
  into out: UnsafeMutablePointer<Double>, size: Int
) {
  for row in 0..<size {
    let target = out + row * size
    for column in 0..<size { target[column] = 0 }
    for inner in 0..<size {
      let factor = left[row * size + inner]
      if factor == 0 { continue }
      let source = right + inner * size
      for column in 0..<size { target[column] += factor * source[column] }
    }
  }
}

/// `left right leftᵀ`, where `left` mostly holds zeros.
///
/// - Precondition: `first` and `second` are scratch of the size of the matrix; `out` may be
///   `right`.
@inline(__always)
func congruent(
  _ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>,
  into out: UnsafeMutablePointer<Double>, size: Int, scratch first: UnsafeMutablePointer<Double>,
  _ second: UnsafeMutablePointer<Double>
) {
  multiplySparse(left, right, into: first, size: size)
  transpose(first, into: second, size: size)
  multiplySparse(left, second, into: first, size: size)
  transpose(first, into: out, size: size)
}

@inline(__always)
func transpose(
  _ matrix: UnsafePointer<Double>, into out: UnsafeMutablePointer<Double>, size: Int
) {
  for row in 0..<size {
    for column in 0..<size { out[column * size + row] = matrix[row * size + column] }
  }
}

/// The sum of the products of two lists.
@inline(__always)
func inner(_ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>, _ count: Int) -> Double {
  // Two sums at a time, because additions wait for each other.
  var (even, odd) = (0.0, 0.0)
  var index = 0
  while index + 2 <= count {
    even += left[index] * right[index]
    odd += left[index + 1] * right[index + 1]
    index += 2
  }
  return index < count ? even + odd + left[index] * right[index] : even + odd
}
