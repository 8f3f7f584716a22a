import ColumnPlan
import Probability

/// How the quantiles of a run are found.
public enum QuantileMethod: String, CaseIterable, Hashable, Sendable {
  /// Exactly when the trials fit into the memory that is allowed, else from a sketch.
  case auto
  /// From the trials, which are kept.
  case exact
  /// From counts in buckets, in little memory, with a stated error.
  case sketch
}

/// What is kept of a run: its trials, or what they come to.
enum Keeping: Sendable {
  case trials(TrialStore)
  case digest(RunDigest)
}

/// What a run needs.
///
/// One worker counts, whatever their number: neither whether a run fits nor how its quantiles are
/// found may depend on it. There are as many workers as the rest of the memory has room for.
///
/// - Unit: bytes.
struct MemoryNeed {
  private let workspace: Int
  /// For the kept columns of a block.
  private let block: Int
  private let blocks: Int
  private let sketches: Int

  /// - Parameter bytesPerTrial: what is kept of each trial besides.
  init(_ plan: Plan, blocks: Int, bytesPerTrial: Int = 0) {
    let columns = plan.varyingStorages
    workspace = Workspace.size(for: plan)
    block = (columns * MemoryLayout<Double>.stride + bytesPerTrial) * blockTrials
    self.blocks = blocks
    sketches = columns * QuantileSketch.usualBytes
  }

  /// `Int.max` for more than can be said.
  var exact: Int {
    let (kept, overflow) = block.multipliedReportingOverflow(by: blocks)
    let (total, isMore) = kept.addingReportingOverflow(workspace)
    return overflow || isMore ? Int.max : total
  }

  /// How many more columns fit beside; none where not all of this does.
  func columns(in memory: Int) -> Int {
    let (column, overflow) = (MemoryLayout<Double>.stride * blockTrials)
      .multipliedReportingOverflow(by: blocks)
    return overflow || exact == .max ? 0 : max(0, (memory - exact) / column)
  }

  /// A worker that keeps no trials has a block of them at a time.
  var sketch: Int { sketches + workspace + block }

  /// How many workers have room; at least one.
  func workers(_ method: QuantileMethod, _ settings: SimulationSettings) -> Int {
    let worker = workspace + (method == .exact ? 0 : block)
    let first = method == .exact ? exact : sketch
    guard worker > 0 else { return settings.threads }
    return min(settings.threads, 1 + (settings.memory - first) / worker)
  }

  /// Whether the counts of a sketch can hold so many trials.
  private var isCountable: Bool { blocks <= Int(UInt32.max) / blockTrials }

  /// Which way of keeping fits; the one that is asked for, or nothing, with the reason.
  func method(_ settings: SimulationSettings) throws(SimulationError) -> QuantileMethod {
    let isExact = exact < Int.max && exact <= settings.memory
    let isSketch = isCountable && sketch <= settings.memory
    switch settings.quantiles {
    case .exact, .auto:
      if isExact { return .exact }
      if settings.quantiles == .auto, isSketch { return .sketch }
      throw refusal(exact, settings.memory)
    case .sketch:
      if isSketch { return .sketch }
      throw refusal(isCountable ? sketch : Int.max, settings.memory)
    }
  }

  func refusal(_ needed: Int, _ allowed: Int) -> SimulationError {
    let fitting = block == 0 ? 0 : max(0, (allowed - workspace) / block)
    return .memory(needed: needed, allowed: allowed, fittingTrials: fitting * blockTrials)
  }
}
