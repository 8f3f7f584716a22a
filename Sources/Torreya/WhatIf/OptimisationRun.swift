import Planning
import Reports
import Simulation
import SourceText
import Vocabulary

/// One optimisation after another: the wish itself, each lever alone, the frontier, the futures.
struct OptimisationRun {
  private let problem: LeverProblem
  private let settings: LeverSearchSettings
  private let space: LeverSpace
  private let aim: DecisionAim
  private let progress: (@Sendable (Double) -> Void)?
  private let isStopped: @Sendable () -> Bool
  private var result: LeverOptimisation
  /// Decisions simulated so far, and about how many there will be.
  private let count = Count()

  /// Counts simulations, for the progress.
  private final class Count {
    var done = 0
    var expected = 1
  }

  init(
    _ problem: LeverProblem, _ question: LeverQuestion, _ settings: LeverSearchSettings,
    _ progress: (@Sendable (Double) -> Void)?, _ isStopped: @escaping @Sendable () -> Bool
  ) {
    self.problem = problem
    self.settings = settings
    space = question.wish.space(problem.space)
    aim = question.wish.aim(problem.space, trials: problem.whatIf.settings.trials)
    self.progress = progress
    self.isStopped = isStopped
    result = LeverOptimisation(
      scenario: problem.whatIf.base.scenario, figures: problem.whatIf.figures,
      levers: problem.levers, idle: question.idle, wish: question.wish,
      costIsUncertain: problem.costIsUncertain, freshTrials: settings.freshTrials)
  }

  mutating func result(_ futures: [Variant]) throws(Diagnostics) -> LeverOptimisation {
    let searches = 1 + settings.frontierBudgets + (futures.isEmpty ? 0 : 3 * futures.count + 2)
    count.expected = settings.evaluationLimit * searches
    try keep(.standing, problem.space.standing)
    let found = try best(aim) { [problem] decision throws(Diagnostics) in
      try problem.score(decision)
    }
    result.search = found
    if let found, let decision = try thrifty(found, aim) { try keep(.best, decision) }
    if !isStopped() { try judgeEachLeverAlone() }
    if !isStopped() { try followFrontier(from: found?.best.decision) }
    if !futures.isEmpty, !isStopped() { try judge(futures) }
    if isStopped() {
      result.finished = FinishedPart(
        result.choices.count + result.frontier.count, of: nil,
        BilingualText(zh: "项决策", en: "decisions judged"))
    }
    return result
  }

  /// - Returns: nil when it is told to stop before the decision is judged.
  private func choice(_ role: LeverChoice.Role, _ decision: [Double]) throws(Diagnostics)
    -> LeverChoice?
  {
    guard let searched = try problem.searched(decision), let fresh = try problem.fresh(decision)
    else { return nil }
    return LeverChoice(
      role: role, decision: decision, cost: space.cost(decision), searched: searched,
      fresh: fresh)
  }

  /// What a search has found, without money that is seen to bring nothing; as it is where the least
  /// cost was sought. Nil when it is told to stop.
  ///
  /// - Parameter cheaper: the decision for less money.
  private func thrifty(
    _ found: SearchOutcome, _ aim: DecisionAim, in future: Int = 0,
    betterThan cheaper: [Double]? = nil
  ) throws(Diagnostics) -> [Double]? {
    guard case .probability = aim, found.best.score.met > 0 else {
      return found.best.decision
    }
    return try problem.thrifty(
      found.best.decision, in: future, space: space, betterThan: cheaper)
  }

  private mutating func keep(_ role: LeverChoice.Role, _ decision: [Double]) throws(Diagnostics) {
    if let choice = try choice(role, decision) { result.choices.append(choice) }
  }

  private func best(
    _ aim: DecisionAim, from starts: [[Double]] = [],
    _ score: @escaping ([Double]) throws(Diagnostics) -> DecisionScore?
  ) throws(Diagnostics) -> SearchOutcome? {
    let (count, progress) = (count, progress)
    var search = SampleAverageSearch(
      in: space, for: aim, evaluationLimit: settings.evaluationLimit, isStopped: isStopped
    ) { decision throws(Diagnostics) in
      count.done += 1
      progress?(min(0.99, Double(count.done) / Double(count.expected)))
      return try score(decision)
    }
    let found = try search.run(from: starts)
    try problem.checkCosts()
    return found
  }

  // MARK: One lever alone

  /// All of the money that there is beyond what the levers cost now, for one lever after another.
  private mutating func judgeEachLeverAlone() throws(Diagnostics) {
    let standing = problem.space.standing
    guard case .probability(let budget) = aim, budget > space.cost(standing) else { return }
    for (axis, lever) in problem.levers.enumerated() {
      guard !isStopped() else { return }
      guard let value = problem.space.greatest(axis, in: standing, limit: budget) else { continue }
      var decision = standing
      decision[axis] = value
      try keep(.alone(lever: lever.id), decision)
    }
  }

  // MARK: The frontier

  /// Budgets from what is spent anyway to all that can be, each searched from the best decision of
  /// the one before, which it can afford as well; more is spent only where it is seen to help.
  private mutating func followFrontier(from best: [Double]?) throws(Diagnostics) {
    guard settings.frontierBudgets > 0 else { return }
    let least = space.cost(space.cheapest)
    let most = problem.space.greatestCost
    var starts: [[Double]] = best.map { [$0] } ?? []
    for place in 0..<settings.frontierBudgets {
      guard !isStopped() else { return }
      let share = Double(place) / Double(max(1, settings.frontierBudgets - 1))
      // Rounding must not put a budget below what the cheapest decision costs.
      let budget = max(least, least + share * (most - least))
      let found = try self.best(
        .probability(budget: budget),
        from: starts.filter { isAffordable(space.cost($0), within: budget) }
      ) { [problem] decision throws(Diagnostics) in try problem.score(decision) }
      guard let found, found.isComplete || !isStopped(),
        let decision = try thrifty(
          found, .probability(budget: budget), betterThan: result.frontier.last?.decision),
        let choice = try choice(.budget, decision)
      else { return }
      result.budgets.append(budget)
      result.frontier.append(choice)
      starts.append(found.best.decision)
    }
  }

  // MARK: Futures

  /// What is best in each future, what does best in the worst of them, and what is regretted least,
  /// each judged in all of them.
  private mutating func judge(_ variants: [Variant]) throws(Diagnostics) {
    var futures = [0]
    result.futures = ["base"]
    for variant in variants {
      futures.append(try problem.add(variant))
      result.futures.append(variant.id)
    }
    var starts = result.choices.map(\.decision).filter {
      isAffordable(space.cost($0), within: aim.limit)
    }
    for (future, variant) in zip(futures.dropFirst(), variants) {
      let found = try best(aim, from: starts) { [problem] decision throws(Diagnostics) in
        try problem.score(decision, in: future)
      }
      guard let found, !isStopped(), let decision = try thrifty(found, aim, in: future) else {
        return
      }
      if isMissed(by: found) { result.missedFutures.append(variant.id) }
      starts.append(found.best.decision)
      try keep(.bestIn(future: variant.id), decision)
    }
    guard try keepRobust(futures, from: starts) else { return }
    var outcomes: [[ProbabilityChange]] = []
    for choice in result.choices {
      var row: [ProbabilityChange] = []
      for future in futures {
        guard let change = try problem.fresh(choice.decision, in: future) else { return }
        row.append(change)
      }
      outcomes.append(row)
    }
    result.outcomes = outcomes
  }

  /// Whether a probability was wished that not even the best decision reaches.
  private func isMissed(by found: SearchOutcome) -> Bool {
    if case .cost(let wished) = aim { found.best.score.met < wished } else { false }
  }

  /// The decision with the best worst case, and the one that is regretted least.
  ///
  /// - Returns: false when it is told to stop before they are found.
  private mutating func keepRobust(_ futures: [Int], from starts: [[Double]]) throws(Diagnostics)
    -> Bool
  {
    let nothing = futures.map { _ in 0 }
    let worst = try best(aim, from: starts) { [problem] decision throws(Diagnostics) in
      try problem.worst(decision, in: futures, behind: nothing)?.score
    }
    guard let worst, !isStopped() else { return false }
    result.worstCaseIsMissed = isMissed(by: worst)
    guard case .probability = aim else {
      try keep(.worstCase, worst.best.decision)
      return true
    }
    // Where all is lost anyway the nearest is shown, whatever it costs.
    let decision =
      worst.best.score.met > 0
      ? try problem.thrifty(
        worst.best.decision, in: futures, behind: nothing, space: space) : worst.best.decision
    guard let decision else { return false }
    try keep(.worstCase, decision)
    var found: (regret: SearchOutcome, best: [Int])?
    // A search may come upon what is better in a future than all that was known: regret is then
    // measured by that. What was simulated is known, so that to search again takes little.
    for _ in 0..<3 where found == nil || found.map({ $0.best != bestKnown(futures) }) == true {
      let best = bestKnown(futures)
      guard let regret = try leastRegret(futures, behind: best, from: starts), !isStopped() else {
        return false
      }
      found = (regret, best)
    }
    guard let found,
      let decision = try problem.thrifty(
        found.regret.best.decision, in: futures, behind: found.best, space: space)
    else { return false }
    try keep(.leastRegret, decision)
    return true
  }

  /// In how many trials the best decision that was simulated meets the targets, in each future.
  private func bestKnown(_ futures: [Int]) -> [Int] {
    futures.map { future in
      problem.mostMet(in: future) { isAffordable(space.cost($0), within: aim.limit) }
    }
  }

  /// The decision with as few trials as possible less than the best in the future where they are
  /// most.
  private func leastRegret(
    _ futures: [Int], behind best: [Int], from starts: [[Double]]
  ) throws(Diagnostics) -> SearchOutcome? {
    try self.best(aim, from: starts) { [problem] decision throws(Diagnostics) in
      guard let worst = try problem.worst(decision, in: futures, behind: best) else { return nil }
      let (trials, met) = (worst.score.trials, worst.score.met - best[worst.place])
      return DecisionScore(
        trials: trials, met: trials + min(met, 0), nearness: worst.score.nearness)
    }
  }
}
