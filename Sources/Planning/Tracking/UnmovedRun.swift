import ColumnPlan
import Simulation

/// What a plan says by itself in all trials: of what is known, and what comes in steps behind it.
struct UnmovedRun: Sendable {
  let trials: Int
  /// For each known result those of all trials.
  let values: [[Double]]
  let causes: [StepCause]
  /// What each cause makes.
  let columns: [StepColumn]
  /// Whether there are levels among them.
  let hasLevels: Bool

  /// A level with two peaks as far apart as five of their deviations has 0.91, a uniform one 0.96.
  private static let straightEnough = 0.93

  /// Runs the plan once; more often where what the steps make has no room in memory beside what the
  /// plan keeps, before it is held in bytes.
  ///
  /// - Parameter withLevels: whether levels that no line tells count as steps.
  /// - Throws: when the trials do not fit into memory, or a result is not a finite number.
  init(
    _ plan: Plan, _ known: [KnownResult], decidedBy draws: [NumberedDraw], withLevels: Bool,
    _ settings: SimulationSettings, following base: DimensionOrder?
  ) throws(SimulationError) {
    let steps = PlanSteps(
      of: plan, decidedBy: draws, withLevelsBelow: withLevels ? Self.straightEnough : nil)
    causes = steps.causes
    hasLevels = steps.bentLevels > 0
    // What a level makes has a number of its own in each trial.
    let bytes = hasLevels ? MemoryLayout<Double>.stride : 1
    let atOnce =
      causes.isEmpty
      ? 0 : try columnsWithRoom(beside: plan, bytesPerTrial: bytes * causes.count, settings)
    var values: [[Double]] = []
    var columns: [StepColumn] = []
    repeat {
      let next = columns.count..<(columns.count + min(atOnce, causes.count - columns.count))
      let watched = steps.keeping(next)
      let result = try simulate(watched.plan, settings, following: base)
      if values.isEmpty { values = known.map { $0.trials(in: result) } }
      columns += watched.columns.map { column in
        StepColumn(result.withTrials(of: column) { Array($0) })
      }
    } while columns.count < causes.count
    (trials, self.values, self.columns) = (settings.trials, values, columns)
  }
}
