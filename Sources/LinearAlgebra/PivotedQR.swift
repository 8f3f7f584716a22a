import CBLAS

/// The factors of a matrix whose columns were exchanged so that the most independent ones come
/// first: `A P = Q R`.
///
/// - Source: LAPACK `dgeqp3`; Golub & Van Loan, *Matrix Computations*, 4th ed. (2013), 5.4.
struct PivotedQR {
  let rows, columns: Int
  /// For each place in the new order the column that went there.
  let order: [Int]
  /// How many columns are independent.
  let rank: Int
  /// Column by column: `R` above, the reflections of `Q` below the diagonal.
  private var factor: [Double]
  private var scales: [Double]

  /// - Parameter tolerance: a column counts as independent when what the others leave of it is
  ///   more than this part of the largest column.
  /// - Complexity: O(rows columns²).
  init(of matrix: Matrix, tolerance: Double) {
    (rows, columns) = (matrix.rows, matrix.columns)
    factor = matrix.transposed.elements
    scales = [Double](repeating: 0, count: max(min(rows, columns), 1))
    var pivots = [Int32](repeating: 0, count: columns)
    Self.factorise(&factor, rows, columns, &pivots, &scales)
    order = pivots.map { Int($0) - 1 }
    let diagonal = (0..<min(rows, columns)).map { [factor, rows] in abs(factor[$0 * rows + $0]) }
    let smallest = tolerance * (diagonal.first ?? 0)
    rank = diagonal.firstIndex { $0 <= smallest } ?? diagonal.count
  }

  private static func factorise(
    _ factor: inout [Double], _ rows: Int, _ columns: Int, _ pivots: inout [Int32],
    _ scales: inout [Double]
  ) {
    guard rows > 0, columns > 0 else {
      for column in 0..<columns { pivots[column] = Int32(column) + 1 }
      return
    }
    var (m, n, leading, info) = (blasInt(rows), blasInt(columns), blasInt(rows), Int32(0))
    var work = [0.0]
    var length: Int32 = -1
    blas.dgeqp3(&m, &n, &factor, &leading, &pivots, &scales, &work, &length, &info)
    length = Int32(work[0])
    work = [Double](repeating: 0, count: Int(length))
    blas.dgeqp3(&m, &n, &factor, &leading, &pivots, &scales, &work, &length, &info)
    precondition(info == 0, "LAPACK refused argument \(-info)")
  }

  /// The element of `R`, whose row and column count in the new order.
  subscript(row: Int, column: Int) -> Double { factor[column * rows + row] }

  /// `Q` or `Qᵀ` times a vector of as many numbers as the matrix has rows.
  func reflect(_ vector: [Double], transposed: Bool) -> [Double] {
    var result = vector
    guard rows > 0, columns > 0 else { return result }
    var (m, one, count) = (blasInt(rows), Int32(1), blasInt(min(rows, columns)))
    var (left, transpose) = (
      CChar(UInt8(ascii: "L")), CChar(UInt8(ascii: transposed ? "T" : "N"))
    )
    var (leading, resultLeading, info) = (m, m, Int32(0))
    var length = blasInt(64 * 64)
    var work = [Double](repeating: 0, count: Int(length))
    blas.dormqr(
      &left, &transpose, &m, &one, &count, factor, &leading, scales, &result, &resultLeading,
      &work, &length, &info)
    precondition(info == 0, "LAPACK refused argument \(-info)")
    return result
  }

  /// Solves `R x = b` for the independent columns.
  func solveUpper(_ right: [Double]) -> [Double] {
    var solution = Array(right.prefix(rank))
    for row in (0..<rank).reversed() {
      for column in (row + 1)..<max(rank, row + 1) {
        solution[row] -= self[row, column] * solution[column]
      }
      solution[row] /= self[row, row]
    }
    return solution
  }

  /// Solves `Rᵀ x = b` for the independent columns.
  func solveLower(_ right: [Double]) -> [Double] {
    var solution = Array(right.prefix(rank))
    for row in 0..<rank {
      for column in 0..<row { solution[row] -= self[column, row] * solution[column] }
      solution[row] /= self[row, row]
    }
    return solution
  }
}
