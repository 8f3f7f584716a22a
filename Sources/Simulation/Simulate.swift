import ColumnPlan
import LinearAlgebra
import Probability
import Synchronization

/// How a plan is to be simulated.
public struct SimulationSettings: Sendable {
  public var trials: Int
  public var seed: UInt64
  public var sampling: SamplingScheme
  /// Workers; they change the time that it takes and nothing else.
  public var threads: Int
  /// The memory that the kept columns and the workers may take, in bytes.
  public var memory: Int

  public init(
    trials: Int, seed: UInt64, sampling: SamplingScheme = .pseudoRandom, threads: Int, memory: Int
  ) {
    self.trials = trials
    self.seed = seed
    self.sampling = sampling
    self.threads = threads
    self.memory = memory
  }
}

/// Runs a plan over all trials.
///
/// - Parameter base: the dimensions of the plan that this one is compared with, so that both share
///   their random numbers under `sobol` as well.
/// - Parameter progress: called from any worker with the share of the blocks that are done.
/// - Throws: when the results do not fit into memory, or a kept value is not a finite number.
/// - Complexity: O(trials × instructions); allocates nothing per block.
public func simulate(
  _ plan: Plan, _ settings: SimulationSettings, following base: DimensionOrder? = nil,
  progress: (@Sendable (Double) -> Void)? = nil
) throws(SimulationError) -> SimulationResult {
  precondition(settings.trials > 0 && settings.threads > 0, "at least one trial and one worker")
  try requireMemory(for: plan, settings)
  return try simulate(
    plan, settings, base, blocks: 0..<blocksNeeded(for: settings.trials), progress: progress)
}

/// Runs the one block of a plan that holds a trial, to show what happened in it.
///
/// The trial has the numbers that it has among any number of trials.
public func simulate(
  _ plan: Plan, trial: Int, seed: UInt64, sampling: SamplingScheme = .pseudoRandom,
  following base: DimensionOrder? = nil
) throws(SimulationError) -> SimulationResult {
  let block = trial / blockTrials
  let settings = SimulationSettings(
    trials: (block + 1) * blockTrials, seed: seed, sampling: sampling, threads: 1, memory: .max)
  return try simulate(plan, settings, base, blocks: block..<(block + 1), progress: nil)
}

private func simulate(
  _ plan: Plan, _ settings: SimulationSettings, _ base: DimensionOrder?, blocks: Range<Int>,
  progress: (@Sendable (Double) -> Void)?
) throws(SimulationError) -> SimulationResult {
  // The cores belong to the blocks: OpenBLAS works on one thread inside each worker.
  setBLASThreads(1)
  let store = TrialStore(for: plan, blocks: blocks.count)
  let uniforms = UniformSource(
    plan, seed: settings.seed, scheme: settings.sampling, following: base)
  let failure = Mutex<NonFiniteValue?>(nil)
  let done = Atomic<Int>(0)
  onWorkers(settings.threads, pieces: blocks.count) { next in
    var interpreter = BlockInterpreter(plan, uniforms, store: store)
    while let piece = next() {
      let first = (blocks.lowerBound + piece) * blockTrials
      interpreter.run(
        firstTrial: first, storeOffset: piece * blockTrials,
        trials: min(blockTrials, settings.trials - first))
      let finished = done.wrappingAdd(1, ordering: .relaxed).newValue
      progress?(Double(finished) / Double(blocks.count))
    }
    failure.withLock { $0 = NonFiniteValue.earlier($0, interpreter.nonFinite) }
  }
  if let found = failure.withLock({ $0 }) {
    let column = plan.columns.first { $0.storage == found.storage }!
    throw .nonFinite(
      label: column.label, period: column.period, trial: found.trial, value: found.value)
  }
  let first = blocks.lowerBound * blockTrials
  return SimulationResult(
    plan: plan, seed: settings.seed, firstTrial: first, trials: settings.trials - first,
    replication: settings.sampling.replication, store: store)
}

private func blocksNeeded(for trials: Int) -> Int { (trials - 1) / blockTrials + 1 }

/// Refuses what would not fit, before anything is allocated.
private func requireMemory(for plan: Plan, _ settings: SimulationSettings)
  throws(SimulationError)
{
  let columnBytes = plan.varyingStorages * MemoryLayout<Double>.stride
  let blocks = blocksNeeded(for: settings.trials)
  // There are never more workers than blocks.
  let workers = min(settings.threads, blocks) * Workspace.size(for: plan)
  let blockBytes = columnBytes * blockTrials
  let (kept, overflow) = blockBytes.multipliedReportingOverflow(by: blocks)
  let needed = overflow ? Int.max : kept.addingReportingOverflow(workers).partialValue
  guard overflow || needed < 0 || needed > settings.memory else { return }
  let fitting = blockBytes == 0 ? 0 : max(0, (settings.memory - workers) / blockBytes)
  throw .memory(
    needed: needed < 0 ? Int.max : needed, allowed: settings.memory,
    fittingTrials: fitting * blockTrials)
}
