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

/// The product of a matrix and a column of numbers.
///
/// - Shape: `matrix` is m × n, `vector` has n numbers; the product has m.
/// - Complexity: O(m n), by BLAS.
public func product(_ matrix: Matrix, _ vector: [Double]) -> [Double] {
  precondition(matrix.columns == vector.count, "the inner sizes agree")
  var result = [Double](repeating: 0, count: matrix.rows)
  guard !matrix.elements.isEmpty else { return result }
  blas.dgemv(
    CblasRowMajor, CblasNoTrans, blasInt(matrix.rows), blasInt(matrix.columns), 1,
    matrix.elements, blasInt(matrix.columns), vector, 1, 0, &result, 1)
  return result
}

/// The products of every two columns of a matrix: `matrixᵀ matrix`, symmetric to the last bit.
///
/// - Shape: `matrix` is m × n; the result n × n.
/// - Complexity: O(m n²), half of a full product, by BLAS.
public func columnProducts(of matrix: Matrix) -> Matrix {
  let size = matrix.columns
  var result = Matrix(rows: size, columns: size)
  guard !matrix.elements.isEmpty else { return result }
  result.withUnsafeElements { out in
    blas.dsyrk(
      CblasRowMajor, CblasLower, CblasTrans, blasInt(size), blasInt(matrix.rows), 1,
      matrix.elements, blasInt(size), 0, out.baseAddress, blasInt(size))
  }
  for row in 0..<size {
    for column in 0..<row { result[column, row] = result[row, column] }
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
  blas.dgemm(
    CblasRowMajor, CblasNoTrans, CblasNoTrans, blasInt(rows), blasInt(rightColumns),
    blasInt(columns), 1, left, blasInt(columns), right, blasInt(rightColumns), 0, out,
    blasInt(rightColumns))
}
