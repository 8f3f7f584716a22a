import ColumnPlan
import Probability
import Simulation

/// The three levels that a plan names: what is held for certain (守底), what is planned with, and
/// what is striven for (冲刺), each by the confidence with which it is met.
public struct TargetTriple: Hashable, Sendable {
  public let confidences: [Double]
  public let levels: QuantileEstimates

  /// - Parameter confidences: of the floor, of the base and of the stretch.
  public init(
    of column: Column, _ side: Goal.Side, at confidences: [Double], in result: SimulationResult
  ) {
    precondition(confidences.count == 3, "floor, base and stretch")
    self.confidences = confidences
    levels = Planning.levels(of: column, side, at: confidences, in: result)
  }
}
