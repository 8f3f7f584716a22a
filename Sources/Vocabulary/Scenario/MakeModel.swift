import Formulas
import SourceText

/// A scenario's model with its targets: what `lower` and the analyses need.
public struct ScenarioModel: Sendable {
  public let scenario: Scenario
  public let model: Model
  public let targets: [JudgedTarget]
}

/// Turns a scenario into a model: every name known, every unit checked, no loop within a period.
public func model(_ scenario: Scenario) -> (model: ScenarioModel?, diagnostics: [Diagnostic]) {
  let (model, found) = resolve(scenario.definitions)
  var diagnostics = found
  if scenario.isIncomplete {
    // What could not be read may be what is missing here.
    diagnostics.removeAll { $0.code == .unknownName }
  }
  guard let model else { return (nil, diagnostics.withoutRepetitions) }
  var targets: [JudgedTarget] = []
  let places = Dictionary(
    model.indicators.enumerated().map { ($1.indicator.id, $0) },
    uniquingKeysWith: { first, _ in first })
  for target in scenario.targets {
    let indicator = places[target.indicator].map { model.indicators[$0] }
    switch target.judged(by: indicator, in: model) {
    case .success(let judged): targets.append(judged)
    case .failure(let problem): diagnostics.append(problem.diagnostic)
    }
  }
  for target in scenario.unreadTargets {
    let indicator = places[target.indicator].map { model.indicators[$0] }
    diagnostics += target.problem(besides: indicator, in: model).map { [$0] } ?? []
  }
  return (
    ScenarioModel(scenario: scenario, model: model, targets: targets),
    diagnostics.withoutRepetitions
  )
}

extension Scenario {
  /// The document of this scenario, to be checked again.
  public var ownDocument: ScenarioDocument {
    ScenarioDocument(
      root: document, source: source, included: [], former: FormerCorrelations(of: definitions))
  }

  /// The document of this scenario with a variant laid over it, to be checked again.
  public func document(of variant: Variant) -> (
    document: ScenarioDocument, diagnostics: [Diagnostic]
  ) {
    let (root, diagnostics) = overlay(document, with: variant)
    let changed = ScenarioDocument(
      root: root, source: source, included: [], base: reading.knowsNoMore ? reading : nil,
      former: FormerCorrelations(of: definitions))
    return (changed, diagnostics)
  }
}
