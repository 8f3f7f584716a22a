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
  let costIsUncertain: Bool
  let freshTrials: Int
  /// The scenario as it stands, and the futures behind it.
  private(set) var plans: [LeverPlan]
  private let scales: [Double]
  /// Scores that are known, by future and decision.
  private var scores: [Int: [[Double]: DecisionScore]] = [:]
  private var freshResults: [Int: [[Double]: SimulationResult]] = [:]

  /// - Throws: what is wrong with the results.
  init(
    _ question: LeverQuestion, _ settings: SimulationSettings, freshTrials: Int,
    files: any ProjectFiles & Sendable
  ) throws(Diagnostics) {
    levers = question.levers
    whatIf = WhatIf(
      question.model, question.figures, levers: levers.map(\.id), settings, files: files)
    let cost = LeverCost(question.model, levers, whatIf.settings)
    costIsUncertain = cost.isUncertain
    space = LeverSpace(
      axes: levers.map(LeverAxis.init), exclusions: Self.exclusions(levers),
      cost: { cost($0) })
    self.freshTrials = freshTrials
    let plan = try whatIf.plan(with: [])
    plans = [plan]
    let base = try whatIf.simulated(plan)
    scales = whatIf.goals(in: base).map { goal in
      let spread = base.withTrials(of: goal.column) { Moments(of: $0).standardDeviation }
      return spread > 0 ? spread : max(abs(goal.bound), 1)
    }
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
