import ColumnPlan
import Probability

/// The trials of a simulated plan.
public struct SimulationResult: Sendable {
  public let plan: Plan
  public let seed: UInt64
  /// The number of the first trial; 0 unless a single block was asked for.
  public let firstTrial: Int
  public let trials: Int
  /// Which of the trials are independent of each other.
  public let replication: Replication
  private let store: TrialStore
  private let columnOf: [ColumnKey: Int]

  private struct ColumnKey: Hashable {
    let label: String
    let period: String
  }

  init(
    plan: Plan, seed: UInt64, firstTrial: Int, trials: Int, replication: Replication = .trials,
    store: TrialStore
  ) {
    self.plan = plan
    self.seed = seed
    self.firstTrial = firstTrial
    self.trials = trials
    self.replication = replication
    self.store = store
    columnOf = Dictionary(
      plan.columns.enumerated().map {
        (ColumnKey(label: $1.label, period: $1.period), $0)
      }, uniquingKeysWith: { first, _ in first })
  }

  /// The column of an indicator in a period; nil when it was not kept.
  public func column(_ label: String, period: String) -> Column? {
    columnOf[ColumnKey(label: label, period: period)].map { plan.columns[$0] }
  }

  /// The value in all trials, when it is the same in all; else nil.
  public func number(of column: Column) -> Double? {
    column.shape == .uniform ? store.number(column.storage).pointee : nil
  }

  /// The value in one trial, counted from `firstTrial`.
  public func value(of column: Column, inTrial trial: Int) -> Double {
    number(of: column) ?? store.column(column.storage)[trial]
  }

  /// Reads the values of all trials; a single value when they are all the same.
  public func withTrials<Result>(
    of column: Column, _ body: (UnsafeBufferPointer<Double>) throws -> Result
  ) rethrows -> Result {
    try withExtendedLifetime(store) {
      switch column.shape {
      case .uniform:
        try body(UnsafeBufferPointer(start: store.number(column.storage), count: 1))
      case .varying:
        try body(UnsafeBufferPointer(start: store.column(column.storage), count: trials))
      }
    }
  }
}
