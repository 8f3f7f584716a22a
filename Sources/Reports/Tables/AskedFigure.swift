import ColumnPlan
import Formulas
import Simulation
import SourceText
import Vocabulary

/// A result that is asked for: an indicator in a period, or a target with its bound.
public struct AskedFigure: Sendable {
  /// The id of the target, or of the indicator.
  public let id: String
  public let label: BilingualText
  /// The id of the indicator that is looked at.
  public let indicator: String
  /// The label and period of its column.
  public let columnLabel: String
  public let period: String
  public let unit: UnitOfMeasure
  /// In base units; nil for an indicator without a bound.
  public let bound: Double?
  public let side: Goal.Side

  public init(_ judged: JudgedTarget) {
    id = judged.target.id
    label = judged.target.label
    indicator = judged.target.indicator
    columnLabel = judged.columnLabel
    period = judged.columnPeriod
    unit = judged.unit
    bound = judged.bound
    side = judged.target.side == .atLeast ? .atLeast : .atMost
  }

  public init(_ indicator: Indicator, period: String) {
    id = indicator.id
    label = indicator.label
    self.indicator = indicator.id
    columnLabel = indicator.id
    self.period = period
    unit = indicator.unit
    bound = nil
    side = .atLeast
  }

  /// What tells it from others.
  public var place: [String] { [bound == nil ? "" : id, columnLabel, period] }

  /// The id of the target; empty for an indicator as such.
  var targetCell: Cell { bound == nil ? .empty : .text(id) }

  /// - Precondition: the column is kept.
  public func column(in result: SimulationResult) -> Column {
    guard let column = result.column(columnLabel, period: period) else {
      preconditionFailure("the columns of what is asked for are kept")
    }
    return column
  }

  /// The bound on its column; nil where it has none.
  public func goal(in result: SimulationResult) -> Goal? {
    goal(on: column(in: result))
  }

  /// The bound on a column; nil where it has none.
  public func goal(on column: Column) -> Goal? {
    bound.map { Goal(column: column, side: side, bound: $0) }
  }
}
