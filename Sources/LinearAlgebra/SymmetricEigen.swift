import CBLAS

/// The eigenvalues and eigenvectors of a symmetric matrix.
public struct SymmetricEigen: Hashable, Sendable {
  /// In ascending order.
  public let values: [Double]
  /// In column `j` the unit vector of value `j`; its element of the largest amount is positive.
  public let vectors: Matrix

  /// - Shape: `matrix` is square and symmetric.
  /// - Throws: `notFinite`; `notSymmetric` with the first pair that differs; `notConverged`.
  /// - Accuracy: each value within n roundings of the largest; vectors orthogonal to n roundings.
  /// - Complexity: O(n³).
  /// - Source: LAPACK `dsyevr`: Dhillon, Parlett, Vömel, *The design and implementation of the
  ///   MRRR algorithm* (2006).
  public init(of matrix: Matrix) throws(LinearAlgebraError) {
    try matrix.requireFinite()
    try matrix.requireSymmetric()
    let size = matrix.rows
    guard size > 0 else {
      (values, vectors) = ([], matrix)
      return
    }
    var values = [Double](repeating: 0, count: size)
    var columns = [Double](repeating: 0, count: size * size)
    let info = symmetricEigen(matrix, &values, &columns)
    precondition(info >= 0, "LAPACK refused argument \(-info)")
    guard info == 0 else { throw .notConverged }
    self.values = values
    // LAPACK's columns are our rows.
    vectors = withFixedSigns(Matrix(rows: size, columns: size, elements: columns)).transposed
  }

  /// The matrix that has the same vectors and other values.
  public func matrix(withValues values: [Double]) -> Matrix {
    precondition(values.count == self.values.count, "one value for each vector")
    var scaled = vectors
    for row in 0..<scaled.rows {
      for column in 0..<scaled.columns { scaled[row, column] *= values[column] }
    }
    return product(scaled, vectors.transposed)
  }
}

private func symmetricEigen(
  _ matrix: Matrix, _ values: inout [Double], _ vectors: inout [Double]
) -> Int32 {
  var copy = matrix.elements
  var order = blasInt(matrix.rows)
  var (bound, index, tolerance) = (0.0, Int32(0), 0.0)
  var (found, info) = (Int32(0), Int32(0))
  var support = [Int32](repeating: 0, count: 2 * matrix.rows)
  var work = [0.0]
  var integers: [Int32] = [0]
  var (want, all, triangle) = (
    CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "A")), CChar(UInt8(ascii: "U"))
  )
  func run(_ length: Int32, _ integerLength: Int32) {
    var (leading, size) = (order, order)
    var (lower, upper) = (bound, bound)
    var (first, last) = (index, index)
    var (length, integerLength) = (length, integerLength)
    blas.dsyevr(
      &want, &all, &triangle, &order, &copy, &leading, &lower, &upper, &first, &last, &tolerance,
      &found, &values, &vectors, &size, &support, &work, &length, &integers, &integerLength,
      &info)
  }
  run(-1, -1)
  work = [Double](repeating: 0, count: Int(work[0]))
  integers = [Int32](repeating: 0, count: Int(integers[0]))
  run(blasInt(work.count), blasInt(integers.count))
  return info
}

/// The rows with signs such that the element of the largest amount, the first of them, is
/// positive.
private func withFixedSigns(_ rows: Matrix) -> Matrix {
  var result = rows
  for row in 0..<rows.rows {
    var largest = 0.0
    for column in 0..<rows.columns where abs(rows[row, column]) > abs(largest) {
      largest = rows[row, column]
    }
    guard largest < 0 else { continue }
    for column in 0..<rows.columns { result[row, column] = -rows[row, column] }
  }
  return result
}
