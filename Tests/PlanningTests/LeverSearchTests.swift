import Probability
import SeededNumbers
import Testing

@testable import Planning

/// Problems whose best decision is known by enumeration or in closed form.
@Suite("the search for the best levers")
struct LeverSearchTests {
  /// Standard normal numbers, the same for all decisions.
  private func normals(_ count: Int, seed: UInt64) -> [Double] {
    var lanes = [Double](repeating: 0, count: count)
    let key = RandomStream(name: "z").key(seed: seed)
    var span = lanes.mutableSpan
    key.fillNormals(&span, period: 0, firstTrial: 0)
    return lanes
  }

  /// How often a strength and a chance together are above zero.
  private func score(_ strength: Double, _ chances: [Double]) -> DecisionScore {
    let met = chances.count { strength + $0 >= 0 }
    let near = chances.reduce(0.0) { sum, chance in
      let t = strength + chance
      return sum + (1 + t / (1 + t * t).squareRoot()) / 2
    }
    return DecisionScore(
      trials: chances.count, met: met, nearness: near / Double(chances.count))
  }

  /// Three whole levers of which the last two exclude each other.
  private let whole = LeverSpace(
    axes: [
      LeverAxis(id: "a", bounds: 0...6, standing: 1, step: 1),
      LeverAxis(id: "b", bounds: 0...5, standing: 0, step: 1),
      LeverAxis(id: "c", bounds: 0...4, standing: 0, step: 1),
    ], exclusions: [[1, 2]],
    cost: { 3 * $0[0] + 2 * $0[1] + 4 * $0[2] })

  private func strength(_ decision: [Double]) -> Double {
    let (a, b, c) = (decision[0], decision[1], decision[2])
    // Levers that help each other, with less and less from each step.
    return 0.5 * a.squareRoot() + 0.35 * b + 0.6 * c - 0.02 * b * b - 0.03 * c * c
      + 0.02 * a * b - 2
  }

  /// All decisions that are allowed and within the budget.
  private func enumerated(budget: Double) -> [[Double]] {
    var decisions: [[Double]] = []
    for a in 0...6 {
      for b in 0...5 {
        for c in 0...4 where b == 0 || c == 0 {
          let decision = [Double(a), Double(b), Double(c)]
          if whole.cost(decision) <= budget { decisions.append(decision) }
        }
      }
    }
    return decisions
  }

  @Test(
    "a small problem: what enumeration finds, whether all are tried or not",
    arguments: [1, 2, 3, 4, 5] as [UInt64], [1000, 45])
  func enumeration(seed: UInt64, limit: Int) throws {
    let chances = normals(512, seed: seed)
    for budget in [5.0, 11, 17.5, 40] {
      let all = enumerated(budget: budget)
      let met = all.map { decision in chances.count { strength(decision) + $0 >= 0 } }
      let best = try #require(met.max())
      let cheapest = zip(all, met).filter { $1 == best }.map { whole.cost($0.0) }.min()
      var search = SampleAverageSearch(
        in: whole, for: .probability(budget: budget), evaluationLimit: limit
      ) { score(strength($0), chances) }
      let found = try #require(try search.run())
      #expect(found.best.score.met == best, "budget \(budget)")
      #expect(found.best.cost == cheapest)
      #expect(found.isExhaustive == (limit == 1000 || all.count <= limit))
      #expect(found.evaluations <= limit)
      #expect(found.tried.allSatisfy { $0.cost <= budget && whole.isAllowed($0.decision) })
    }
  }

  @Test(
    "the least cost for a probability: what enumeration finds",
    arguments: [1, 2, 3, 4, 5] as [UInt64])
  func leastCost(seed: UInt64) throws {
    let chances = normals(512, seed: seed)
    let all = enumerated(budget: .infinity)
    let met = all.map { decision in chances.count { strength(decision) + $0 >= 0 } }
    for wished in [50, 150, 275] {
      let cheapest = zip(all, met).filter { $1 >= wished }.map { whole.cost($0.0) }.min()
      for limit in [1000, 70] {
        var search = SampleAverageSearch(
          in: whole, for: .cost(met: wished), evaluationLimit: limit
        ) { score(strength($0), chances) }
        let found = try #require(try search.run())
        #expect(found.best.cost == cheapest, "\(wished) of 512, limit \(limit)")
        #expect(found.best.score.met >= wished)
      }
    }
  }

  @Test("levers with less and less effect: the closed form", arguments: [1, 2, 3] as [UInt64])
  func closedForm(seed: UInt64) throws {
    // P(Σ k log(1 + x) - 5 + Z ≥ 0) with Σ x ≤ 10: by Lagrange x = k 13/6 - 1.
    let strengths = [3.0, 2, 1]
    let optimum = strengths.map { $0 * 13 / 6 - 1 }
    func strength(_ decision: [Double]) -> Double {
      zip(strengths, decision).reduce(-8) { $0 + $1.0 * logarithm(1 + $1.1) }
    }
    let space = LeverSpace(
      axes: (0..<3).map { LeverAxis(id: "\($0)", bounds: 0...10, standing: 0) },
      cost: { $0.reduce(0, +) })
    let chances = normals(2048, seed: seed)
    var search = SampleAverageSearch(
      in: space, for: .probability(budget: 10), evaluationLimit: 400
    ) { score(strength($0), chances) }
    let found = try #require(try search.run())
    #expect(isAffordable(found.best.cost, within: 10))
    // As many trials as at the optimum, up to the ones that lie within a hair of it.
    let exact = score(strength(optimum), chances).met
    #expect(abs(found.best.score.met - exact) <= 2)
    #expect(strength(found.best.decision) > strength(optimum) - 0.01)
    let p = StandardNormal.distributionFunction(at: strength(optimum))
    let error = (p * (1 - p) / 2048).squareRoot()
    #expect(abs(found.best.score.probability - p) < 4.5 * error)
  }

  @Test(
    "the least cost of a probability with levers of less and less effect: the closed form",
    arguments: [1, 2, 3, 4, 5, 6] as [UInt64], [2, 5])
  func leastCostInClosedForm(seed: UInt64, count: Int) throws {
    // P(Σ k √x - 4 + Z ≥ 0) ≥ 0.7 asks for Σ k √x ≥ s; by Lagrange √x = s k / Σ k², at a cost of
    // s² / Σ k². Two more levers: one is free and helps up to its bound, one does nothing.
    let strengths = (0..<count).map { 1.5 - Double($0) / Double(count) }
    let chances = normals(4096, seed: seed)
    let wished = 2868
    let needed = -chances.sorted()[4096 - wished] + 4 - 0.5
    let optimum = needed * needed / strengths.reduce(0) { $0 + $1 * $1 }
    func strength(_ decision: [Double]) -> Double {
      zip(strengths, decision).reduce(-4) { $0 + $1.0 * $1.1.squareRoot() } + decision[count]
    }
    let space = LeverSpace(
      axes: (0..<count).map { LeverAxis(id: "\($0)", bounds: 0...20, standing: 0.5) } + [
        LeverAxis(id: "free", bounds: 0...0.5, standing: 0),
        LeverAxis(id: "idle", bounds: 0...3, standing: 1),
      ], cost: { $0.prefix(count).reduce(0, +) })
    var search = SampleAverageSearch(
      in: space, for: .cost(met: wished), evaluationLimit: 400
    ) { score(strength($0), chances) }
    let found = try #require(try search.run()).best
    #expect(found.score.met >= wished)
    #expect(found.cost >= optimum * (1 - 1e-9))
    #expect(found.cost < optimum * (count == 2 ? 1.005 : 1.05), "\(found.cost) of \(optimum)")
    #expect(found.decision[count + 1] == 1, "what does nothing stays where it stands")
  }

  @Test("linear effects: all money where it does most, and the rest where it does next most")
  func linear() throws {
    let chances = normals(1024, seed: 8)
    // Effects for a yuan: 0.2, 0.15, 0.05; the first is full at 5 for 2 each.
    let space = LeverSpace(
      axes: [
        LeverAxis(id: "a", bounds: 0...5, standing: 0),
        LeverAxis(id: "b", bounds: 0...20, standing: 0),
        LeverAxis(id: "c", bounds: 0...20, standing: 0),
      ], cost: { 2 * $0[0] + $0[1] + $0[2] })
    var search = SampleAverageSearch(
      in: space, for: .probability(budget: 14), evaluationLimit: 400
    ) { score(0.4 * $0[0] + 0.15 * $0[1] + 0.05 * $0[2] - 2, chances) }
    let found = try #require(try search.run()).best.decision
    let value = 0.4 * found[0] + 0.15 * found[1] + 0.05 * found[2]
    #expect(value > 2.6 - 0.01, "\(found)")
  }

  @Test("no decision within the budget, and a search that is told to stop")
  func ends() throws {
    var none = SampleAverageSearch(
      in: whole, for: .probability(budget: -1), evaluationLimit: 100
    ) { _ in score(0, [0]) }
    #expect(try none.run() == nil)
    var count = 0
    var stopped = SampleAverageSearch(
      in: whole, for: .probability(budget: 40), evaluationLimit: 100,
      isStopped: { count >= 7 }
    ) { decision in
      count += 1
      return score(strength(decision), [0, 1])
    }
    let found = try #require(try stopped.run())
    #expect(found.evaluations == 7)
    #expect(!found.isComplete && !found.isExhaustive)
    // Told in the middle of a simulation, which then says nothing.
    var begun = 0
    var cut = SampleAverageSearch(
      in: whole, for: .probability(budget: 40), evaluationLimit: 100
    ) { decision in
      begun += 1
      return begun > 7 ? nil : score(strength(decision), [0, 1])
    }
    let rest = try #require(try cut.run())
    #expect(rest.evaluations == 7 && begun == 8)
    #expect(!rest.isComplete && !rest.isExhaustive)
  }

  @Test("a goal is met on its bound, nearness rises where nothing else does")
  func scores() throws {
    var fixture = PlanningFixture()
    fixture.add("x", try equallyLikely([1, 2, 3]))
    let result = try fixture.simulated(trials: 3000)
    func score(_ bound: Double) -> DecisionScore {
      DecisionScore(
        of: [.init(column: result.only("x"), side: .atLeast, bound: bound)], scales: [1],
        in: result)
    }
    let values = result.values("x")
    #expect(score(2).met == values.count { $0 >= 2 })
    #expect(score(50).met == 0)
    #expect(score(49).nearness > score(50).nearness)
    #expect(score(50).nearness > 0)
    #expect(score(2).probability == Double(score(2).met) / 3000)
  }
}

@Suite("lever spaces")
struct LeverSpaceTests {
  @Test("the values that can be chosen, on steps and where it stands")
  func axes() {
    let axis = LeverAxis(id: "a", bounds: 0...1, standing: 0.35, step: 0.1)
    #expect(axis.count == 11)
    #expect(axis.values.count == 12)
    #expect(axis.nearest(0.34) == 0.35)
    #expect(abs(axis.nearest(0.29) - 0.3) < 1e-12)
    #expect(abs(axis.atMost(0.349) - 0.3) < 1e-12)
    #expect(axis.atMost(0.36) == 0.35)
    #expect(axis.nearest(7) == 1)
    #expect(axis.atMost(-3) == 0)
    let free = LeverAxis(id: "b", bounds: 2...4, standing: 3)
    #expect(free.count == nil)
    #expect(free.nearest(3.21) == 3.21)
    #expect(LeverAxis(id: "c", bounds: 2...2, standing: 2).count == 1)
  }

  @Test("steps are counted from the lower bound, also where nothing is cut")
  func anchor() {
    let axis = LeverAxis(id: "a", bounds: 0...60, standing: 25, step: 10)
    #expect(axis.values == [0, 10, 20, 25, 30, 40, 50, 60])
    #expect(axis.withoutCuts.values == [25, 30, 40, 50, 60])
    #expect(axis.withoutCuts.nearest(33) == 30 && axis.withoutCuts.nearest(26) == 25)
    #expect(axis.withoutCuts.atMost(29) == 25 && axis.withoutCuts.atMost(45) == 40)
    // Whole numbers, whatever the bounds and the default are.
    let whole = LeverAxis(id: "b", bounds: 2.5...6.5, standing: 2.5, step: 1, from: 3)
    #expect(whole.values == [2.5, 3, 4, 5, 6])
    #expect(whole.nearest(4.5) == 5 && whole.atMost(4.9) == 4 && whole.atMost(2.9) == 2.5)
    let raised = LeverAxis(id: "c", bounds: 0.5...9.5, standing: 2, step: 1, from: 1)
    #expect(raised.bounds == 1...9.5 && raised.values == [1, 2, 3, 4, 5, 6, 7, 8, 9])
    // Nothing on steps is left above where it stands.
    let last = LeverAxis(id: "d", bounds: 0...64, standing: 62, step: 10).withoutCuts
    #expect(last.values == [62] && last.nearest(64) == 62 && last.atMost(64) == 62)
  }

  @Test("seven at a price for which the budget is exactly that of seven")
  func exactBudget() throws {
    // In binary 7 × 3318.28 is a hair above 23227.96.
    let space = LeverSpace(
      axes: [LeverAxis(id: "a", bounds: 0...7, standing: 0, step: 1)], hasPlainCost: true,
      cost: { 3318.28 * $0[0] })
    #expect(space.cost([7]) > 23227.96)
    #expect(space.greatest(0, in: [0], limit: 23227.96) == 7)
    #expect(space.greatest(0, in: [0], limit: 23227.95) == 6)
    #expect(space.repaired([7], limit: 23227.96, towards: [0]) == [7])
    var search = SampleAverageSearch(
      in: space, for: .probability(budget: 23227.96), evaluationLimit: 100
    ) { decision in
      DecisionScore(trials: 10, met: Int(decision[0]), nearness: decision[0] / 10)
    }
    #expect(try search.run()?.best.decision == [7])
  }

  @Test("the cheapest decision where the price falls with the amount")
  func fallingPrice() {
    let axis = LeverAxis(id: "a", bounds: 3...10, standing: 3, step: 1)
    let space = LeverSpace(axes: [axis], cost: { $0[0] >= 5 ? $0[0] : 2 * $0[0] })
    #expect(space.cheapest == [5], "5, where 3 costs 6")
    #expect(space.greatestCost == 10)
    let other = LeverAxis(id: "b", bounds: 0...1, standing: 0, step: 1)
    let pair = LeverSpace(
      axes: [axis, other], exclusions: [[0, 1]], cost: { $0[0] >= 5 ? $0[0] : 2 * $0[0] - $0[1] })
    #expect(pair.cheapest == [5, 0], "both cannot be raised")
  }

  @Test("as much of a lever as the money allows")
  func greatest() {
    let space = LeverSpace(
      axes: [
        LeverAxis(id: "a", bounds: 0...60, standing: 20, step: 1),
        LeverAxis(id: "b", bounds: 0...200, standing: 40),
      ], cost: { 1.2 * $0[0] + $0[1] })
    #expect(space.greatest(0, in: [20, 40], limit: 114) == 60)
    #expect(space.greatest(0, in: [20, 40], limit: 100) == 50)
    #expect(space.greatest(0, in: [20, 40], limit: 99.9) == 49)
    #expect(abs((space.greatest(1, in: [20, 40], limit: 114) ?? 0) - 90) < 1e-9)
    #expect(space.greatest(1, in: [20, 40], limit: 23) == nil)
    #expect(space.cheapest == [0, 0])
    #expect(space.greatestCost == 272)
    #expect(space.withoutCuts.cheapest == [20, 40])
    let repaired = space.repaired([60, 200], limit: 100, towards: [0, 0])
    #expect(isAffordable(space.cost(repaired), within: 100))
    #expect(space.cost(repaired) > 98)
  }

  @Test("a fit that rises, and the decision that is regretted least")
  func fits() {
    #expect(risingFit([1, 3, 2, 4]) == [1, 2.5, 2.5, 4])
    #expect(risingFit([3, 2, 1]) == [2, 2, 2])
    #expect(risingFit([0.2, 0.1], weights: [1, 3]) == [0.125, 0.125])
    #expect(risingFit([]) == [])
    // Rows: decisions; columns: futures.
    let table = RegretTable([[0.75, 0.25, 0.5], [0.5, 0.5, 0.5], [0.25, 0.25, 0.75]])
    #expect(table.worstValues == [0.25, 0.5, 0.25])
    #expect(table.worstRegrets == [0.25, 0.25, 0.5])
    #expect(table.leastRegret == 0, "of equal ones the first")
  }
}
