import ColumnPlan
import Planning
import Probability
import Reports
import Simulation
import SourceText
import Vocabulary

/// A scenario and its variants, simulated with the same random numbers.
public struct Comparison: Sendable {
  public let base: RunResult
  public let variants: [(variant: Variant, result: RunResult)]

  /// `comparison.csv` and, where there are targets, `comparison-targets.csv`.
  public var tables: [NamedTable] {
    var table = Table(columns: ComparisonTable.columns)
    var targets = Table(columns: ComparisonTargetsTable.columns)
    for (variant, result) in variants {
      ComparisonTable.append(
        compare(base.simulation, with: result.simulation), of: variant, base.compiled.model,
        to: &table)
      for outcome in base.outcomes {
        let id = outcome.judged.target.id
        guard let change = change(of: { $0.judged.target.id == id }, in: result) else { continue }
        ComparisonTargetsTable.append(
          change, of: variant, WhatIfFigure(outcome.judged), to: &targets)
      }
      if base.outcomes.count > 1, let joint = change(of: { _ in true }, in: result) {
        ComparisonTargetsTable.append(joint, of: variant, nil, to: &targets)
      }
    }
    return [NamedTable("comparison.csv", table)]
      + (targets.rows.isEmpty ? [] : [NamedTable("comparison-targets.csv", targets)])
  }

  /// How the probability of some targets changes, trial by trial; nil where a variant has no such
  /// targets.
  public func change(of chosen: (TargetOutcome) -> Bool, in result: RunResult)
    -> ProbabilityChange?
  {
    let before = base.outcomes.filter(chosen).map(\.goal)
    let after = result.outcomes.filter(chosen).map(\.goal)
    guard !before.isEmpty, before.count == after.count else { return nil }
    return ProbabilityChange(of: before, in: base.simulation, after, in: result.simulation)
  }
}

/// Simulates a scenario and some of its variants.
///
/// - Parameter progress: called with the label of what is being simulated, and the share of it.
/// - Throws: what is wrong with a variant, or with the results.
public func compare(
  _ base: ScenarioModel, with variants: [Variant], _ settings: SimulationSettings,
  files: any ProjectFiles, progress: (@Sendable (BilingualText, Double) -> Void)? = nil
) throws(Diagnostics) -> Comparison {
  // Trials are paired, so they are kept.
  var settings = settings
  settings.quantiles = .exact
  let compiled = compile(base)
  // What a variant draws as well keeps the dimension that it has in the scenario.
  let order = settings.sampling.randomisations == nil ? nil : DimensionOrder(of: compiled.plan)
  func simulated(
    _ scenario: CompiledScenario, _ label: BilingualText, _ settings: SimulationSettings
  ) throws(Diagnostics) -> RunResult {
    try run(scenario, settings, following: order) { progress?(label, $0) }
  }
  let baseline = try simulated(compiled, base.scenario.label, settings)
  // As many trials as the base needed for a wished precision.
  settings = baseline.settings
  var results: [(variant: Variant, result: RunResult)] = []
  for variant in variants {
    let (model, diagnostics) = load(variant, of: base, files: files)
    guard let model else { throw Diagnostics(diagnostics) }
    results.append((variant, try simulated(compile(model), variant.label, settings)))
  }
  return Comparison(base: baseline, variants: results)
}
