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

  /// `comparison.csv`.
  public var table: NamedTable {
    var table = Table(columns: ComparisonTable.columns)
    for (variant, result) in variants {
      ComparisonTable.append(
        compare(base.simulation, with: result.simulation), of: variant, base.compiled.model,
        to: &table)
    }
    return NamedTable("comparison.csv", table)
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
