import ColumnPlan
import Formulas
import Planning
import Simulation
import SourceText
import Vocabulary

/// Levers to be decided on, the targets that they are to meet, and the futures in which they may
/// have to.
final class LeverProblem {
  let whatIf: WhatIf
  let space: LeverSpace
  /// In the order of the decisions.
  let levers: [Lever]
  /// Levers that were asked for and do not act on the targets: they stay as they are.
  let idle: [Lever]
  let costIsUncertain: Bool
  let freshTrials: Int
  /// The scenario as it stands, and the futures behind it.
  private(set) var plans: [LeverPlan]
  private let scales: [Double]
  /// Scores that are known, by future and decision.
  private var scores: [Int: [[Double]: DecisionScore]] = [:]
  private var freshResults: [Int: [[Double]: SimulationResult]] = [:]

  /// - Throws: what cannot be decided.
  init(
    _ model: ScenarioModel, _ figures: [WhatIfFigure], levers chosen: [String]?,
    _ settings: SimulationSettings, freshTrials: Int, files: any ProjectFiles & Sendable
  ) throws(LeverProblemError) {
    let open = try Self.levers(model, chosen)
    let all = WhatIf(model, figures, levers: open.map(\.id), settings, files: files)
    let acting = all.actingLevers
    levers = open.filter { acting.contains($0.id) }
    idle = open.filter { !acting.contains($0.id) }
    guard !levers.isEmpty else {
      throw .question(
        QuestionError(
          "None of the levers acts on these targets: "
            + open.map(\.id).joined(separator: ", ") + "."))
    }
    whatIf = WhatIf(model, figures, levers: levers.map(\.id), settings, files: files)
    let cost = LeverCost(model, levers, whatIf.settings)
    costIsUncertain = cost.isUncertain
    space = LeverSpace(
      axes: levers.map(LeverAxis.init), exclusions: Self.exclusions(levers),
      cost: { cost($0) })
    self.freshTrials = freshTrials
    do throws(Diagnostics) {
      let plan = try whatIf.plan(with: [])
      plans = [plan]
      let base = try whatIf.simulated(plan)
      scales = whatIf.goals(in: base).map { goal in
        let spread = base.withTrials(of: goal.column) { Moments(of: $0).standardDeviation }
        return spread > 0 ? spread : max(abs(goal.bound), 1)
      }
    } catch {
      throw .scenario(error)
    }
  }

  private static func levers(_ model: ScenarioModel, _ chosen: [String]?)
    throws(LeverProblemError) -> [Lever]
  {
    let known = model.scenario.levers
    guard let chosen else {
      let bounded = known.filter { $0.bounds != nil }
      guard !bounded.isEmpty else {
        throw .question(QuestionError("The scenario has no levers with bounds to decide on."))
      }
      return bounded
    }
    for id in chosen {
      guard let lever = known.first(where: { $0.id == id }) else {
        throw .question(
          QuestionError(model.notFound("lever", id, among: known.map(\.id))))
      }
      guard lever.bounds != nil else {
        throw .question(QuestionError("The lever '\(id)' has no bounds between which to choose."))
      }
    }
    return known.filter { chosen.contains($0.id) }
  }

  /// Pairs of which only one may be raised.
  private static func exclusions(_ levers: [Lever]) -> [[Int]] {
    var pairs: [[Int]] = []
    for (first, lever) in levers.enumerated() {
      for id in lever.excluded {
        guard let second = levers.firstIndex(where: { $0.id == id }) else { continue }
        let pair = [first, second].sorted()
        if !pairs.contains(pair) { pairs.append(pair) }
      }
    }
    return pairs
  }

  // MARK: Simulating

  private func values(_ decision: [Double]) -> [String: Double] {
    Dictionary(uniqueKeysWithValues: zip(levers, decision).map { ($0.id, $1) })
  }

  /// Adds a future: the scenario with a variant's changes.
  ///
  /// - Returns: its number; that of the scenario as it stands is 0.
  func add(_ variant: Variant) throws(Diagnostics) -> Int {
    plans.append(try whatIf.plan(with: variant.changes))
    return plans.count - 1
  }

  /// How a decision does in the trials of the search.
  func score(_ decision: [Double], in future: Int = 0) throws(Diagnostics) -> DecisionScore {
    if let known = scores[future]?[decision] { return known }
    let result = try whatIf.simulated(plans[future], levers: values(decision))
    let score = DecisionScore(of: whatIf.goals(in: result), scales: scales, in: result)
    scores[future, default: [:]][decision] = score
    return score
  }

  /// The probability that the targets are met, in trials that the search has not seen, beside that
  /// of the levers as they stand.
  func fresh(_ decision: [Double], in future: Int = 0) throws(Diagnostics) -> ProbabilityChange {
    let base = try freshResult(space.standing, in: future)
    let result = try freshResult(decision, in: future)
    return ProbabilityChange(
      of: whatIf.goals(in: base), in: base, whatIf.goals(in: result), in: result)
  }

  private func freshResult(_ decision: [Double], in future: Int) throws(Diagnostics)
    -> SimulationResult
  {
    if let known = freshResults[future]?[decision] { return known }
    // Any other seed does; this one never meets that of the search.
    let seed = whatIf.settings.seed ^ 0x9e37_79b9_7f4a_7c15
    let result = try whatIf.simulated(
      plans[future], levers: values(decision), seed: seed, trials: freshTrials)
    // The levers as they stand are asked for again and again.
    if decision == space.standing { freshResults[future, default: [:]][decision] = result }
    return result
  }
}

/// Why levers cannot be decided on.
public enum LeverProblemError: Error, Sendable {
  case question(QuestionError)
  case scenario(Diagnostics)
}

extension LeverAxis {
  /// - Precondition: the lever has bounds.
  init(_ lever: Lever) {
    let bounds = lever.bounds!
    guard let step = lever.step else {
      self.init(id: lever.id, bounds: bounds, standing: lever.value)
      return
    }
    // Whole numbers are whole also where a bound is not.
    let isWhole = step == lever.unit.scale
    let first = (bounds.lowerBound / step).rounded(.up) * step
    let least = isWhole ? min(first, lever.value) : bounds.lowerBound
    self.init(
      id: lever.id, bounds: least...bounds.upperBound, standing: lever.value, step: step)
  }
}
