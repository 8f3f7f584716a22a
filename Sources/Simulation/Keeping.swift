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
/// - Unit: bytes.
struct MemoryNeed {
  /// For workers and records, in either way of keeping.
  let workers: Int
  /// For the kept columns of a block.
  let block: Int
  let blocks: Int
  /// For sketches and what one block takes in each worker.
  let sketches: Int

  init(_ plan: Plan, _ settings: SimulationSettings, blocks: Int) {
    let columns = plan.varyingStorages
    block = columns * MemoryLayout<Double>.stride * blockTrials
    self.blocks = blocks
    // There are never more workers than blocks.
    let count = min(settings.threads, blocks)
    workers = count * Workspace.size(for: plan)
    sketches = columns * QuantileSketch.usualBytes + count * block
  }

  /// Whether the counts of a sketch can hold so many trials.
  private var isCountable: Bool { blocks <= Int(UInt32.max) / blockTrials }

  /// `Int.max` for more than can be said.
  var exact: Int { sum(block.multipliedReportingOverflow(by: blocks), workers) }
  var sketch: Int { sum((sketches, false), workers) }

  private func sum(_ kept: (partialValue: Int, overflow: Bool), _ workers: Int) -> Int {
    let (total, overflow) = kept.partialValue.addingReportingOverflow(workers)
    return kept.overflow || overflow ? Int.max : total
  }

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

  private func refusal(_ needed: Int, _ allowed: Int) -> SimulationError {
    let fitting = block == 0 ? 0 : max(0, (allowed - workers) / block)
    return .memory(needed: needed, allowed: allowed, fittingTrials: fitting * blockTrials)
  }
}
