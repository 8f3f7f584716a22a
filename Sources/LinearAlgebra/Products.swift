import CBLAS

/// The matrix product.
///
/// - Shape: `left` is m × k, `right` k × n; the product is m × n.
/// - Complexity: O(m k n), by BLAS.
public func product(_ left: Matrix, _ right: Matrix) -> Matrix {
  precondition(left.columns == right.rows, "the inner sizes agree")
  var result = Matrix(rows: left.rows, columns: right.columns)
  guard !result.elements.isEmpty, left.columns > 0 else { return result }
  result.withUnsafeElements { out in
    multiply(
      left.elements, rows: left.rows, columns: left.columns, by: right.elements,
      columns: right.columns, into: out.baseAddress)
  }
  return result
}

/// The matrix product of row-major buffers, without an allocation.
///
/// - Shape: `left` is rows × columns, `right` is columns × `rightColumns`.
/// - Precondition: `out` holds rows × `rightColumns` numbers and overlaps neither operand.
public func multiply(
  _ left: UnsafePointer<Double>, rows: Int, columns: Int, by right: UnsafePointer<Double>,
  columns rightColumns: Int, into out: UnsafeMutablePointer<Double>?
) {
  cblas_dgemm(
    CblasRowMajor, CblasNoTrans, CblasNoTrans, blasInt(rows), blasInt(rightColumns),
    blasInt(columns), 1, left, blasInt(columns), right, blasInt(rightColumns), 0, out,
    blasInt(rightColumns))
}

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
    cblas_dtrmm(
      CblasRowMajor, CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, blasInt(lower.rows),
      blasInt(columns), 1, elements.baseAddress, blasInt(lower.rows), block, blasInt(columns))
  }
}

/// BLAS counts in 32 bits.
func blasInt(_ count: Int) -> Int32 {
  precondition(count <= Int32.max, "too large for BLAS")
  return Int32(count)
}
