import ColumnPlan
import Formulas
import Planning
import Probability
import Reports
import Simulation
import SourceText
import Vocabulary

/// What is asked of a scenario, ready to be answered for many values of its levers: a plan that
/// makes nothing but that, with the levers as its parameters.
///
/// Moving a lever needs neither a check nor another plan; a change of anything else is laid over
/// the document, checked and lowered as a variant is. Base and changed scenario draw the same
/// numbers, and what is not touched differs by exactly zero.
public struct WhatIf: Sendable {
  public let base: ScenarioModel
  public let figures: [AskedFigure]
  /// The levers that can be moved, in the order of the scenario.
  public let levers: [Lever]
  public let settings: SimulationSettings
  let files: any ProjectFiles & Sendable
  private let plan: LeverPlan
  /// Dimensions as a run of the whole scenario gives them.
  let order: DimensionOrder?

  /// - Parameter levers: the ids of those that are moved; those of the scenario that have none of
  ///   these ids stay as they are.
  public init(
    _ base: ScenarioModel, _ figures: [AskedFigure], levers: [String],
    _ settings: SimulationSettings, files: any ProjectFiles & Sendable
  ) {
    self.base = base
    self.figures = figures
    self.levers = base.scenario.levers.filter { levers.contains($0.id) }
    self.files = files
    var settings = settings
    // Trials are paired, so they are kept, and there are as many on both sides.
    settings.quantiles = .exact
    settings.stopping = nil
    self.settings = settings
    order = dimensionsOfRun(base.model, settings.sampling)
    plan = Self.plan(of: base, figures, self.levers)
  }

  private static func plan(
    of model: ScenarioModel, _ figures: [AskedFigure], _ levers: [Lever]
  ) -> LeverPlan {
    let kept = Set(figures.map(\.columnLabel) + levers.compactMap(\.costIndicator))
    return LeverPlan(
      model.showing(figures), figures, recording: .only(kept), levers: levers)
  }

  /// The figures as a changed scenario has them: its targets may be set elsewhere.
  private func figures(of model: ScenarioModel) -> [AskedFigure] {
    figures.map { figure in
      guard figure.bound != nil else { return figure }
      return model.targets.first { $0.target.id == figure.id }.map(AskedFigure.init) ?? figure
    }
  }

  /// The plan of the scenario with some changes laid over it.
  ///
  /// - Throws: what is wrong with the changes.
  public func plan(with changes: [Variant.Change]) throws(Diagnostics) -> LeverPlan {
    guard !changes.isEmpty else { return plan }
    let variant = Variant(id: "whatIf", label: base.scenario.label, changes: changes)
    let (model, diagnostics) = load(variant, of: base, files: files)
    guard let model else { throw Diagnostics(diagnostics) }
    let figures = figures(of: model)
    let lost = model.lost(figures, by: changes)
    guard lost.isEmpty else { throw Diagnostics(lost) }
    return Self.plan(of: model, figures, levers)
  }

  /// Simulates a plan with some values of the levers.
  ///
  /// - Parameter values: by the levers' ids, in base units; the others stay as they are.
  /// - Parameter isStopped: asked after each block; once true, the result is not complete.
  public func simulated(
    _ plan: LeverPlan, levers values: [String: Double] = [:], seed: UInt64? = nil,
    trials: Int? = nil, isStopped: @escaping @Sendable () -> Bool = { false }
  ) throws(Diagnostics) -> SimulationResult {
    var settings = settings
    settings.seed = seed ?? settings.seed
    settings.trials = trials ?? settings.trials
    settings.parameters = Self.parameters(values)
    do throws(SimulationError) {
      return try plan.simulated(settings, following: order, isStopped: isStopped)
    } catch {
      throw plan.diagnostics(error)
    }
  }

  /// What the levers that can be moved cost in a simulation: their expected cost.
  ///
  /// - Unit: yuan.
  public func cost(in result: SimulationResult) -> Double {
    levers.compactMap(\.costIndicator).reduce(0) { sum, id in
      guard let column = result.column(id, period: base.model.horizon.label) else { return sum }
      return sum + result.withTrials(of: column) { Moments(of: $0).mean }
    }
  }

  /// Whether several targets are asked for, which may be met together.
  var hasSeveralTargets: Bool { figures.count { $0.bound != nil } > 1 }
}
