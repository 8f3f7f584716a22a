import ColumnPlan
import Planning
import Reports
import Simulation
import SourceText
import Vocabulary

/// A scenario to which one what-if after another is put.
///
/// The scenario is simulated once. What takes longest of that, its days and its dates of works, is
/// kept; a what-if makes again only what it may change, and draws the same random numbers. Its
/// numbers are those that it has by itself, to the bit, whatever was asked before.
public struct WhatIfSession {
  /// The scenario, and all that was asked so far.
  public private(set) var comparison: FigureComparison
  private let kept: Kept?

  private struct Kept {
    let plan: BasePlan
    let trials: FrozenTrials
  }

  private var whatIf: WhatIf { comparison.whatIf }

  /// Simulates the scenario.
  ///
  /// - Parameter isStopped: asked after each block; once true, what is simulated is not complete.
  /// - Throws: what is wrong with the results.
  public init(
    _ model: ScenarioModel, _ figures: [AskedFigure], _ settings: SimulationSettings,
    files: any ProjectFiles & Sendable, progress: (@Sendable (Double) -> Void)? = nil,
    isStopped: @escaping @Sendable () -> Bool = { false }
  ) throws(Diagnostics) {
    // Any lever may be asked about.
    let levers = model.scenario.levers.map(\.id)
    let whatIf = WhatIf(model, figures, levers: levers, settings, files: files)
    let plan = try whatIf.plan(with: [])
    if let base = whatIf.basePlan(plan) {
      let result = try whatIf.simulated(base.plan, of: plan, progress: progress, isStopped)
      kept = result.isComplete ? Kept(plan: base, trials: FrozenTrials(result)) : nil
      comparison = FigureComparison(of: result, for: whatIf)
    } else {
      kept = nil
      let result = try whatIf.simulated(
        plan.whole, of: plan, following: whatIf.order, progress: progress, isStopped)
      comparison = FigureComparison(of: result, for: whatIf)
    }
  }

  /// Whether the scenario is simulated; else it was told to stop before.
  public var isReady: Bool { comparison.base.isComplete }

  /// Simulates a variant, and puts it beside the scenario.
  ///
  /// - Parameter isStopped: asked after each block; once true, the variant is left out.
  /// - Returns: whether the variant was finished.
  /// - Throws: what is wrong with the variant, or with its results.
  public mutating func ask(
    _ variant: Variant, progress: (@Sendable (Double) -> Void)? = nil,
    isStopped: @escaping @Sendable () -> Bool = { false }
  ) throws(Diagnostics) -> Bool {
    let side = try VariantChanges(variant, in: whatIf.base.scenario).side(of: whatIf)
    let result: SimulationResult
    if let kept, let plan = kept.plan.continued(by: side.plan.side(levers: side.levers)) {
      result = try whatIf.simulated(
        plan, of: side.plan, side.levers, reading: kept.trials, progress: progress, isStopped)
    } else {
      result = try whatIf.simulated(
        side.plan.whole, of: side.plan, side.levers, following: whatIf.order,
        progress: progress, isStopped)
    }
    guard result.isComplete else { return false }
    comparison.variants.append(
      ComparedVariant(variant, side.plan, result, beside: comparison.base, whatIf))
    return true
  }
}

extension WhatIf {
  /// The plan that keeps what what-ifs read of the scenario; nil where it would keep too much, or
  /// nothing.
  ///
  /// Under `sobol` the dimension of a draw must not depend on what else a plan makes.
  fileprivate func basePlan(_ plan: LeverPlan) -> BasePlan? {
    if case .sobol = settings.sampling { return nil }
    guard let base = BasePlan(plan.side(levers: [:])) else { return nil }
    return settings.canKeep(columns: base.keptColumns) ? base : nil
  }

  /// Simulates a plan that is made of another one.
  fileprivate func simulated(
    _ plan: Plan, of whole: LeverPlan, _ levers: [String: Double] = [:],
    reading frozen: FrozenTrials? = nil, following order: DimensionOrder? = nil,
    progress: (@Sendable (Double) -> Void)?, _ isStopped: @escaping @Sendable () -> Bool
  ) throws(Diagnostics) -> SimulationResult {
    var settings = settings
    settings.parameters = Self.parameters(levers)
    settings.frozen = frozen
    do throws(SimulationError) {
      return try simulate(
        plan, settings, following: order, progress: progress, isStopped: isStopped)
    } catch {
      throw whole.diagnostics(error)
    }
  }
}
