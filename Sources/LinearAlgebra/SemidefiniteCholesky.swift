/// A lower triangular factor `L` of a symmetric positive semidefinite matrix: `L Lᵀ` is the
/// matrix.
///
/// A variable that the earlier ones determine wholly gets a column of zeros, so that perfect
/// correlations can be factored in the order in which they are given; LAPACK's routine would
/// have to exchange variables. Plain arithmetic in a fixed order: the same bits on every machine.
///
/// - Shape: `matrix` is square; only its lower triangle is read.
/// - Throws: `notFinite`; `notPositiveSemidefinite` with the first leading minor that is
///   negative.
/// - Accuracy: `L Lᵀ` differs from the matrix by at most 4 (n + 1) roundings of the largest
///   diagonal element where it is definite; by at most 1e-12 of it where it is not.
/// - Complexity: O(n³).
/// - Source: Higham, *Accuracy and Stability of Numerical Algorithms*, 2nd ed. (2002), 10.3.
public func lowerSemidefiniteCholesky(of matrix: Matrix) throws(LinearAlgebraError) -> Matrix {
  precondition(matrix.rows == matrix.columns, "only a square matrix has a Cholesky factor")
  try matrix.requireFinite()
  let size = matrix.rows
  var factor = Matrix(rows: size, columns: size)
  let largest = (0..<size).map { abs(matrix[$0, $0]) }.max() ?? 0
  // What roundings can leave of a pivot that is zero.
  let zero = largest * 8 * Double(size + 1) * Double.ulpOfOne
  for column in 0..<size {
    let pivot = remainder(of: matrix, factor, column, column, column)
    let below = (column + 1)..<max(size, column + 1)
    let rests = below.map { remainder(of: matrix, factor, $0, column, column) }
    guard pivot >= -zero else { throw .notPositiveSemidefinite(leadingMinor: column + 1) }
    // A variable without a share of its own can move with nothing that comes later.
    if pivot <= zero, rests.allSatisfy({ abs($0) <= largest * 1e-12 }) { continue }
    guard pivot > 0 else {
      let row = below.first { abs(rests[$0 - column - 1]) > largest * 1e-12 } ?? column
      throw .notPositiveSemidefinite(leadingMinor: row + 1)
    }
    let root = pivot.squareRoot()
    factor[column, column] = root
    for row in below { factor[row, column] = rests[row - column - 1] / root }
  }
  return factor
}

/// An element of the matrix less what the first `count` columns of the factor explain of it.
private func remainder(
  of matrix: Matrix, _ factor: Matrix, _ row: Int, _ column: Int, _ count: Int
) -> Double {
  var rest = matrix[row, column]
  for index in 0..<count { rest -= factor[row, index] * factor[column, index] }
  return rest
}
