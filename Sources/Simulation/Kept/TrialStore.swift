import ColumnPlan

/// The kept results of all trials: a column for each stored value that differs by trial, a
/// number for each that does not.
///
/// Workers write disjoint parts of it, so it needs no lock.
final class TrialStore: @unchecked Sendable {
  /// Trials in a column, a whole number of blocks.
  let paddedTrials: Int
  private let columns: UnsafeMutablePointer<Double>
  private let memory: ColumnMemory
  private let varyingColumns: Int
  private let numbers: UnsafeMutablePointer<Double>
  /// For each storage its position among the columns, or among the numbers.
  private let positions: [Int]

  init(for plan: Plan, blocks: Int) {
    paddedTrials = blocks * blockTrials
    var varying = 0
    var uniform = 0
    positions = plan.storages.map { shape in
      switch shape {
      case .varying:
        varying += 1
        return varying - 1
      case .uniform:
        uniform += 1
        return uniform - 1
      }
    }
    memory = ColumnMemory(count: varying * paddedTrials)
    columns = memory.numbers
    varyingColumns = varying
    numbers = .allocate(capacity: max(1, uniform))
    numbers.initialize(repeating: .nan, count: max(1, uniform))
  }

  deinit { numbers.deallocate() }

  /// Readies the memory of some blocks for all workers.
  func populate(blocks: Range<Int>, threads: Int) {
    memory.populate(
      (0..<varyingColumns).lazy.map { column in
        let start = column * self.paddedTrials
        return start + blocks.lowerBound * blockTrials..<start + blocks.upperBound * blockTrials
      }, threads: threads)
  }

  func column(_ storage: Int) -> UnsafeMutablePointer<Double> {
    columns + positions[storage] * paddedTrials
  }

  /// The value of a column in a trial of the store.
  func value(_ column: Column, inTrial trial: Int) -> Double {
    column.shape == .uniform
      ? number(column.storage).pointee : self.column(column.storage)[trial]
  }

  func number(_ storage: Int) -> UnsafeMutablePointer<Double> { numbers + positions[storage] }
}
