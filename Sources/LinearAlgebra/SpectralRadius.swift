import CBLAS

/// The largest amount of an eigenvalue of a matrix, which need not be symmetric: by how much
/// repeated products with it grow or shrink in the long run.
///
/// - Shape: `matrix` is square; 0 for the empty one.
/// - Throws: `notFinite`; `notConverged`.
/// - Accuracy: n roundings of the norm of the matrix, times the condition of the eigenvalue.
/// - Complexity: O(n³).
/// - Source: LAPACK `dgeev`; Golub & Van Loan, *Matrix Computations*, 4th ed. (2013), 7.5.
public func spectralRadius(of matrix: Matrix) throws(LinearAlgebraError) -> Double {
  precondition(matrix.rows == matrix.columns, "only a square matrix has eigenvalues")
  try matrix.requireFinite()
  guard matrix.rows > 0 else { return 0 }
  // The transposed matrix, as LAPACK reads it, has the same eigenvalues.
  var copy = matrix.elements
  var order = blasInt(matrix.rows)
  var real = [Double](repeating: 0, count: matrix.rows)
  var imaginary = real
  var work = [Double](repeating: 0, count: 8 * matrix.rows)
  var (none, info, one) = (CChar(UInt8(ascii: "N")), Int32(0), Int32(1))
  var noVectors = [0.0]
  var noOtherVectors = [0.0]
  var (leading, otherLeading, length) = (order, one, blasInt(work.count))
  var alsoNone = none
  blas.dgeev(
    &none, &alsoNone, &order, &copy, &leading, &real, &imaginary, &noVectors, &one,
    &noOtherVectors, &otherLeading, &work, &length, &info)
  precondition(info >= 0, "LAPACK refused argument \(-info)")
  guard info == 0 else { throw .notConverged }
  let amounts = zip(real, imaginary).map { pair in
    // No overflow, and no library function.
    let (large, small) = (
      max(abs(pair.0), abs(pair.1)), min(abs(pair.0), abs(pair.1))
    )
    guard large > 0 else { return 0.0 }
    let ratio = small / large
    return large * (1 + ratio * ratio).squareRoot()
  }
  return amounts.max() ?? 0
}
