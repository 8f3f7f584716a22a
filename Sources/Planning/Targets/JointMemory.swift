import ColumnPlan
import Simulation

/// What a question about several targets takes in memory beside the trials that the run keeps: for
/// each trial its boldness and its place by each goal, and with each worker its rank by each.
///
/// As for a run one worker counts, whatever their number, so that whether the trials fit does not
/// depend on it. There are as many workers as the rest of the memory has room for.
///
/// - Unit: bytes.
public struct JointMemory: Hashable, Sendable {
  /// For each trial, with one worker.
  public let perTrial: Int
  /// For each trial, with each worker beyond the first.
  public let perTrialOfWorker: Int

  public init(goals: Int) {
    let (number, place) = (MemoryLayout<Double>.stride, MemoryLayout<Int32>.stride)
    // The least rank of a trial, twice more while a quantile of it is found, its place among those
    // that are kept, and whether it is left out, still usable, and meets all levels.
    let ofWorker = 3 * number + place + 3
    perTrialOfWorker = goals * number + ofWorker
    perTrial = goals * (number + place) + perTrialOfWorker
  }

  /// - Throws: when the trials of a plan do not fit with that into what is allowed, with how many
  ///   do.
  public func check(_ plan: Plan, _ settings: SimulationSettings) throws(SimulationError) {
    _ = try columns(plan, settings)
  }

  /// How many workers have room; at least one.
  ///
  /// - Precondition: the trials fit.
  public func workers(_ plan: Plan, _ settings: SimulationSettings) -> Int {
    // One column is part of what one worker needs.
    let rest = ((try? columns(plan, settings)) ?? 1) - 1
    return max(1, min(settings.threads, 1 + rest * Self.column / perTrialOfWorker))
  }

  private func columns(
    _ plan: Plan, _ settings: SimulationSettings
  ) throws(SimulationError) -> Int {
    try columnsWithRoom(beside: plan, bytesPerTrial: perTrial - Self.column, settings)
  }

  private static let column = MemoryLayout<Double>.stride
}
