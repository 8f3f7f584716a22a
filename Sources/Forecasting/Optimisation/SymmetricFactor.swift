/// Replaces the lower triangle of a small symmetric matrix by its Cholesky factor.
///
/// - Parameter least: how much of a diagonal number has to be left when what the columns before
///   explain is taken off; 0 asks no more than that something is.
/// - Returns: false where the matrix is not positive definite.
/// - Complexity: O(n³), without the cost of a call of LAPACK, which is larger for some ten rows.
/// - Source: Golub & Van Loan, *Matrix Computations*, 4th ed. (2013), 4.2.
func factorSymmetric(
  _ matrix: UnsafeMutableBufferPointer<Double>, size: Int, least: Double = 0
) -> Bool {
  for row in 0..<size {
    let own = row * size
    let full = matrix[own + row]
    for column in 0...row {
      let other = column * size
      var sum = matrix[own + column]
      for index in 0..<column { sum -= matrix[own + index] * matrix[other + index] }
      if column < row {
        matrix[own + column] = sum / matrix[other + column]
      } else {
        guard sum > least * full, sum > 0, sum.isFinite else { return false }
        matrix[own + row] = sum.squareRoot()
      }
    }
  }
  return true
}

/// The same for an array, whose upper triangle becomes zero.
///
/// - Returns: whether the matrix is positive definite, beyond doubt of rounding.
func choleskyInPlace(_ matrix: inout [Double], size: Int) -> Bool {
  let isDefinite = matrix.withUnsafeMutableBufferPointer {
    factorSymmetric($0, size: size, least: 1e-13)
  }
  guard isDefinite else { return false }
  for row in 0..<size {
    for column in row + 1..<max(size, row + 1) { matrix[row * size + column] = 0 }
  }
  return true
}

/// Solves `factor x = right` with a lower triangular factor.
func forwardSolved(_ factor: [Double], _ right: [Double]) -> [Double] {
  let size = right.count
  var result = right
  for row in 0..<size {
    for column in 0..<row { result[row] -= factor[row * size + column] * result[column] }
    result[row] /= factor[row * size + row]
  }
  return result
}

/// Solves `factorᵀ x = right` with a lower triangular factor.
func backwardSolved(_ factor: [Double], _ right: [Double]) -> [Double] {
  let size = right.count
  var result = right
  for row in (0..<size).reversed() {
    for column in row + 1..<max(size, row + 1) {
      result[row] -= factor[column * size + row] * result[column]
    }
    result[row] /= factor[row * size + row]
  }
  return result
}
