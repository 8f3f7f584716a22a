import ColumnPlan
import Formulas
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import Probability
import Simulation
import SourceText
import Vocabulary
import Workers

/// A scenario that went through every stage of the words: ready to be simulated.
public struct CompiledScenario: Sendable {
  public let model: ScenarioModel
  public let plan: Plan
  /// The plan of what the dates of works are made of; nil where it was not lowered beside the plan.
  let samplePlan: Plan?

  init(model: ScenarioModel, plan: Plan, samplePlan: Plan? = nil) {
    (self.model, self.plan, self.samplePlan) = (model, plan, samplePlan)
  }

  public var scenario: Scenario { model.scenario }

  /// The plan as text, with the dimensions of its draws where the scheme has such.
  public func planText(sampling: SamplingScheme) -> String {
    guard case .sobol = sampling else { return plan.description }
    return plan.description + DimensionOrder(of: plan).description
  }
}

/// Reads, checks and models a scenario, and says everything that is wrong with it.
///
/// Every variant is laid over it and checked as well: a mistake in one of them is a mistake in
/// the file. Variants do not see one another, so each is checked on whichever core is free.
///
/// - Parameter withVariants: whether variants are checked here; else each is when it is used.
public func load(
  _ source: SourceFile, files: any ProjectFiles & Sendable, withVariants: Bool = true
) -> (model: ScenarioModel?, diagnostics: [Diagnostic]) {
  let (document, mistakes) = read(source, files: files)
  // A tree that was mended on the way is good for names, not for values.
  guard let document, mistakes.isEmpty else { return (nil, mistakes) }
  let (model, diagnostics) = load(document, files: files)
  guard let model, diagnostics.isEmpty else {
    let more = withVariants ? mistakesInVariants(of: document, files: files) : []
    // Variants may change the words of a mistake, and not its place.
    let known = Set(diagnostics.map(\.kindAndPlace))
    let own = more.filter { $0.range == nil || !known.contains($0.kindAndPlace) }
    return (nil, (diagnostics + own).withoutRepetitions)
  }
  let variants = withVariants ? model.scenario.variants : []
  let inVariants = collect(
    variants.count, threads: ProcessInfo.processInfo.activeProcessorCount
  ) { load(variants[$0], of: model, files: files).diagnostics }.flatMap { $0 }
  let unfit = inVariants
    + (model.scenario.allocations.isEmpty
      ? [] : outlined(model.showing(model.scenario.allocations.map(\.request)))
        .allocationDiagnostics)
  return unfit.isEmpty ? (model, []) : (nil, unfit)
}

/// The model of a scenario as far as it can be understood, for looking up names in it; nil where
/// nothing can be made of it.
///
/// It may lack what has mistakes, and is not to be simulated.
public func readableModel(
  _ source: SourceFile, files: any ProjectFiles & Sendable
) -> ScenarioModel? {
  let (document, mistakes) = read(source, files: files)
  guard let document, mistakes.isEmpty else { return nil }
  return check(document, files: files).scenario.flatMap { Vocabulary.model($0).model }
}

extension Diagnostic {
  /// What is wrong, and where.
  fileprivate var kindAndPlace: String {
    "\(code.rawValue) \(range.map { "\($0.file.name) \($0.offsets)" } ?? "")"
  }
}

/// What is wrong in the variants of a scenario that has mistakes itself, and these again.
private func mistakesInVariants(of document: ScenarioDocument, files: any ProjectFiles)
  -> [Diagnostic]
{
  guard let scenario = check(document, files: files).scenario else { return [] }
  return scenario.variants.flatMap { variant in
    let (changed, mistakes) = scenario.document(of: variant)
    return mistakes + load(changed, files: files).diagnostics
  }
}

/// The model of a variant of a scenario.
///
/// - Errors: those of a scenario, an id path that leads nowhere, and a value that a lever does not
///   promise, at its place in the variant.
public func load(_ variant: Variant, of base: ScenarioModel, files: any ProjectFiles) -> (
  model: ScenarioModel?, diagnostics: [Diagnostic]
) {
  let (document, mistakes) = base.scenario.document(of: variant)
  // What leads somewhere is checked beside what does not.
  let (model, diagnostics) = load(document, files: files)
  guard let model, mistakes.isEmpty else { return (nil, mistakes + diagnostics) }
  let broken = base.brokenPromises(of: variant, in: model)
  return broken.isEmpty ? (model, []) : (nil, broken)
}

/// The model of a scenario of whose works more is known than it says.
func load(_ base: ScenarioModel, knowing progress: WorksProgress, files: any ProjectFiles) -> (
  model: ScenarioModel?, diagnostics: [Diagnostic]
) {
  load(base.scenario.ownDocument, files: files, knowing: progress)
}

private func load(
  _ document: ScenarioDocument, files: any ProjectFiles, knowing progress: WorksProgress? = nil
) -> (model: ScenarioModel?, diagnostics: [Diagnostic]) {
  let (scenario, mistakes) = check(document, files: files, knowing: progress)
  guard let scenario else { return (nil, mistakes) }
  let (model, more) = Vocabulary.model(scenario)
  let diagnostics = mistakes + more
  guard let model, diagnostics.isEmpty else { return (nil, diagnostics) }
  guard !scenario.simulation.precision.isEmpty else { return (model, []) }
  // Which values there are to be precise about is known from the plan.
  let unfit = outlined(model).precisionDiagnostics
  return unfit.isEmpty ? (model, []) : (nil, unfit)
}

/// Lowers a model to a plan.
///
/// - Parameter levers: the ids of the levers that become parameters of the plan: a run can move
///   them without another check and another plan.
public func compile(
  _ model: ScenarioModel, recording: Recording = .reported, levers: [String] = []
) -> CompiledScenario {
  CompiledScenario(
    model: model,
    plan: lower(
      model.model, recording: recording, open: Set(levers.map { "levers." + $0 })))
}

/// Lowers a model to the plan of a run with its tables, which keeps no more trials than they need.
///
/// What the tables tell of works needs a plan of its own, which is lowered at the same time.
///
/// - Parameter wishes: the precision that is wished, beside what the scenario itself wishes.
/// - Parameter withSample: whether the plan for works is wanted, as it is where they are drawn.
public func compileForTables(
  _ model: ScenarioModel, wishes: [PrecisionWish] = [], withSample: Bool = true
) -> CompiledScenario {
  let judged = model.targets.map(\.columnLabel)
    + (model.scenario.simulation.precision + wishes).compactMap(\.indicator)
  let recordings = [
    Recording.tabulated(judged: Set(judged)),
    withSample ? ScheduleSample.recording(model) : nil,
  ].compactMap(\.self)
  let plans = collect(recordings.count, threads: recordings.count) {
    lower(model.model, recording: recordings[$0])
  }
  return CompiledScenario(model: model, plan: plans[0], samplePlan: plans.dropFirst().first)
}

/// A model with a plan that only says which columns there are.
public func outlined(_ model: ScenarioModel) -> CompiledScenario {
  CompiledScenario(model: model, plan: outline(of: model.model))
}
