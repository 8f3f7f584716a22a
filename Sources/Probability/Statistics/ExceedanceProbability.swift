/// How probable it is that a column exceeds a threshold, with its Monte Carlo standard error.
public struct ExceedanceProbability: Hashable, Sendable {
  /// The share of the numbers that qualify; NaN for none.
  public let probability: Double
  public let count: Int

  /// The probability of a number above the threshold, or of one at or above it.
  public init(
    of column: UnsafeBufferPointer<Double>, above threshold: Double, orEqual: Bool = false
  ) {
    var qualifying = 0
    if orEqual {
      for number in column { qualifying += number >= threshold ? 1 : 0 }
    } else {
      for number in column { qualifying += number > threshold ? 1 : 0 }
    }
    self.init(qualifying: qualifying, of: column.count)
  }

  public init(qualifying: Int, of count: Int) {
    probability = Double(qualifying) / Double(count)
    self.count = count
  }

  /// sqrt(p (1 - p) / n).
  public var standardError: Double {
    (probability * (1 - probability) / Double(count)).squareRoot()
  }
}
