import CKernels

/// Mean and spread of a column of trials.
///
/// Sums have a fixed number of parts, so that the bits depend on the numbers and their order
/// alone.
public struct Moments: Hashable, Sendable {
  public let count: Int
  /// NaN for no numbers.
  public let mean: Double
  /// The sample standard deviation, with the divisor n - 1; NaN for fewer than two numbers.
  public let standardDeviation: Double

  /// Takes two passes, because one pass loses the digits of a small spread around a large mean.
  ///
  /// - Complexity: O(n), about 0.3 ns per number.
  public init(of column: UnsafeBufferPointer<Double>) {
    count = column.count
    let n = Double(column.count)
    let mean = torreya_sum(column.baseAddress, column.count) / n
    self.mean = mean
    guard column.count > 1 else {
      standardDeviation = .nan
      return
    }
    let squares = torreya_sum_of_squares(column.baseAddress, mean, column.count)
    standardDeviation = (squares / (n - 1)).squareRoot()
  }

  public init(of column: [Double]) {
    self = column.withUnsafeBufferPointer { Moments(of: $0) }
  }

  /// The Monte Carlo standard error of the mean.
  public var standardError: Double { standardDeviation / Double(count).squareRoot() }
}
