import CKernels
import LinearAlgebra

/// The lower Cholesky factor `L` of a correlation matrix, ready to apply to blocks of draws.
public struct CorrelationFactor: Hashable, Sendable {
  /// Up to so many variables our own kernel is faster than BLAS, which arranges the block anew for
  /// its large tiles; and its bits are the same on every machine.
  private static let largestForKernel = 64

  private let lower: Matrix

  /// How many variables are correlated.
  public var variables: Int { lower.rows }

  /// - Throws: `CorrelationError.notPositiveDefinite`, with the first variable that contradicts
  ///   the earlier ones.
  init(of matrix: Matrix) throws(CorrelationError) {
    do {
      lower = try lowerCholesky(of: matrix)
    } catch {
      switch error {
      case .notPositiveDefinite(let leadingMinor):
        throw .notPositiveDefinite(variable: leadingMinor - 1)
      }
    }
  }

  /// Turns independent standard normals into correlated ones, in place.
  ///
  /// Each trial's vector `z` becomes `L z`, whose covariance is `L Lᵀ`: the correlation matrix.
  /// A whole block is one triangular product, since one call of BLAS per trial would cost more
  /// than the arithmetic.
  ///
  /// - Shape: `normals` is `variables × trials`, row-major: one row per variable.
  /// - Unit: standard deviations, in and out.
  /// - Complexity: O(variables² · trials) time; no allocation.
  /// - Source: Golub & Van Loan, *Matrix Computations*, 4th ed. (2013), section 4.2.
  public func correlate(normals: UnsafeMutablePointer<Double>, trials: Int) {
    guard variables <= Self.largestForKernel else {
      return multiplyLowerTriangular(lower, into: normals, columns: trials)
    }
    torreya_multiply_lower_triangular(normals, lower.elements, variables, trials)
  }
}
