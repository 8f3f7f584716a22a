/// What can go wrong with a matrix that was given.
public enum LinearAlgebraError: Error, Hashable, Sendable {
  /// The matrix has a leading minor that is not positive: that of its first `leadingMinor` rows
  /// and columns, counted from 1.
  case notPositiveDefinite(leadingMinor: Int)
}
