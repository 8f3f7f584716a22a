import CBLAS

/// The lower Cholesky factor `L` of a symmetric positive definite matrix: `L Lᵀ` is the matrix.
///
/// - Shape: `matrix` is square; only its lower triangle is read.
/// - Throws: `notFinite`; `notPositiveDefinite` with the first leading minor that is not positive.
/// - Accuracy: `L Lᵀ` differs from the matrix by at most (n + 1) roundings of its diagonal.
/// - Complexity: O(n³).
/// - Source: LAPACK `dpotrf`; Golub & Van Loan, *Matrix Computations*, 4th ed. (2013), 4.2.
public func lowerCholesky(of matrix: Matrix) throws(LinearAlgebraError) -> Matrix {
  precondition(matrix.rows == matrix.columns, "only a square matrix has a Cholesky factor")
  guard matrix.rows > 0 else { return matrix }
  var factor = matrix
  for row in 0..<matrix.rows {
    for column in (row + 1)..<max(matrix.columns, row + 1) { factor[row, column] = 0 }
  }
  try factor.requireFinite()
  var order = blasInt(matrix.rows)
  var info: Int32 = 0
  // LAPACK reads columns, so that our lower triangle is its upper one.
  var triangle = CChar(UInt8(ascii: "U"))
  factor.withUnsafeElements { elements in
    var leading = order
    blas.dpotrf(&triangle, &order, elements.baseAddress, &leading, &info)
  }
  precondition(info >= 0, "LAPACK refused argument \(-info)")
  guard info == 0 else { throw .notPositiveDefinite(leadingMinor: Int(info)) }
  return factor
}

/// Solves equations with a symmetric positive definite matrix, given its Cholesky factor.
///
/// - Shape: `factor` is n × n; `rightSides` n × k, as is the solution.
/// - Throws: as `solveTriangular`.
/// - Complexity: O(n² k).
/// - Source: Golub & Van Loan, *Matrix Computations*, 4th ed. (2013), 4.2.
public func solve(
  withCholeskyFactor factor: Matrix, _ rightSides: Matrix
) throws(LinearAlgebraError) -> Matrix {
  try solveTriangular(factor, .transposed, try solveTriangular(factor, .plain, rightSides))
}
