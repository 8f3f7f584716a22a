import LinearAlgebra

/// Why a table of numbers is no correlation matrix. Rows and columns count from 0.
public enum CorrelationError: Error, Hashable, Sendable {
  /// Not as many entries as variables times variables.
  case wrongSize(expected: Int, found: Int)
  /// An entry that is not a number from -1 to 1.
  case outOfRange(row: Int, column: Int)
  /// An entry on the diagonal that is not 1.
  case diagonalNotOne(variable: Int)
  /// Two entries that mirror each other and differ.
  case asymmetric(row: Int, column: Int)
  /// A variable whose correlations contradict those among the earlier ones: no random values
  /// could be correlated so.
  case notPositiveDefinite(variable: Int)
}

/// A matrix of correlations that can be: symmetric, with a unit diagonal, positive semidefinite.
public struct CorrelationMatrix: Hashable, Sendable {
  public let variables: Int
  /// Row by row.
  public let entries: [Double]
  /// The factor that was made to see whether the matrix is positive semidefinite.
  public let factor: CorrelationFactor

  /// Checks the entries of a matrix, given row by row, and factors it.
  ///
  /// - Throws: the first fault in the order of the cases of `CorrelationError`.
  public init(variables: Int, entries: [Double]) throws(CorrelationError) {
    try Self.check(variables: variables, entries: entries)
    self.variables = variables
    self.entries = entries
    factor = try CorrelationFactor(
      of: Matrix(rows: variables, columns: variables, elements: entries))
  }

  /// Checks all but whether the entries can hold together.
  static func check(variables: Int, entries: [Double]) throws(CorrelationError) {
    guard variables >= 0, entries.count == variables * variables else {
      throw .wrongSize(expected: max(variables, 0) * max(variables, 0), found: entries.count)
    }
    let matrix = Matrix(rows: variables, columns: variables, elements: entries)
    for (index, entry) in entries.enumerated() where !(abs(entry) <= 1) {
      throw .outOfRange(row: index / variables, column: index % variables)
    }
    for row in 0..<variables where matrix[row, row] != 1 {
      throw .diagonalNotOne(variable: row)
    }
    for row in 0..<variables {
      for column in 0..<row where matrix[row, column] != matrix[column, row] {
        throw .asymmetric(row: row, column: column)
      }
    }
  }

  public subscript(row: Int, column: Int) -> Double { entries[row * variables + column] }
}
