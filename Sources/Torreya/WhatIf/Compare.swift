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
  public let variants: [ComparedRun]
  /// The variants that were finished before it was told to stop; nil when all are.
  public let finished: FinishedPart?

  /// `comparison.csv` and, where there are targets, `comparison-targets.csv`.
  public var tables: [NamedTable] {
    var table = Table(columns: ComparisonTable.columns)
    var targets = Table(columns: ComparisonTargetsTable.columns)
    for compared in variants {
      ComparisonTable.append(
        compared.differences, of: compared.variant, base.compiled.model, to: &table)
      for target in compared.targets {
        ComparisonTargetsTable.append(
          target.attainment, of: compared.variant, AskedFigure(target.judged), to: &targets)
      }
      if let joint = compared.joint {
        ComparisonTargetsTable.append(joint, of: compared.variant, nil, to: &targets)
      }
    }
    return [NamedTable("comparison.csv", table)]
      + (targets.rows.isEmpty ? [] : [NamedTable("comparison-targets.csv", targets)])
  }
}

/// A variant beside the scenario, in all results. Its trials are gone: there may be many variants.
public struct ComparedRun: Sendable {
  public let variant: Variant
  /// Of every result that both have.
  public let differences: [PairedDifference]
  /// Of every target that both have, in the order of the scenario.
  public let targets: [ComparedTarget]
  /// The targets of the scenario that the variant has not.
  public let missingTargets: [JudgedTarget]
  /// How the probability of all targets together changes; nil where there are not several, or the
  /// variant has not all of them.
  public let joint: ProbabilityChange?
  /// The streams that it makes certain, and that moved with others in the scenario.
  public let certainStreams: [String]

  init(_ variant: Variant, _ result: RunResult, beside base: RunResult) {
    let pairs = base.outcomes.map { before in
      let id = before.judged.target.id
      return (before, result.outcomes.first { $0.judged.target.id == id })
    }
    self.variant = variant
    differences = compare(base.simulation, with: result.simulation)
    targets = pairs.compactMap { before, after in
      after.map { ComparedTarget(before, in: base, $0, in: result) }
    }
    missingTargets = pairs.filter { $0.1 == nil }.map(\.0.judged)
    joint =
      pairs.count > 1 && missingTargets.isEmpty
      ? ProbabilityChange(
        of: pairs.map(\.0.goal), in: base.simulation, pairs.compactMap(\.1?.goal),
        in: result.simulation)
      : nil
    certainStreams = result.compiled.model.model.certainStreams
  }
}

/// A target in a variant beside the scenario.
public struct ComparedTarget: Sendable {
  /// As the scenario has it.
  public let judged: JudgedTarget
  public let attainment: ProbabilityChange
  /// How much what it judges is changed.
  public let difference: PairedDifference

  fileprivate init(
    _ before: TargetOutcome, in base: RunResult, _ after: TargetOutcome, in result: RunResult
  ) {
    judged = before.judged
    attainment = ProbabilityChange(
      of: [before.goal], in: base.simulation, [after.goal], in: result.simulation)
    difference = pairedDifference(
      before.goal.column, in: base.simulation, after.goal.column, in: result.simulation)
  }

  /// Whether it is the same in every trial.
  public var isUnchanged: Bool {
    attainment.difference == 0 && attainment.differenceError == 0
      && difference.difference.mean == 0 && difference.difference.standardError == 0
  }
}

/// Simulates a scenario and some of its variants.
///
/// - Parameter isStopped: once true, the variants that are finished are compared.
/// - Parameter progress: called with the label of what is being simulated, and the share of it.
/// - Throws: what is wrong with a variant, or with the results; that the trials of the scenario and
///   of a variant do not fit into memory together.
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
  func settingsBeside(_ scenario: CompiledScenario) throws(Diagnostics) -> SimulationSettings {
    do throws(SimulationError) {
      return try besideTrials(of: compiled.plan, scenario.plan, settings)
    } catch {
      throw Diagnostics([scenario.diagnostic(error)])
    }
  }
  // Told before the scenario is simulated; a variant needs about as much.
  if !variants.isEmpty { _ = try settingsBeside(compiled) }
  let baseline = try simulated(compiled, base.scenario.label, settings)
  // As many trials as the base needed for a wished precision.
  settings = baseline.settings
  var compared: [ComparedRun] = []
  for variant in variants where !isStopped() {
    let (model, diagnostics) = load(variant, of: base, files: files)
    guard let model else { throw Diagnostics(diagnostics) }
    let changed = compile(model)
    let result = try simulated(changed, variant.label, try settingsBeside(changed))
    if result.finished == nil {
      compared.append(ComparedRun(variant, result, beside: baseline))
    }
  }
  return Comparison(
    base: baseline, variants: compared,
    finished: FinishedPart(variants: compared.count, of: variants.count))
}

extension FinishedPart {
  /// Nil where all variants are finished.
  init?(variants done: Int, of count: Int) {
    guard done < count else { return nil }
    self.init(done, of: count, BilingualText(zh: "个变体", en: "variants"))
  }
}
