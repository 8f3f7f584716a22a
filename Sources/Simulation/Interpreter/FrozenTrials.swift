import ColumnPlan

/// The trials of the frozen part of a plan, which its moving part reads.
public struct FrozenTrials: Sendable {
  let store: TrialStore
  let trials: Int
  let seed: UInt64

  /// - Precondition: the result is of a frozen part, and keeps its trials from the first on.
  public init(_ result: SimulationResult) {
    precondition(result.plan.isFrozenPart && result.firstTrial == 0, "all trials of a frozen part")
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
