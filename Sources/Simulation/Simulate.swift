import ColumnPlan
import Probability

/// Runs a plan over all trials, or over as many as a wished precision needs.
///
/// - Parameter goals: what is to be judged even when the trials are not kept.
/// - Parameter base: the dimensions of the plan that this one is compared with, so that both share
///   their random numbers under `sobol` as well.
/// - Parameter progress: called from any worker with the share of the blocks that are done.
/// - Parameter isStopped: asked after each block; once true, the result is that of the trials that
///   are done by then: the first ones, as a run of so many trials gives it, and one block at least.
/// - Throws: when the results do not fit into memory, or a kept value is not a finite number.
/// - Complexity: O(trials × instructions); allocates nothing per block.
public func simulate(
  _ plan: Plan, _ settings: SimulationSettings, judging goals: JudgedGoals = .none,
  following base: DimensionOrder? = nil, progress: (@Sendable (Double) -> Void)? = nil,
  isStopped: @escaping @Sendable () -> Bool = { false }
) throws(SimulationError) -> SimulationResult {
  precondition(settings.trials > 0 && settings.threads > 0, "at least one trial and one worker")
  if !plan.loads.isEmpty {
    precondition(
      settings.frozen.map { $0.trials >= settings.trials && $0.seed == settings.seed } ?? false,
      "the moving part of a plan reads the same trials of the frozen one")
  }
  let most = blocksNeeded(for: settings.trialLimit)
  let need = MemoryNeed(plan, blocks: most)
  let method = try need.method(settings)
  var settings = settings
  settings.threads = need.workers(method, settings)
  let keeping: Keeping =
    method == .exact
    ? .trials(TrialStore(for: plan, blocks: most))
    : .digest(RunDigest(plan, settings.replication, goals))
  let run = SimulationRun(
    plan, settings, following: base, keeping: keeping, isStopped: isStopped)
  guard let stopping = settings.stopping else {
    try run.run(to: most) { progress?(Double($0) / Double(most)) }
    return run.result(ofAtMost: settings.trials)
  }
  return try simulate(run, settings, stopping, progress)
}

/// Runs several plans as one, trial by trial.
///
/// - Parameter isStopped: as of a single plan.
/// - Returns: the result of each side, with the numbers that its plan has by itself.
/// - Throws: when the results of all sides do not fit into memory, or a kept value is not a finite
///   number.
public func simulate(
  _ union: PlanUnion, _ settings: SimulationSettings, following base: DimensionOrder? = nil,
  progress: (@Sendable (Double) -> Void)? = nil,
  isStopped: @escaping @Sendable () -> Bool = { false }
) throws(SimulationError) -> [SimulationResult] {
  let result = try simulate(
    union.plan, settings, following: base, progress: progress, isStopped: isStopped)
  return union.sides.map(result.showing)
}

/// Goes on in whole rounds of blocks until the precision is there, or the most trials that are
/// allowed. When it is judged depends on the settings alone, so neither workers nor their number
/// show.
private func simulate(
  _ run: SimulationRun, _ settings: SimulationSettings, _ stopping: Stopping,
  _ progress: (@Sendable (Double) -> Void)?
) throws(SimulationError) -> SimulationResult {
  var trials = settings.firstTrials
  var expected = settings.trialLimit
  while true {
    let share = Double(expected / blockTrials)
    try run.run(to: blocksNeeded(for: trials)) { progress?(min(Double($0) / share, 1)) }
    let result = run.result(ofAtMost: trials)
    guard result.isComplete else { return result }
    let excess = stopping.excess(result)
    if excess <= 1 || trials >= settings.trialLimit { return result }
    trials = settings.trials(after: trials)
    // An error falls with the square root of the number of trials.
    let needed = Double(result.trials) * excess * excess
    expected = needed < Double(settings.trialLimit) ? max(Int(needed), trials) : settings.trialLimit
  }
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
  let run = SimulationRun(
    plan, settings, following: base, keeping: .trials(TrialStore(for: plan, blocks: 1)),
    firstBlock: block)
  try run.run(to: 1, progress: nil)
  return run.result(of: settings.trials)
}

/// How many more columns have room in memory, beside those that a plan keeps of all trials and some
/// bytes for each trial.
///
/// - Returns: one at least.
/// - Throws: when not even one has room.
public func columnsWithRoom(
  beside plan: Plan, bytesPerTrial: Int, _ settings: SimulationSettings
) throws(SimulationError) -> Int {
  let blocks = blocksNeeded(for: settings.trialLimit)
  func need(_ bytes: Int) -> MemoryNeed {
    MemoryNeed(plan, blocks: blocks, bytesPerTrial: bytesPerTrial + bytes)
  }
  let columns = need(0).columns(in: settings.memory)
  guard columns > 0 else {
    let least = need(MemoryLayout<Double>.stride)
    throw least.refusal(least.exact, settings.memory)
  }
  return columns
}

/// Sees to it that the trials of a plan fit into memory beside those of another one, which are held
/// meanwhile.
///
/// - Returns: the settings of the run of the first plan, with the memory that the other leaves.
/// - Throws: when both do not fit.
public func besideTrials(
  of other: Plan, _ plan: Plan, _ settings: SimulationSettings
) throws(SimulationError) -> SimulationSettings {
  let blocks = blocksNeeded(for: settings.trialLimit)
  let held = other.varyingStorages * MemoryLayout<Double>.stride
  let need = MemoryNeed(plan, blocks: blocks, bytesPerTrial: held)
  guard need.exact <= settings.memory else { throw need.refusal(need.exact, settings.memory) }
  var settings = settings
  settings.memory -= held * blockTrials * blocks
  return settings
}

private func blocksNeeded(for trials: Int) -> Int { (trials - 1) / blockTrials + 1 }
