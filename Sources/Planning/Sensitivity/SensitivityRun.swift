import ColumnPlan
import Probability
import Simulation

/// A figure whose dependence on the inputs is asked for: a kept column, or with a goal whether it
/// is met (1) or not (0).
public struct SensitivityOutput: Hashable, Sendable {
  public let column: Column
  public let goal: Goal?

  public init(_ column: Column, goal: Goal? = nil) {
    self.column = column
    self.goal = goal
  }

  /// The values of all trials.
  public func values(in result: SimulationResult) -> [Double] {
    let trials = result.withTrials(of: column) { values in
      values.count == 1
        ? [Double](repeating: values[0], count: result.trials) : Array(values)
    }
    guard let goal else { return trials }
    return trials.map { goal.isMet(by: $0) ? 1 : 0 }
  }
}

/// Runs a plan again and again with other draws, for the methods of sensitivity analysis.
public struct SensitivityRun: Sendable {
  public let plan: Plan
  public let outputs: [SensitivityOutput]
  public let settings: SimulationSettings
  /// The seed of what is drawn again.
  public let otherSeed: UInt64
  /// Whether to end with what is done so far; asked after each block of trials. Once it is true
  /// what the last run gave is of fewer trials, and of no use.
  public let isStopped: @Sendable () -> Bool
  /// The dimensions of its draws under `sobol`, which what is compared with it follows.
  public let order: DimensionOrder?

  /// - Parameter settings: the trials of one run; they are kept, so they must fit into memory.
  /// - Parameter base: the dimensions of the plan that this one is compared with.
  public init(
    _ plan: Plan, _ outputs: [SensitivityOutput], _ settings: SimulationSettings,
    isStopped: @escaping @Sendable () -> Bool = { false }, following base: DimensionOrder? = nil
  ) {
    self.plan = plan
    self.outputs = outputs
    var settings = settings
    settings.quantiles = .exact
    settings.stopping = nil
    self.settings = settings
    self.isStopped = isStopped
    otherSeed = RandomStream(name: "sensitivity.other").key(seed: settings.seed).bits
    order =
      settings.sampling.randomisations == nil ? nil : DimensionOrder(of: plan, following: base)
  }

  public var replication: Replication { settings.replication }

  /// The values of all outputs with all inputs drawn.
  public func baseValues(
    progress: SensitivityProgress? = nil
  ) throws(SimulationError) -> [[Double]] { try values(.plain, progress: progress) }

  /// The same of another plan, which keeps the same columns, with the same random numbers.
  public func with(_ plan: Plan) -> SensitivityRun {
    let outputs = outputs.map { output in
      guard
        let column = plan.columns.first(where: {
          $0.label == output.column.label && $0.period == output.column.period
        })
      else { preconditionFailure("the plan keeps the same columns") }
      return SensitivityOutput(
        column,
        goal: output.goal.map { Goal(column: column, side: $0.side, bound: $0.bound) })
    }
    return SensitivityRun(plan, outputs, settings, isStopped: isStopped, following: order)
  }

  /// The values of all outputs under a choice of draws.
  ///
  /// - Parameter seed: another one than that of the settings.
  /// - Parameter trials: other than those of the settings.
  func values(
    _ draws: DrawChoice, seed: UInt64? = nil, trials: Int? = nil,
    progress: SensitivityProgress? = nil
  ) throws(SimulationError) -> [[Double]] {
    var settings = settings
    settings.draws = draws
    settings.seed = seed ?? settings.seed
    settings.trials = trials ?? settings.trials
    let result = try simulate(
      plan, settings, following: order, progress: progress, isStopped: isStopped)
    return outputs.map { $0.values(in: result) }
  }

  /// With some streams drawn again.
  func redrawn(
    _ streams: some Sequence<RandomStream>, otherSeed seed: UInt64? = nil
  ) -> DrawChoice {
    DrawChoice(redrawn: Set(streams), otherSeed: seed ?? otherSeed)
  }

  /// The normal scores of streams in the trials of a run as it is; once it is told to stop, of no
  /// use.
  public func scores(of streams: [RandomStream]) -> [[Double]] {
    scores(of: streams) { $1 }
  }

  /// What is made of the normal scores of each stream, which need not be kept themselves.
  ///
  /// - Parameter keep: called with the place of a stream and its scores.
  public func scores<Kept: Sendable>(
    of streams: [RandomStream], keeping keep: @Sendable (Int, [Double]) -> Kept
  ) -> [Kept] {
    drawScores(
      of: streams, in: plan, settings, following: order, isStopped: isStopped, keeping: keep)
  }
}

/// How far an analysis has come, from 0 to 1.
public typealias SensitivityProgress = @Sendable (Double) -> Void
