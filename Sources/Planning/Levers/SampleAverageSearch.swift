import Probability

/// A decision with what the trials of the search say of it, and its cost.
public struct ScoredDecision: Hashable, Sendable {
  /// A value for each axis of the space.
  public let decision: [Double]
  public let score: DecisionScore
  public let cost: Double
}

/// What a search has found.
public struct SearchOutcome: Sendable {
  public let best: ScoredDecision
  /// How many decisions were simulated.
  public let evaluations: Int
  /// Whether every decision was tried, so that no better one exists in these trials.
  public let isExhaustive: Bool
  /// Whether it came to its end: false when it was stopped, or ran out of evaluations.
  public let isComplete: Bool
  /// Every decision that was simulated, in the order in which they were.
  public let tried: [ScoredDecision]
}

/// Looks for the best decision in one set of trials.
///
/// All decisions are judged by the same random numbers, so the share of the trials that meet the
/// goals is a fixed function of the levers, and what differs between two decisions is their doing.
/// Where there are few enough decisions all are tried. Else decisions that fill the space, and
/// those that put the money into one lever after another, start a differential evolution, and its
/// best ones are improved by steps along one lever and by moving money from one lever to another,
/// in ever smaller steps. For the least cost of a probability, what one lever brings cheaply is
/// traded for what another one brings at a higher price. No decision over the budget is ever
/// simulated. Of decisions that meet the goals in equally many trials the cheapest is taken.
///
/// - Source: A. J. Kleywegt, A. Shapiro, T. Homem-de-Mello, "The sample average approximation
///   method for stochastic discrete optimization", SIAM Journal on Optimization 12 (2002);
///   R. Storn, K. Price, "Differential evolution", Journal of Global Optimization 11 (1997);
///   T. G. Kolda, R. M. Lewis, V. Torczon, "Optimization by direct search", SIAM Review 45 (2003).
public struct SampleAverageSearch<Failure: Error> {
  let space: LeverSpace
  let aim: DecisionAim
  /// The most decisions that are simulated.
  let evaluationLimit: Int
  let score: ([Double]) throws(Failure) -> DecisionScore?
  let isStopped: () -> Bool

  private var known: [[UInt64]: Int] = [:]
  private(set) var tried: [ScoredDecision] = []
  private(set) var wasStopped = false
  private var ranOut = false
  /// Evaluations that are left for the end of the search.
  private var keptBack = 0

  /// - Parameter score: simulates a decision; called once for each. Nil where that was told to stop
  ///   before its end, and so is the search.
  /// - Parameter isStopped: asked before each simulation.
  public init(
    in space: LeverSpace, for aim: DecisionAim, evaluationLimit: Int,
    isStopped: @escaping () -> Bool = { false },
    score: @escaping ([Double]) throws(Failure) -> DecisionScore?
  ) {
    self.space = space
    self.aim = aim
    self.evaluationLimit = max(1, evaluationLimit)
    self.score = score
    self.isStopped = isStopped
  }

  /// Searches.
  ///
  /// - Parameter starts: decisions that are known to be good, such as those of a smaller budget.
  /// - Returns: nil when no decision is within the budget, or it was stopped before the first.
  public mutating func run(from starts: [[Double]] = []) throws(Failure) -> SearchOutcome? {
    let cheapest = space.cheapest
    guard space.isAffordable(cheapest, within: aim.limit) else { return nil }
    // Those over the budget are left out before they are counted against the limit.
    let few = space.count.map { $0 <= 1 << 16 } ?? false
    if few, let all = allDecisions(), all.count <= evaluationLimit {
      for decision in all { _ = try evaluate(decision) }
      return try outcome(isExhaustive: !wasStopped && !ranOut)
    }
    keptBack = min(space.axes.count, evaluationLimit / 10)
    let begun = startingDecisions(starts, cheapest)
    for decision in begun { _ = try evaluate(decision) }
    if case .cost(let met) = aim, let start = bestOnes(1).first { try trade(start, met: met) }
    try evolve(begun.count, cheapest)
    if case .cost(let met) = aim {
      for start in bestOnes(2) { try trade(start, met: met) }
    }
    for start in bestOnes(3) { try improve(start, for: aim) }
    if let best = bestOnes(1).first, case .probability = aim, best.score.met > 0 {
      // As good in these trials, for less money.
      try trade(best, met: best.score.met)
      try improve(best, for: .cost(met: best.score.met))
    }
    return try outcome(isExhaustive: false)
  }

  private mutating func outcome(isExhaustive: Bool) throws(Failure) -> SearchOutcome? {
    guard let found = best else { return nil }
    keptBack = 0
    let best = try settled(found)
    return SearchOutcome(
      best: best, evaluations: tried.count, isExhaustive: isExhaustive,
      isComplete: !wasStopped && !ranOut, tried: tried)
  }

  /// The same without moves that bring nothing: each lever goes back to where it stands where that
  /// costs no more and is as good.
  private mutating func settled(_ found: ScoredDecision) throws(Failure) -> ScoredDecision {
    var best = found
    for (place, axis) in space.axes.enumerated() where best.decision[place] != axis.standing {
      var moved = best.decision
      moved[place] = axis.standing
      if let back = try evaluate(moved), back.cost <= best.cost,
        back.score.met >= best.score.met
      {
        best = back
      }
    }
    return best
  }

  // MARK: Trying decisions

  var mayGoOn: Bool { !wasStopped && tried.count < evaluationLimit - keptBack }

  private func worth(_ decision: ScoredDecision) -> DecisionWorth {
    aim.worth(decision.score, cost: decision.cost)
  }

  /// The best decision: of those that meet the goals in equally many trials the cheapest.
  private var best: ScoredDecision? {
    guard let found = bestOnes(1).first, case .probability = aim, found.score.met > 0 else {
      return bestOnes(1).first
    }
    return tried.filter { $0.score.met == found.score.met }.min { left, right in
      (left.cost, -left.score.nearness) < (right.cost, -right.score.nearness)
    }
  }

  /// The best decisions so far; of equal ones those that were found first.
  private func bestOnes(_ count: Int) -> [ScoredDecision] {
    Array(
      tried.enumerated().sorted { left, right in
        let (a, b) = (worth(left.element), worth(right.element))
        return a == b ? left.offset < right.offset : a > b
      }.prefix(count).map(\.element))
  }

  /// - Returns: nil for a decision that is not allowed, or when no more may be simulated.
  mutating func evaluate(_ decision: [Double]) throws(Failure) -> ScoredDecision? {
    let key = decision.map { ($0 + 0).bitPattern }
    if let index = known[key] { return tried[index] }
    guard space.isAllowed(decision) else { return nil }
    let cost = space.cost(decision)
    guard isAffordable(cost, within: aim.limit) else { return nil }
    if isStopped() { wasStopped = true }
    guard mayGoOn else {
      ranOut = true
      return nil
    }
    guard let score = try score(decision) else {
      wasStopped = true
      return nil
    }
    let found = ScoredDecision(decision: decision, score: score, cost: cost)
    known[key] = tried.count
    tried.append(found)
    return found
  }

  /// All decisions within the budget; nil where they are too many to list.
  private func allDecisions() -> [[Double]]? {
    var decisions: [[Double]] = [[]]
    for axis in space.axes {
      decisions = decisions.flatMap { begun in axis.values.map { begun + [$0] } }
      guard decisions.count <= 1 << 20 else { return nil }
    }
    return decisions.filter {
      space.isAllowed($0) && space.isAffordable($0, within: aim.limit)
    }
  }

  // MARK: Where to begin

  /// What is known to be good, where the levers stand, the money put into one lever after another
  /// in every order that begins with another one, and points that fill the space.
  private func startingDecisions(_ known: [[Double]], _ cheapest: [Double]) -> [[Double]] {
    let limit = aim.limit
    var decisions = known + [space.standing, cheapest]
    for first in space.axes.indices {
      var decision = cheapest
      let others = space.axes.indices.filter { $0 != first }
      for axis in [first] + others {
        if let value = space.greatest(axis, in: decision, limit: limit) {
          let before = decision
          decision[axis] = max(value, decision[axis])
          if !space.isAllowed(decision) { decision = before }
        }
        decisions.append(decision)
      }
    }
    for index in 1...(10 * max(1, space.axes.count)) {
      decisions.append(
        zip(space.axes, halton(index)).map { $0.bounds.lowerBound + $1 * $0.width })
    }
    var seen: Set<[Double]> = []
    return decisions.map { space.repaired($0, limit: limit, towards: cheapest) }
      .filter { seen.insert($0).inserted }
  }

  /// The radical inverses of a number in as many bases as there are axes.
  ///
  /// - Source: J. H. Halton, Numerische Mathematik 2 (1960).
  private func halton(_ index: Int) -> [Double] {
    primes(space.axes.count).map { base in
      var (rest, share, value) = (index, 1.0, 0.0)
      while rest > 0 {
        share /= Double(base)
        value += share * Double(rest % base)
        rest /= base
      }
      return value
    }
  }

  private func primes(_ count: Int) -> [Int] {
    var found: [Int] = []
    var candidate = 2
    while found.count < count {
      if found.allSatisfy({ candidate % $0 != 0 }) { found.append(candidate) }
      candidate += 1
    }
    return found
  }

  // MARK: Differential evolution

  /// Half of the evaluations that are left go into it.
  private mutating func evolve(_ started: Int, _ cheapest: [Double]) throws(Failure) {
    let size = min(max(8, 4 * space.axes.count), tried.count)
    guard size >= 4, space.axes.count > 1 else { return }
    let last = tried.count + (evaluationLimit - tried.count) / 2
    var members = bestOnes(size)
    let key = RandomStream(name: "torreya.differentialEvolution").key(seed: 0)
    var drawn = 0
    func uniform() -> Double {
      drawn += 1
      return key.uniform(period: 0, trial: drawn - 1)
    }
    var unchanged = 0
    while tried.count < last, unchanged < 4 * size, mayGoOn {
      for place in members.indices where tried.count < last && mayGoOn {
        let picked = (0..<3).map { _ in members[Int(uniform() * Double(size))].decision }
        let always = Int(uniform() * Double(space.axes.count))
        let current = members[place].decision
        let mixed = space.axes.indices.map { axis in
          uniform() < 0.9 || axis == always
            ? picked[0][axis] + 0.7 * (picked[1][axis] - picked[2][axis]) : current[axis]
        }
        let candidate = space.repaired(mixed, limit: aim.limit, towards: cheapest)
        guard let found = try evaluate(candidate), worth(found) > worth(members[place]) else {
          unchanged += 1
          continue
        }
        members[place] = found
        unchanged = 0
      }
    }
  }

  // MARK: Improving

  /// Steps along one lever, and between two of them, that halve until none is left.
  private mutating func improve(_ start: ScoredDecision, for aim: DecisionAim) throws(Failure) {
    func worth(_ decision: ScoredDecision) -> DecisionWorth {
      aim.worth(decision.score, cost: decision.cost)
    }
    var best = start
    var scale = 0.25
    while scale > 1e-3, mayGoOn {
      let moves = self.moves(from: best, scale: scale, for: aim)
      var hasMoved = false
      for move in moves where mayGoOn {
        guard let found = try evaluate(move), worth(found) > worth(best) else { continue }
        best = found
        hasMoved = true
        break
      }
      if !hasMoved {
        // Steps of one are the smallest ones of levers that have steps.
        if isSmallest(scale) { return }
        scale /= 2
      }
    }
  }

  func stride(_ axis: LeverAxis, _ scale: Double) -> Double {
    let wished = axis.width * scale
    guard let step = axis.step else { return wished }
    return max(step, (wished / step).rounded() * step)
  }

  func isSmallest(_ scale: Double) -> Bool {
    space.axes.allSatisfy { axis in
      axis.step.map { axis.width * scale <= $0 } ?? (axis.width == 0)
    }
  }

  private func moves(
    from best: ScoredDecision, scale: Double, for aim: DecisionAim
  ) -> [[Double]] {
    var moves: [[Double]] = []
    let place = best.decision
    // What a cheaper decision may cost, whatever counts as affordable; else the whole budget.
    let saving = 2e-9 * max(abs(best.cost), 1)
    let limit = if case .cost = aim { best.cost - saving } else { aim.limit }
    for (first, axis) in space.axes.enumerated() where axis.width > 0 {
      for sign in [1.0, -1.0] {
        var moved = place
        moved[first] = axis.nearest(place[first] + sign * stride(axis, scale))
        guard moved[first] != place[first] else { continue }
        moves.append(moved)
        for (second, other) in space.axes.enumerated() where second != first {
          // What the first one frees or takes, the second one gets or gives.
          var exchanged = moved
          if let value = space.greatest(second, in: moved, limit: limit) {
            exchanged[second] = value
            moves.append(exchanged)
          }
          exchanged[second] = other.nearest(place[second] - sign * stride(other, scale))
          moves.append(exchanged)
        }
        if case .cost = aim { continue }
        // The step as far as the money goes.
        if sign > 0, let value = space.greatest(first, in: place, limit: limit) {
          moved[first] = value
          moves.append(moved)
        }
      }
    }
    return moves
  }
}
