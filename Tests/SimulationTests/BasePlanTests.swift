import ColumnPlan
import PlanFixtures
import Probability
import Testing

@testable import Simulation

@Suite("plans that load what the plan of the scenario has kept")
struct BasePlanTests {
  private func continued(
    _ plan: Plan, after base: SimulationResult, trials: Int, seed: UInt64 = 1
  ) throws -> SimulationResult {
    var own = settings(trials: trials, seed: seed)
    own.frozen = FrozenTrials(base)
    return try simulate(plan, own)
  }

  @Test("random plans: the bits that each has by itself, and the scenario's results as ever")
  func random() throws {
    var tried = 0
    for seed in UInt64(0)..<120 {
      let builder = RandomPlan(seed: seed, steps: 90, parameters: 3).builder
      guard let base = BasePlan(PlanSide(builder)) else { continue }
      #expect(base.plan.defects() == [])
      let result = try simulate(base.plan, settings(trials: 1100, seed: seed))
      let alone = try simulate(builder.finish(), settings(trials: 1100, seed: seed))
      for (left, right) in zip(result.plan.columns, alone.plan.columns) {
        #expect(
          result.value(of: left, inTrial: 1099).bitPattern
            == alone.value(of: right, inTrial: 1099).bitPattern)
      }
      for given in [["p0": 0.75], ["p1": 0.125, "p2": 0.9], [:]] {
        guard let plan = base.continued(by: PlanSide(builder).with(given)) else { continue }
        #expect(plan.defects() == [], "\(seed) \(given)")
        var own = settings(trials: 1100, seed: seed)
        own.parameters = given
        expectSame(
          try continued(plan, after: result, trials: 1100, seed: seed),
          try simulate(builder.finish(), own), trials: [0, 511, 1024, 1099])
        tried += plan.loads.isEmpty ? 0 : 1
      }
    }
    // Else nothing would have been shown.
    #expect(tried > 40, "\(tried)")
  }

  /// A sum over days, and what a month makes of it.
  private func town(dayRate: Double = 1, monthRate: Double = 1, onlyFirst: Bool = false)
    -> PlanBuilder
  {
    var builder = PlanBuilder(periods: 3, daysOfPeriods: [4, 2, 3])
    let luck = builder.uniforms(
      RandomStream(name: "day"), label: "day", periodNumbers: (0..<9).map { Int32($0) },
      body: .day)
    let visits = builder.apply(.multiply, luck, builder.constant(dayRate))
    let sum = builder.accumulateDays(.accumulateSum, visits)
    let tax = builder.apply(.multiply, sum, builder.constant(monthRate))
    let total = builder.accumulate(
      .accumulateSum, tax, startsAnew: [true, false, false])
    builder.record(
      tax, label: "tax", periodLabels: onlyFirst ? ["1", nil, nil] : ["1", "2", "3"], in: .each)
    if !onlyFirst {
      builder.record(
        builder.last(of: total), label: "total", periodLabels: ["all"], in: .after)
    }
    return builder
  }

  @Test("a change of the months makes no day again, a change of the days does")
  func days() throws {
    let base = try #require(BasePlan(PlanSide(town())))
    #expect(base.keptColumns == 3)
    let result = try simulate(base.plan, settings(trials: 40))
    let months = try #require(base.continued(by: PlanSide(town(monthRate: 2))))
    #expect(months.days == 0 && months.loads.count == 1)
    expectSame(
      try continued(months, after: result, trials: 40),
      try simulate(town(monthRate: 2).finish(), settings(trials: 40)), trials: [0, 17, 39])
    let days = try #require(base.continued(by: PlanSide(town(dayRate: 2))))
    #expect(days.days == 9 && days.loads.isEmpty)
    expectSame(
      try continued(days, after: result, trials: 40),
      try simulate(town(dayRate: 2).finish(), settings(trials: 40)), trials: [0, 17, 39])
  }

  @Test("what is needed in periods that are not kept is not taken from there")
  func periods() throws {
    let base = try #require(BasePlan(PlanSide(town(onlyFirst: true))))
    #expect(base.keptColumns == 1)
    #expect(base.continued(by: PlanSide(town())) == nil)
  }

  @Test("a value that is not finite is told where it comes to something")
  func nonFinite() throws {
    let base = try #require(BasePlan(PlanSide(town())))
    let result = try simulate(base.plan, settings(trials: 40))
    let plan = try #require(base.continued(by: PlanSide(town(monthRate: .infinity))))
    #expect(throws: SimulationError.self) {
      _ = try continued(plan, after: result, trials: 40)
    }
  }

  @Test("plans that count, and plans without days or schedules, keep nothing")
  func unfit() {
    var counting = town()
    counting.count(counting.constant(1), label: "n")
    #expect(BasePlan(PlanSide(counting)) == nil)
    var plain = PlanBuilder(periods: 2)
    plain.keepEach(plain.constant(1), "x", periods: 2)
    #expect(BasePlan(PlanSide(plain)) == nil)
  }
}
