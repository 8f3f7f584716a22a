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
  /// The variants that were finished before it was told to stop; nil when all are.
  public let finished: FinishedPart?

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
          change, of: variant, AskedFigure(outcome.judged), to: &targets)
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
/// - Parameter isStopped: once true, the variants that are finished are compared.
/// - Parameter progress: called with the label of what is being simulated, and the share of it.
/// - Throws: what is wrong with a variant, or with the results.
public func compare(
  _ base: ScenarioModel, with variants: [Variant], _ settings: SimulationSettings,
  files: any ProjectFiles, progress: (@Sendable (BilingualText, Double) -> Void)? = nil,
  isStopped: @escaping @Sendable () -> Bool = { false }
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
    try run(
      scenario, settings, following: order, progress: { progress?(label, $0) },
      isStopped: isStopped)
  }
  let baseline = try simulated(compiled, base.scenario.label, settings)
  // As many trials as the base needed for a wished precision.
  settings = baseline.settings
  var results: [(variant: Variant, result: RunResult)] = []
  for variant in variants where !isStopped() {
    let (model, diagnostics) = load(variant, of: base, files: files)
    guard let model else { throw Diagnostics(diagnostics) }
    let result = try simulated(compile(model), variant.label, settings)
    if result.finished == nil { results.append((variant, result)) }
  }
  return Comparison(
    base: baseline, variants: results,
    finished: FinishedPart(variants: results.count, of: variants.count))
}

extension FinishedPart {
  /// Nil where all variants are finished.
  init?(variants done: Int, of count: Int) {
    guard done < count else { return nil }
    self.init(done, of: count, BilingualText(zh: "个变体", en: "variants"))
  }
}
