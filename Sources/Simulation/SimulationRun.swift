import ColumnPlan
import Probability
import Synchronization
import Workers

/// A run that goes on, block after block, until enough trials are there.
///
/// Workers read what does not change while they are at work.
final class SimulationRun: @unchecked Sendable {
  private let plan: Plan
  private let settings: SimulationSettings
  private let uniforms: UniformSource
  private let keeping: Keeping
  /// The block that is the first of the store.
  private let firstBlock: Int
  /// Blocks that are done: the first ones, whether or not the run was told to stop.
  private(set) var blocks = 0
  /// Asked by each worker after a block.
  private let isStopped: @Sendable () -> Bool
  private let counted: Mutex<CountedTrials>
  /// Trials that are asked for at most; the last block may have fewer than the others.
  private let trialLimit: Int

  /// - Parameter base: the dimensions of the plan that this one is compared with.
  /// - Parameter isStopped: whether to begin no further block; one is run in any case.
  init(
    _ plan: Plan, _ settings: SimulationSettings, following base: DimensionOrder?,
    keeping: Keeping, firstBlock: Int = 0, isStopped: @escaping @Sendable () -> Bool = { false }
  ) {
    self.plan = plan
    self.settings = settings
    uniforms = UniformSource(
      plan, seed: settings.seed, scheme: settings.sampling, following: base,
      draws: settings.draws, shift: settings.shift)
    self.keeping = keeping
    self.firstBlock = firstBlock
    self.isStopped = isStopped
    trialLimit = settings.trialLimit
    counted = Mutex(CountedTrials(for: plan))
  }

  /// Runs the blocks up to `end`, counted from the first of the store, or fewer when it is told to
  /// stop: blocks are begun in order and each that was begun is finished, so `blocks` says which.
  ///
  /// - Parameter progress: called from any worker with the number of blocks that are done.
  func run(to end: Int, progress: (@Sendable (Int) -> Void)?) throws(SimulationError) {
    let noting = progress.map { BlockCount(from: blocks, $0).noting }
    switch keeping {
    case .trials(let store):
      blocks += try keepTrials(blocks..<end, in: store, noting)
    case .digest(let digest):
      if blocks == 0 { try begin(digest, noting) }
      let size = roundSize(digest)
      while blocks < end, !isStopped() {
        blocks += try takeIn(blocks..<min(blocks + size, end), digest, noting)
      }
    }
  }

  /// What has come of the blocks that are done.
  func result(of trials: Int, isComplete: Bool = true) -> SimulationResult {
    SimulationResult(
      plan: plan, seed: settings.seed, firstTrial: firstBlock * blockTrials,
      trials: trials - firstBlock * blockTrials, replication: settings.replication,
      isComplete: isComplete, kept: Kept(keeping), counted: counted.withLock { $0 })
  }

  /// What has come of the blocks that are done, of as many trials as were asked for at most.
  func result(ofAtMost trials: Int) -> SimulationResult {
    let done = blocks * blockTrials
    return result(of: min(trials, done), isComplete: done >= trials)
  }

  private func add(_ found: CountedTrials) { counted.withLock { $0.add(found) } }

  private func interpreter(_ store: TrialStore) -> BlockInterpreter {
    BlockInterpreter(
      plan, uniforms, store: store, parameters: settings.parameters, frozen: settings.frozen)
  }

  private func firstTrial(_ block: Int) -> Int { (firstBlock + block) * blockTrials }

  private func trials(_ block: Int) -> Int { min(blockTrials, trialLimit - firstTrial(block)) }

  // MARK: Keeping trials

  /// - Returns: how many of the blocks are done.
  private func keepTrials(
    _ blocks: Range<Int>, in store: TrialStore, _ noting: (@Sendable () -> Void)?
  ) throws(SimulationError) -> Int {
    let done = Atomic(0)
    let failure = Mutex<NonFiniteValue?>(nil)
    store.populate(blocks: blocks, threads: settings.threads)
    onWorkers(settings.threads, pieces: blocks.count) { next in
      var interpreter = interpreter(store)
      while let piece = next() {
        let block = blocks.lowerBound + piece
        interpreter.run(
          firstTrial: firstTrial(block), storeOffset: block * blockTrials, trials: trials(block))
        done.add(1, ordering: .relaxed)
        noting?()
        if isStopped() { break }
      }
      add(interpreter.counted)
      failure.withLock { $0 = NonFiniteValue.earlier($0, interpreter.nonFinite) }
    }
    try fail(failure.withLock { $0 })
    return done.load(ordering: .relaxed)
  }

  // MARK: Keeping what they come to

  /// Blocks of a round: enough that no worker waits long for the last, and that their records
  /// take little memory.
  private func roundSize(_ digest: RunDigest) -> Int {
    let bytes = max(1, digest.recordSize * MemoryLayout<Double>.stride)
    return max(8, min((16 << 20) / bytes, max(64, 16 * settings.threads)))
  }

  /// Runs the first block by itself: it says where the buckets lie.
  private func begin(_ digest: RunDigest, _ noting: (@Sendable () -> Void)?)
    throws(SimulationError)
  {
    let store = TrialStore(for: plan, blocks: 1)
    var interpreter = interpreter(store)
    interpreter.run(firstTrial: firstTrial(0), storeOffset: 0, trials: trials(0))
    try fail(interpreter.nonFinite)
    add(interpreter.counted)
    digest.begin(with: store, trials: trials(0))
    let record = Records(of: digest, blocks: 1)
    digest.note(store, firstTrial: 0, trials: trials(0), BlockJudge(), in: record[0])
    digest.add(record[0], firstTrial: 0, trials: trials(0))
    blocks = 1
    noting?()
  }

  /// - Returns: how many of the blocks are done.
  private func takeIn(
    _ blocks: Range<Int>, _ digest: RunDigest, _ noting: (@Sendable () -> Void)?
  ) throws(SimulationError) -> Int {
    let done = Atomic(0)
    let failure = Mutex<NonFiniteValue?>(nil)
    let records = Records(of: digest, blocks: blocks.count)
    onWorkers(settings.threads, pieces: blocks.count) { next in
      let store = TrialStore(for: plan, blocks: 1)
      let judge = BlockJudge()
      var interpreter = interpreter(store)
      while let piece = next() {
        let block = blocks.lowerBound + piece
        interpreter.run(
          firstTrial: firstTrial(block), storeOffset: 0, trials: trials(block))
        // What is not a number has no bucket; the run ends with it.
        if interpreter.nonFinite == nil {
          digest.note(
            store, firstTrial: firstTrial(block), trials: trials(block), judge,
            in: records[piece])
        }
        done.add(1, ordering: .relaxed)
        noting?()
        if isStopped() { break }
      }
      add(interpreter.counted)
      failure.withLock { $0 = NonFiniteValue.earlier($0, interpreter.nonFinite) }
    }
    try fail(failure.withLock { $0 })
    let count = done.load(ordering: .relaxed)
    for block in blocks.prefix(count) {
      digest.add(
        records[block - blocks.lowerBound], firstTrial: firstTrial(block), trials: trials(block))
    }
    return count
  }

  private func fail(_ found: NonFiniteValue?) throws(SimulationError) {
    guard let found else { return }
    let column = plan.columns.first { $0.storage == found.storage }
    let tally = found.tally.map { plan.tallies[$0] }
    throw .nonFinite(
      label: tally?.label ?? column!.label, period: tally?.period ?? column!.period,
      trial: found.trial, value: found.value)
  }
}

/// Counts blocks as workers finish them.
private final class BlockCount: Sendable {
  private let done: Atomic<Int>
  private let progress: @Sendable (Int) -> Void

  init(from blocks: Int, _ progress: @escaping @Sendable (Int) -> Void) {
    done = Atomic(blocks)
    self.progress = progress
  }

  var noting: @Sendable () -> Void {
    { self.progress(self.done.wrappingAdd(1, ordering: .relaxed).newValue) }
  }
}

/// The records of the blocks of a round; workers write to different ones.
private final class Records: @unchecked Sendable {
  private let size: Int
  private let memory: UnsafeMutablePointer<Double>

  init(of digest: RunDigest, blocks: Int) {
    size = max(1, digest.recordSize)
    memory = .allocate(capacity: size * blocks)
    memory.initialize(repeating: 0, count: size * blocks)
  }

  deinit { memory.deallocate() }

  subscript(index: Int) -> UnsafeMutablePointer<Double> { memory + index * size }
}
