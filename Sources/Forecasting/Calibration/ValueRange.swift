/// Which values a series can take: what calibration widens stays among them.
public struct ValueRange: Hashable, Sendable {
  /// No value is below; minus infinity where there is no such bound.
  public let lower: Double
  /// No value is above; infinity where there is no such bound.
  public let upper: Double
  /// Whether only whole numbers can come.
  public let isWhole: Bool

  /// - Precondition: `lower` is below `upper`.
  public init(lower: Double = -.infinity, upper: Double = .infinity, isWhole: Bool = false) {
    precondition(lower < upper, "a range has room")
    self.lower = lower
    self.upper = upper
    self.isWhole = isWhole
  }

  /// The range that a series shows: no value below zero means that none can be.
  public init(of series: TimeSeries) {
    let observed = series.values.filter { !$0.isNaN }
    let isNonNegative = !observed.isEmpty && observed.allSatisfy { $0 >= 0 }
    self = isNonNegative ? .nonNegative : .all
  }

  /// Every number.
  public static let all = ValueRange()
  /// Zero and above.
  public static let nonNegative = ValueRange(lower: 0)

  /// The nearest value of the range.
  func nearest(to value: Double) -> Double {
    min(max(isWhole ? value.rounded() : value, lower), upper)
  }
}
