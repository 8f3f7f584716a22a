import ColumnPlan

/// The trials that a plan has kept for others: the frozen part of a plan for the moving one, the
/// plan of a scenario for those of what-ifs.
public struct FrozenTrials: Sendable {
  let store: TrialStore
  let trials: Int
  let seed: UInt64

  /// - Precondition: the plan keeps values for others, and its trials are kept from the first on.
  public init(_ result: SimulationResult) {
    precondition(
      result.plan.firstStorageForOthers < result.plan.storages.count && result.firstTrial == 0,
      "all trials of a plan that keeps values for others")
    store = result.keptTrials
    trials = result.trials
    seed = result.seed
  }

  /// Where the numbers of a block begin.
  func column(_ storage: Int32, firstTrial: Int) -> UnsafePointer<Double> {
    UnsafePointer(store.column(Int(storage)) + firstTrial)
  }
}

extension BlockInterpreter {
  func load(_ instruction: DecodedInstruction) {
    let storages = plan.loads[instruction.parameter].storageOfPeriod
    let storage = storages[storages.count == 1 ? 0 : run]
    instruction.destination.update(
      from: frozen!.column(storage, firstTrial: firstTrial), count: blockTrials)
  }
}
