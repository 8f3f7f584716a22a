import ColumnPlan

/// A bound on a column of results.
public struct Goal: Hashable, Sendable {
  public enum Side: Sendable { case atLeast, atMost }

  public let column: Column
  public let side: Side
  /// In base units.
  public let bound: Double

  public init(column: Column, side: Side, bound: Double) {
    self.column = column
    self.side = side
    self.bound = bound
  }

  public func isMet(by value: Double) -> Bool {
    switch side {
    case .atLeast: value >= bound
    case .atMost: value <= bound
    }
  }
}
