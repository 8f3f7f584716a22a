import ColumnPlan
import PlanFixtures
import Probability
import Testing

@testable import Simulation

@Suite("several plans run as one")
struct PlanUnionTests {
  @Test("random plans: each side has the bits that it has by itself", arguments: 0..<40)
  func sides(seed: UInt64) throws {
    let builder = RandomPlan(seed: seed, steps: 70, parameters: 3).builder
    let given: [[String: Double]] = [[:], ["p0": 0.75], ["p1": 0.125, "p2": 0.9], [:]]
    let union = try #require(PlanUnion(of: given.map { PlanSide(builder).with($0) }))
    #expect(union.plan.defects() == [])
    let results = try simulate(union, settings(trials: 1100, seed: seed))
    #expect(results.count == given.count)
    for (result, parameters) in zip(results, given) {
      var own = settings(trials: 1100, seed: seed)
      own.parameters = parameters
      expectSame(result, try simulate(builder.finish(), own), trials: [0, 511, 1024, 1099])
    }
  }

  @Test("random plans that have nothing to do with each other", arguments: 0..<10)
  func strangers(seed: UInt64) throws {
    // Two of the same periods, without days.
    let fitting = (0..<200).lazy.map { RandomPlan(seed: 1000 * seed + $0, steps: 40).builder }
      .filter { PlanSide(self.reference).fits(PlanSide($0)) }
    let builders = Array(fitting.prefix(2))
    try #require(builders.count == 2)
    let union = try #require(PlanUnion(of: builders.map { PlanSide($0) }))
    let results = try simulate(union, settings(trials: 300, seed: seed))
    for (result, builder) in zip(results, builders) {
      let expected = try simulate(builder.finish(), settings(trials: 300, seed: seed))
      expectSame(result, expected, trials: [0, 299])
    }
  }

  /// Two periods without days.
  private var reference: PlanBuilder { PlanBuilder(periods: 2) }

  private func steps(_ plan: Plan) -> Int {
    Plan.Body.allCases.flatMap { plan.instructions(of: $0) }.count { $0.opcode != .record }
  }

  @Test("what no change reaches is made once", arguments: 0..<10)
  func shared(seed: UInt64) throws {
    let builder = RandomPlan(seed: seed, steps: 70).builder
    let union = try #require(PlanUnion(of: [PlanSide(builder), PlanSide(builder)]))
    #expect(steps(union.plan) <= steps(builder.finish()))
  }

  /// A process that looks back two periods, beside one that never changes.
  private func process(_ rate: Double) -> PlanBuilder {
    var builder = PlanBuilder(periods: 5)
    for (label, rate) in [("moved", rate), ("still", 0.5)] {
      let shock = builder.uniforms(label, .each, periods: 5)
      let past = builder.recall(depth: 2, initial: builder.constant(1), history: nil)
      // Whatever differs is remembered, and shows two periods later only.
      let value = builder.apply(.add, past.value, shock)
      builder.remember(builder.apply(.multiply, value, builder.constant(rate)), in: past)
      builder.keepEach(value, label, periods: 5)
    }
    return builder
  }

  @Test("values that differ in what is remembered are told apart, others are not")
  func remembered() throws {
    let builders = [process(0.5), process(0.75)]
    let union = try #require(PlanUnion(of: builders.map { PlanSide($0) }))
    #expect(union.plan.each.count { $0.opcode == .recall } == 3)
    #expect(union.plan.each.count { $0.opcode == .uniforms } == 2)
    let results = try simulate(union, settings(trials: 50))
    for (result, builder) in zip(results, builders) {
      expectSame(result, try simulate(builder.finish(), settings(trials: 50)), trials: [0, 49])
    }
    #expect(results[0].values("still", "4") == results[1].values("still", "4"))
    #expect(results[0].values("moved", "1") == results[1].values("moved", "1"))
    #expect(results[0].values("moved", "2") != results[1].values("moved", "2"))
  }

  @Test("plans of other periods, and plans that count, are run by themselves")
  func unfit() {
    var counting = process(0.5)
    counting.count(counting.constant(1), label: "n")
    #expect(PlanUnion(of: [PlanSide(process(0.5)), PlanSide(counting)]) == nil)
    var longer = PlanBuilder(periods: 6)
    longer.keepEach(longer.constant(1), "x", periods: 6)
    #expect(PlanUnion(of: [PlanSide(process(0.5)), PlanSide(longer)]) == nil)
  }
}
