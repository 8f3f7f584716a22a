import CKernels
import LinearAlgebra

/// The lower triangular factor `L` of a correlation matrix, ready to apply to blocks of draws.
public struct CorrelationFactor: Hashable, Sendable {
  /// Up to so many variables our own kernel is faster than BLAS, which arranges the block anew for
  /// its large tiles; and its bits are the same on every machine.
  private static let largestForKernel = 64

  private let lower: Matrix

  /// How many variables are correlated.
  public var variables: Int { lower.rows }

  /// A matrix that is semidefinite has a factor too: perfect correlations are fine.
  ///
  /// - Throws: `CorrelationError.notPositiveDefinite`, with the first variable that contradicts
  ///   the earlier ones.
  init(of matrix: Matrix) throws(CorrelationError) {
    do {
      lower = try lowerSemidefiniteCholesky(of: matrix)
    } catch {
      guard case .notPositiveSemidefinite(let leadingMinor) = error else {
        preconditionFailure("the entries were checked: \(error)")
      }
      throw .notPositiveDefinite(variable: leadingMinor - 1)
    }
  }

  private init(lower: Matrix) { self.lower = lower }

  /// An element of the factor; 0 above the diagonal.
  public subscript(row: Int, column: Int) -> Double { lower[row, column] }

  /// The factor of the same values, each multiplied by a number of its own.
  public func scaled(by scales: [Double]) -> CorrelationFactor {
    precondition(scales.count == variables, "a scale for each variable")
    var scaled = lower
    for row in 0..<variables {
      for column in 0..<variables { scaled[row, column] *= scales[row] }
    }
    return CorrelationFactor(lower: scaled)
  }

  /// Turns independent standard normals into correlated ones, in place.
  ///
  /// Each trial's vector `z` becomes `L z`, whose covariance is `L Lᵀ`: the correlation matrix.
  /// A whole block is one triangular product, since one call of BLAS per trial would cost more
  /// than the arithmetic.
  ///
  /// - Shape: `normals` is `variables × trials`, row-major: one row per variable.
  /// - Unit: standard deviations in; out too, times the scales that the factor was given.
  /// - Complexity: O(variables² · trials) time; no allocation.
  /// - Source: Golub & Van Loan, *Matrix Computations*, 4th ed. (2013), section 4.2; perfect
  ///   correlations as `lowerSemidefiniteCholesky` says.
  public func correlate(normals: UnsafeMutablePointer<Double>, trials: Int) {
    guard variables <= Self.largestForKernel else {
      return multiplyLowerTriangular(lower, into: normals, columns: trials)
    }
    torreya_multiply_lower_triangular(normals, lower.elements, variables, trials)
  }
}

extension CorrelationFactor {
  /// The standard deviation of a variable: 1, or the scale that the factor was given.
  public func deviation(of variable: Int) -> Double {
    covariance(variable, variable).squareRoot()
  }

  /// The covariance of two variables.
  public func covariance(_ first: Int, _ second: Int) -> Double {
    (0...min(first, second)).reduce(0) { $0 + lower[first, $1] * lower[second, $1] }
  }

  /// How the mean of some variables moves with the values of others: the coefficients of the
  /// regression of the former on the latter.
  ///
  /// A given variable that the earlier given ones determine gets no weight of its own.
  ///
  /// - Shape: `followers` × `given`, row by row.
  /// - Complexity: O(variables² × given).
  /// - Source: the sweep operator; Goodnight, *A Tutorial on the SWEEP Operator*, The American
  ///   Statistician 33 (1979).
  public func conditionalWeights(of followers: [Int], given: [Int]) -> [Double] {
    let swept = sweptCovariances(followers, given: given)
    return followers.indices.flatMap { follower in
      given.indices.map { -swept[given.count + follower, $0] }
    }
  }

  /// The inverse of the covariances of some variables: what makes a squared distance of their
  /// values. A variable that the earlier ones determine has zeros.
  ///
  /// - Shape: `variables` × `variables`, row by row.
  public func precision(of variables: [Int]) -> [Double] {
    sweptCovariances([], given: variables).elements
  }

  private func sweptCovariances(_ followers: [Int], given: [Int]) -> Matrix {
    let order = given + followers
    let count = order.count
    var swept = Matrix(rows: count, columns: count)
    for row in 0..<count {
      for column in 0..<count { swept[row, column] = covariance(order[row], order[column]) }
    }
    let variances = (0..<count).map { swept[$0, $0] }
    for pivot in given.indices {
      let value = swept[pivot, pivot]
      let isDetermined = value <= 1e-12 * variances[pivot]
      for column in 0..<count {
        swept[pivot, column] = isDetermined ? 0 : swept[pivot, column] / value
      }
      for row in 0..<count where row != pivot {
        let factor = swept[row, pivot]
        for column in 0..<count where column != pivot {
          swept[row, column] -= factor * swept[pivot, column]
        }
        swept[row, pivot] = isDetermined ? 0 : -factor / value
      }
      swept[pivot, pivot] = isDetermined ? 0 : 1 / value
    }
    return swept
  }
}
