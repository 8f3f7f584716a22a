/// What a regressor does to a series, as estimated.
public struct RegressorEffect: Hashable, Sendable {
  /// The name of the regressor.
  public let name: String
  /// What one of it adds; nil where the regressor was left out, because the series is told as
  /// well without it.
  ///
  /// - Unit: that of the series, or its natural logarithm.
  public let estimate: Double?
  /// The standard error of the estimate; nil where there is none.
  public let standardError: Double?
  /// Whether it adds to the logarithm of the series, so that effects are shares of it.
  public let isOnLogarithm: Bool

  public init(
    name: String, estimate: Double?, standardError: Double?, isOnLogarithm: Bool = false
  ) {
    self.name = name
    self.estimate = estimate
    self.standardError = standardError
    self.isOnLogarithm = isOnLogarithm
  }
}
