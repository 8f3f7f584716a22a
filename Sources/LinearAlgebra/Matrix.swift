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

  public subscript(row: Int, column: Int) -> Double {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  /// Lets a routine write the elements in place.
  mutating func withUnsafeElements<Result>(
    _ body: (UnsafeMutableBufferPointer<Double>) -> Result
  ) -> Result {
    elements.withUnsafeMutableBufferPointer { body($0) }
  }
}
