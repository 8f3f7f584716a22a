/// What can go wrong with the numbers that were given. Rows, columns and minors count from 1 in
/// `leadingMinor`, as in the books, and from 0 elsewhere.
public enum LinearAlgebraError: Error, Hashable, Sendable {
  /// The matrix has a leading minor that is not positive: that of its first `leadingMinor` rows
  /// and columns, counted from 1.
  case notPositiveDefinite(leadingMinor: Int)
  /// The matrix has a leading minor that is negative: that of its first `leadingMinor` rows and
  /// columns, counted from 1.
  case notPositiveSemidefinite(leadingMinor: Int)
  /// An element is infinite or no number.
  case notFinite(row: Int, column: Int)
  /// Two elements that mirror each other differ.
  case notSymmetric(row: Int, column: Int)
  /// The matrix cannot be inverted: a column depends on the ones before it.
  case singular(column: Int)
  /// The matrix can be inverted only in name: no digit of the solution would be right.
  case nearlySingular(reciprocalCondition: Double)
  /// Something has not as many rows as needed.
  case wrongRows(expected: Int, found: Int)
  /// An iteration did not come to an end; never seen with finite numbers.
  case notConverged
}
