/// A matrix of correlations that can be: symmetric, with a unit diagonal, positive definite.
public struct CorrelationMatrix: Sendable {
  public let variables: Int
  /// Row by row.
  public let entries: [Double]
}
