import ColumnPlan
import Planning
import Reports
import Simulation
import SourceText
import Vocabulary

/// From the scenario as it stands to a variant, change by change.
public struct VariantWaterfall: Sendable {
  public let whatIf: WhatIf
  public let variant: Variant
  /// For each figure its mean, then for targets their probabilities.
  public let parts: [WaterfallFigure]
  /// How many sets of changes were simulated.
  public let simulations: Int
  /// The pairs of orders that were finished before it was told to stop; nil when all is done.
  public let finished: FinishedPart?

  /// - Parameter orders: pairs of orders that are drawn where there are too many changes for all.
  /// - Parameter isStopped: asked after each block of trials; once true, the parts are those of the
  ///   pairs of orders that are finished.
  /// - Throws: what is wrong with the variant, or with the results.
  public init(
    _ model: ScenarioModel, of variant: Variant, _ figures: [AskedFigure],
    _ settings: SimulationSettings, orders: Int = 64, files: any ProjectFiles & Sendable,
    progress: (@Sendable (Double) -> Void)? = nil,
    isStopped: @escaping @Sendable () -> Bool = { false }
  ) throws {
    let changes = VariantChanges(variant, in: model.scenario)
    let whatIf = WhatIf(
      model, figures, levers: changes.changes.compactMap(\.lever?.id), settings, files: files)
    let count = changes.changes.count
    let goals = figures.filter { $0.bound != nil }
    let exactMost = Self.exactMost(settings, columns: figures.count + goals.count + 1)
    let expected = Double(
      count <= exactMost ? 1 << count : 2 + 2 * count + 2 * orders * max(1, count - 1))
    var plans = RecentPlans(most: whatIf.levers.isEmpty ? 0 : 4)
    var simulated = 0
    var wasStopped = false
    let found = try changeParts(
      of: count, settings.replication, orders: orders, exactMost: exactMost
    ) { set in
      wasStopped = wasStopped || isStopped()
      guard !wasStopped else { return nil }
      let chosen = changes.changes.indices.filter { set >> UInt64($0) & 1 == 1 }
      let inDocument = chosen.filter { changes.changes[$0].lever == nil }
        .reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
      let plan =
        try plans[inDocument]
        ?? whatIf.plan(
          with: chosen.filter { changes.changes[$0].lever == nil }
            .map { changes.changes[$0].change })
      plans.keep(plan, for: inDocument)
      let side = try changes.side(of: whatIf, all: chosen, plan: plan)
      let result = try whatIf.simulated(side.plan, levers: side.levers, isStopped: isStopped)
      wasStopped = !result.isComplete
      guard !wasStopped else { return nil }
      simulated += 1
      progress?(Double(simulated) / expected)
      return Self.outcome(side.plan.figures, result)
    }
    self.whatIf = whatIf
    self.variant = variant
    simulations = simulated
    let measures: [(AskedFigure?, WaterfallFigure.Measure)] =
      figures.map { ($0, .mean) } + goals.map { ($0, .probability) }
      + (goals.count > 1 ? [(nil, .probability)] : [])
    finished = !wasStopped
      ? nil
      : FinishedPart(
        found?.first?.pairs ?? 0, of: count <= exactMost ? nil : orders,
        BilingualText(zh: "对先后次序", en: "pairs of orders"))
    parts = zip(measures, found ?? []).map { measure, parts in
      WaterfallFigure(
        figure: measure.0, measure: measure.1, changes: variant.changes.map(\.target),
        parts: parts)
    }
  }

  /// Values in every trial, then which trials meet the targets, one by one and together.
  ///
  /// - Parameter figures: as the changes have them.
  private static func outcome(
    _ figures: [AskedFigure], _ result: SimulationResult
  ) -> [[Double]] {
    let values = figures.map { figure in
      result.withTrials(of: figure.column(in: result)) { trials in
        trials.count == 1
          ? [Double](repeating: trials[0], count: result.trials) : Array(trials)
      }
    }
    let goals = figures.compactMap { $0.goal(in: result) }
    let met = goals.map { trialsThatMeet([$0], in: result) }
    return values + met + (goals.count > 1 ? [trialsThatMeet(goals, in: result)] : [])
  }

  /// So many changes that their 2ᵏ sets need no more than half of the memory.
  private static func exactMost(_ settings: SimulationSettings, columns: Int) -> Int {
    let size = Double(columns) * Double(settings.trials) * Double(MemoryLayout<Double>.stride)
    return (1...10).last { size * Double(1 << $0) <= Double(settings.memory) / 2 } ?? 1
  }

  /// `waterfall.csv`.
  public var table: NamedTable {
    NamedTable("waterfall.csv", WaterfallTable.table(parts, variant: variant.id))
  }
}

/// The plans of the sets of changes of the document that came last. Where levers are among the
/// changes the same set comes again with other values of theirs, and mostly soon.
private struct RecentPlans {
  private let most: Int
  private var plans: [(changes: UInt64, plan: LeverPlan)] = []

  init(most: Int) { self.most = most }

  subscript(changes: UInt64) -> LeverPlan? { plans.first { $0.changes == changes }?.plan }

  mutating func keep(_ plan: LeverPlan, for changes: UInt64) {
    plans.removeAll { $0.changes == changes }
    plans.append((changes, plan))
    if plans.count > most { plans.removeFirst() }
  }
}
