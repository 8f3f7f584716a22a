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
  private let cost: LeverCost
  private let isStopped: @Sendable () -> Bool
  /// The scenario as it stands, and the futures behind it.
  private(set) var plans: [LeverPlan]
  /// What counts as near for each goal, by future.
  private var knownScales: [Int: [Double]] = [:]
  /// Scores that are known, by future and decision.
  private var scores: [Int: [[Double]: DecisionScore]] = [:]
  /// Of the levers as they stand.
  private var results: [ResultKey: SimulationResult] = [:]

  private struct ResultKey: Hashable {
    let trials: Trials
    let future: Int
  }

  /// - Parameter isStopped: asked after each block of trials; once true, what is not known yet
  ///   stays so.
  /// - Throws: what is wrong with what the levers cost.
  init(
    _ question: LeverQuestion, _ settings: SimulationSettings, freshTrials: Int,
    files: any ProjectFiles & Sendable, isStopped: @escaping @Sendable () -> Bool = { false }
  ) throws(Diagnostics) {
    levers = question.levers
    whatIf = WhatIf(
      question.model, question.figures, levers: levers.map(\.id), settings, files: files)
    let cost = try LeverCost(question.model, levers, whatIf.settings)
    (self.cost, self.isStopped) = (cost, isStopped)
    costIsUncertain = cost.isUncertain
    space = LeverSpace(
      axes: levers.map(LeverAxis.init), exclusions: Self.exclusions(levers),
      hasPlainCost: cost.isPlain, cost: { cost($0) })
    self.freshTrials = freshTrials
    plans = [try whatIf.plan(with: [])]
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

  /// - Throws: what went wrong where a decision was to be paid for.
  func checkCosts() throws(Diagnostics) {
    if let failure = cost.failure { throw failure }
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
  ///
  /// - Returns: nil when it is told to stop, as for all that is simulated here.
  func score(_ decision: [Double], in future: Int = 0) throws(Diagnostics) -> DecisionScore? {
    if let known = scores[future]?[decision] { return known }
    guard let scales = try scales(in: future) else { return nil }
    let result = try whatIf.simulated(
      plans[future], levers: values(decision), isStopped: isStopped)
    guard result.isComplete else { return nil }
    let score = DecisionScore(of: plans[future].goals(in: result), scales: scales, in: result)
    scores[future, default: [:]][decision] = score
    return score
  }

  /// The future in which a decision does worst.
  ///
  /// - Parameter best: for each future the trials that others meet; a decision is measured by how
  ///   far it is behind them.
  /// - Returns: its place among the futures and the score in it.
  func worst(_ decision: [Double], in futures: [Int], behind best: [Int]) throws(Diagnostics)
    -> (place: Int, score: DecisionScore)?
  {
    var worst: (place: Int, score: DecisionScore)?
    for (place, future) in futures.enumerated() {
      guard let score = try score(decision, in: future) else { return nil }
      let isWorse = worst.map { known in
        (score.met - best[place], score.nearness)
          < (known.score.met - best[known.place], known.score.nearness)
      }
      if isWorse ?? true { worst = (place, score) }
    }
    return worst
  }

  /// In how many trials the best decision that is known meets the targets in a future.
  func mostMet(in future: Int, where isIncluded: ([Double]) -> Bool) -> Int {
    (scores[future] ?? [:]).filter { isIncluded($0.key) }.map(\.value.met).max() ?? 0
  }

  /// The standard deviation of what each goal is about, with the levers as they stand: a future may
  /// judge another result than the scenario does.
  private func scales(in future: Int) throws(Diagnostics) -> [Double]? {
    if let known = knownScales[future] { return known }
    guard let result = try result(space.standing, in: future, .searched) else { return nil }
    let found = plans[future].goals(in: result).map { goal in
      let spread = result.withTrials(of: goal.column) { Moments(of: $0).standardDeviation }
      return spread > 0 ? spread : max(abs(goal.bound), 1)
    }
    knownScales[future] = found
    return found
  }

  /// The probability that the targets are met, in trials that the search has not seen, beside that
  /// of the levers as they stand.
  func fresh(_ decision: [Double], in future: Int = 0) throws(Diagnostics) -> ProbabilityChange? {
    try change(to: decision, in: future, .fresh)
  }

  /// The same in the trials of the search.
  func searched(_ decision: [Double], in future: Int = 0) throws(Diagnostics)
    -> ProbabilityChange?
  {
    try change(to: decision, in: future, .searched)
  }

  private func change(to decision: [Double], in future: Int, _ trials: Trials)
    throws(Diagnostics) -> ProbabilityChange?
  {
    guard let base = try result(space.standing, in: future, trials),
      let found = try result(decision, in: future, trials)
    else { return nil }
    return change(from: base, to: found, in: future)
  }

  /// From one decision to another one in the same future, which says how far targets are set.
  private func change(
    from base: SimulationResult, to result: SimulationResult, in future: Int
  ) -> ProbabilityChange {
    let plan = plans[future]
    return ProbabilityChange(
      of: plan.goals(in: base), in: base, plan.goals(in: result), in: result)
  }

  /// Which trials a decision is judged by.
  private enum Trials: Hashable { case searched, fresh }

  private func result(_ decision: [Double], in future: Int, _ trials: Trials)
    throws(Diagnostics) -> SimulationResult?
  {
    let key = ResultKey(trials: trials, future: future)
    // The levers as they stand are asked for again and again.
    let isStanding = decision == space.standing
    if isStanding, let known = results[key] { return known }
    // Any other seed does; this one never meets that of the search.
    let seed = whatIf.settings.seed ^ 0x9e37_79b9_7f4a_7c15
    let isFresh = trials == .fresh
    let result = try whatIf.simulated(
      plans[future], levers: values(decision), seed: isFresh ? seed : nil,
      trials: isFresh ? freshTrials : nil, isStopped: isStopped)
    guard result.isComplete else { return nil }
    if isStanding { results[key] = result }
    return result
  }

  // MARK: Money that brings nothing

  /// So many paired standard errors a gain must have to be told from none: of hundreds of decisions
  /// the search takes the one that its trials happened to favour.
  private static let errorsOfGain = 2.0

  /// Whether a decision meets the targets more often than another one by more than chance explains,
  /// trial by trial in the trials of the search.
  private func isBetter(
    _ result: SimulationResult, than other: SimulationResult, in future: Int
  ) -> Bool {
    let gain = change(from: other, to: result, in: future)
    // Where no error is known every gain counts.
    return gain.difference > 0
      && !(gain.difference <= Self.errorsOfGain * gain.differenceError)
  }

  /// A decision for which no more is paid than it is seen to bring: the cheaper one where it is no
  /// better than that, else with each lever where it is cheapest for which it is as good.
  ///
  /// - Parameter cheaper: a decision that costs no more.
  func thrifty(
    _ found: [Double], in future: Int = 0, space: LeverSpace, betterThan cheaper: [Double]? = nil
  ) throws(Diagnostics) -> [Double]? {
    guard let whole = try result(found, in: future, .searched) else { return nil }
    var floor: SimulationResult?
    if let cheaper {
      guard let known = try result(cheaper, in: future, .searched) else { return nil }
      guard isBetter(whole, than: known, in: future) else { return cheaper }
      floor = known
    }
    var kept = found
    let cheapest = space.cheapest
    for axis in space.axes.indices where kept[axis] != cheapest[axis] {
      var saved = kept
      saved[axis] = cheapest[axis]
      guard space.isAllowed(saved), space.cost(saved) < space.cost(kept) else { continue }
      guard let result = try result(saved, in: future, .searched) else { return nil }
      if isBetter(whole, than: result, in: future) { continue }
      if let floor, !isBetter(result, than: floor, in: future) { continue }
      kept = saved
    }
    return kept
  }

  /// The same for a decision that is judged by the future in which it does worst: each lever goes
  /// back to where it is cheapest unless without it the worst future is seen to be worse.
  ///
  /// - Parameter best: for each future the trials behind which it is measured.
  func thrifty(
    _ found: [Double], in futures: [Int], behind best: [Int], space: LeverSpace
  ) throws(Diagnostics) -> [Double]? {
    var kept = found
    let cheapest = space.cheapest
    for axis in space.axes.indices where kept[axis] != cheapest[axis] {
      var saved = kept
      saved[axis] = cheapest[axis]
      guard space.isAllowed(saved), space.cost(saved) < space.cost(kept) else { continue }
      // What is found is there at least as good as in its own worst future.
      guard let worst = try worst(saved, in: futures, behind: best),
        let whole = try result(found, in: futures[worst.place], .searched),
        let result = try result(saved, in: futures[worst.place], .searched)
      else { return nil }
      if !isBetter(whole, than: result, in: futures[worst.place]) { kept = saved }
    }
    return kept
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
    let least = lever.unit.decimalValue(ofBase: bounds.lowerBound).rounded(.up)
    self.init(
      id: lever.id, bounds: bounds, standing: lever.value, step: step,
      from: lever.isWhole ? lever.unit.baseValue(of: least) : nil)
  }
}
