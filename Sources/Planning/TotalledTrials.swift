import ColumnPlan
import Simulation

/// The trials of a total, in memory of its own, from which the next total may go on.
///
/// Results are added one after another, as a plan adds the months of a year, so that a total has
/// the bits of the plan's.
final class TotalledTrials {
  private let result: SimulationResult
  private let columns: [Column]
  private var storages: [Int] = []
  private var known = 0.0
  /// The total, while it is the same in all trials.
  private var number = 0.0
  private var varies = false
  /// Made when the first result varies.
  private var lanes: UnsafeMutablePointer<Double>?

  init(_ result: SimulationResult, _ columns: [Column]) {
    self.result = result
    self.columns = columns
  }

  deinit { lanes?.deallocate() }

  func become(_ total: PeriodTotal) {
    if total.known != known || !total.storages.starts(with: storages) {
      (storages, known, number, varies) = ([], total.known, total.known, false)
    }
    for storage in total.storages[storages.count...] {
      add(columns[storage])
      storages.append(storage)
    }
  }

  /// Reads the trials; a single number when it is the same in all.
  func withTrials<Result>(_ body: (UnsafeBufferPointer<Double>) throws -> Result) rethrows
    -> Result
  {
    if varies { return try body(UnsafeBufferPointer(start: lanes, count: result.trials)) }
    return try withUnsafePointer(to: number) {
      try body(UnsafeBufferPointer(start: $0, count: 1))
    }
  }

  private func add(_ column: Column) {
    if let more = result.number(of: column) {
      if varies {
        for trial in 0..<result.trials { lanes![trial] += more }
      } else {
        number += more
      }
      return
    }
    let lanes = lanes ?? .allocate(capacity: result.trials)
    self.lanes = lanes
    result.withTrials(of: column) { trials in
      guard let trials = trials.baseAddress else { return }
      if varies {
        for trial in 0..<result.trials { lanes[trial] += trials[trial] }
      } else {
        let start = number
        for trial in 0..<result.trials { lanes[trial] = start + trials[trial] }
      }
    }
    varies = true
  }
}
