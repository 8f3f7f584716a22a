/// A dense matrix of doubles: contiguous, one row after the other.
public struct Matrix: Hashable, Sendable {
  public let rows, columns: Int
  /// Row by row: the element of row `i` and column `j` stands at `i * columns + j`.
  public private(set) var elements: [Double]

  /// - Precondition: as many elements as rows times columns.
  public init(rows: Int, columns: Int, elements: [Double]) {
    precondition(rows >= 0 && columns >= 0 && elements.count == rows * columns)
    (self.rows, self.columns, self.elements) = (rows, columns, elements)
  }

  /// A matrix of zeros.
  public init(rows: Int, columns: Int) {
    self.init(
      rows: rows, columns: columns, elements: [Double](repeating: 0, count: rows * columns))
  }

  /// The square matrix with these numbers on the diagonal and zeros elsewhere.
  public init(diagonal: [Double]) {
    self.init(rows: diagonal.count, columns: diagonal.count)
    for (index, number) in diagonal.enumerated() { self[index, index] = number }
  }

  public subscript(row: Int, column: Int) -> Double {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  /// The matrix with rows and columns exchanged; its elements are those of this one column by
  /// column, which is how LAPACK reads a matrix.
  public var transposed: Matrix {
    var result = Matrix(rows: columns, columns: rows)
    for row in 0..<rows {
      for column in 0..<columns { result[column, row] = self[row, column] }
    }
    return result
  }

  /// - Throws: `LinearAlgebraError.notFinite` with the first element that is infinite or no
  ///   number.
  func requireFinite() throws(LinearAlgebraError) {
    guard let index = elements.firstIndex(where: { !$0.isFinite }) else { return }
    throw .notFinite(row: index / columns, column: index % columns)
  }

  /// - Throws: `LinearAlgebraError.notSymmetric` with the first element that differs from its
  ///   mirror image.
  func requireSymmetric() throws(LinearAlgebraError) {
    precondition(rows == columns, "only a square matrix can be symmetric")
    for row in 0..<rows {
      for column in 0..<row where self[row, column] != self[column, row] {
        throw .notSymmetric(row: row, column: column)
      }
    }
  }

  /// Lets a routine write the elements in place.
  mutating func withUnsafeElements<Result>(
    _ body: (UnsafeMutableBufferPointer<Double>) -> Result
  ) -> Result {
    elements.withUnsafeMutableBufferPointer { body($0) }
  }
}
