import CBLAS

/// The lower Cholesky factor `L` of a symmetric positive definite matrix: `L Lᵀ` is the matrix.
///
/// - Shape: `matrix` is square; only its lower triangle is read.
/// - Throws: `LinearAlgebraError.notPositiveDefinite` with the first leading minor that is not
///   positive.
/// - Complexity: O(n³).
/// - Source: LAPACK `dpotrf`; Golub & Van Loan, *Matrix Computations*, 4th ed. (2013), 4.2.
public func lowerCholesky(of matrix: Matrix) throws(LinearAlgebraError) -> Matrix {
  precondition(matrix.rows == matrix.columns, "only a square matrix has a Cholesky factor")
  guard matrix.rows > 0 else { return matrix }
  var factor = matrix
  var order = blasInt(matrix.rows)
  var info: Int32 = 0
  // LAPACK reads columns, so that our lower triangle is its upper one.
  var triangle = CChar(UInt8(ascii: "U"))
  factor.withUnsafeElements { elements in
    var leading = order
    dpotrf_(&triangle, &order, elements.baseAddress, &leading, &info)
  }
  precondition(info >= 0, "LAPACK refused argument \(-info)")
  guard info == 0 else { throw .notPositiveDefinite(leadingMinor: Int(info)) }
  for row in 0..<matrix.rows {
    for column in (row + 1)..<max(matrix.columns, row + 1) { factor[row, column] = 0 }
  }
  return factor
}
