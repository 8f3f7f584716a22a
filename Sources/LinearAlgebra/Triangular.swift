import CBLAS

/// Multiplies a block from the left by a lower triangular matrix, in place: `block = lower block`.
///
/// - Shape: `lower` is n × n, of which only the lower triangle is read; `block` is n × `columns`,
///   row-major.
/// - Complexity: O(n² columns), one call of BLAS; no allocation.
public func multiplyLowerTriangular(
  _ lower: Matrix, into block: UnsafeMutablePointer<Double>, columns: Int
) {
  precondition(lower.rows == lower.columns, "a triangular matrix is square")
  guard columns > 0, lower.rows > 0 else { return }
  lower.elements.withUnsafeBufferPointer { elements in
    blas.dtrmm(
      CblasRowMajor, CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, blasInt(lower.rows),
      blasInt(columns), 1, elements.baseAddress, blasInt(lower.rows), block, blasInt(columns))
  }
}

/// Which equation a triangular matrix stands in.
public enum TriangularEquation: Sendable {
  /// `L x = b`
  case plain
  /// `Lᵀ x = b`
  case transposed
}

/// Solves equations with a lower triangular matrix, for several right sides at once.
///
/// - Shape: `lower` is n × n, of which only the lower triangle is read; `rightSides` is n × k, as
///   is the solution.
/// - Throws: `wrongRows` when the right sides have not n rows; `notFinite`; `singular` with the
///   first column whose diagonal element is 0.
/// - Accuracy: backward stable: the solution is that of a matrix that differs by n roundings.
/// - Complexity: O(n² k), one call of BLAS.
/// - Source: Golub & Van Loan, *Matrix Computations*, 4th ed. (2013), 3.1.
public func solveTriangular(
  _ lower: Matrix, _ equation: TriangularEquation = .plain, _ rightSides: Matrix
) throws(LinearAlgebraError) -> Matrix {
  precondition(lower.rows == lower.columns, "a triangular matrix is square")
  guard rightSides.rows == lower.rows else {
    throw .wrongRows(expected: lower.rows, found: rightSides.rows)
  }
  try lower.requireFinite()
  try rightSides.requireFinite()
  for column in 0..<lower.columns where lower[column, column] == 0 {
    throw .singular(column: column)
  }
  var solution = rightSides
  guard !solution.elements.isEmpty else { return solution }
  solution.withUnsafeElements { out in
    blas.dtrsm(
      CblasRowMajor, CblasLeft, CblasLower, equation == .plain ? CblasNoTrans : CblasTrans,
      CblasNonUnit, blasInt(lower.rows), blasInt(rightSides.columns), 1, lower.elements,
      blasInt(lower.rows), out.baseAddress, blasInt(rightSides.columns))
  }
  return solution
}
