import ColumnPlan
import Foundation
import PlanFixtures
import Probability
import Testing

@testable import Simulation

@Suite("simulating a plan")
struct SimulateTests {
  @Test("random plans give what a naive evaluation gives, slots or no slots", arguments: 0..<30)
  func naive(seed: UInt64) throws {
    let builder = RandomPlan(seed: seed, steps: 60).builder
    let plan = builder.finish()
    #expect(plan.defects() == [])
    let result = try simulate(plan, settings(trials: 1100, seed: seed))
    for trial in [0, 1, 17, 1023, 1024, 1099] {
      let expected = NaiveEvaluation(of: builder, seed: seed, trial: trial).stored
      for column in plan.columns {
        let found = result.value(of: column, inTrial: trial)
        #expect(
          isClose(found, expected[column.storage], tolerance: 1e-9),
          "trial \(trial) of \(column.label) in \(column.period)")
      }
    }
  }

  @Test("neither threads nor the number of trials change a bit", arguments: [11, 12, 13])
  func invariance(seed: UInt64) throws {
    let plan = RandomPlan(seed: seed, steps: 80).builder.finish()
    let reference = try simulate(plan, settings(trials: 5000, seed: seed))
    for (trials, threads) in [(1, 1), (1023, 2), (1024, 5), (1025, 3), (5000, 2), (5000, 5)] {
      let result = try simulate(plan, settings(trials: trials, seed: seed, threads: threads))
      #expect(result.trials == trials)
      for column in plan.columns {
        let (count, isSame) = result.withTrials(of: column) { found in
          reference.withTrials(of: column) { expected in
            let bytes = found.count * MemoryLayout<Double>.size
            return (found.count, memcmp(found.baseAddress!, expected.baseAddress!, bytes) == 0)
          }
        }
        #expect(isSame, "\(column.label) in \(column.period)")
        #expect(count == (column.shape == .varying ? trials : 1), "no padding is shown")
      }
    }
  }

  @Test("another seed gives other numbers")
  func seed() throws {
    var builder = PlanBuilder(periods: 1)
    builder.keep(builder.uniforms("u", .once, periods: 1), "u")
    let plan = builder.finish()
    let one = try simulate(plan, settings(trials: 100, seed: 1)).values("u")
    let two = try simulate(plan, settings(trials: 100, seed: 2)).values("u")
    #expect(zip(one!, two!).allSatisfy { $0 != $1 })
  }

  @Test("the block of one trial has the numbers of the whole", arguments: [0, 1023, 1024, 4000])
  func oneTrial(trial: Int) throws {
    let plan = RandomPlan(seed: 21, steps: 60).builder.finish()
    let whole = try simulate(plan, settings(trials: 5000, seed: 4))
    let block = try simulate(plan, trial: trial, seed: 4)
    #expect(block.firstTrial == trial / blockTrials * blockTrials)
    for column in plan.columns {
      #expect(
        block.value(of: column, inTrial: trial - block.firstTrial)
          == whole.value(of: column, inTrial: trial))
    }
  }

  @Test("progress rises to 1, once a block")
  func progress() throws {
    var builder = PlanBuilder(periods: 1)
    builder.keep(builder.uniforms("u", .once, periods: 1), "u")
    let shares = Recorded<Double>()
    _ = try simulate(builder.finish(), settings(trials: 4000, threads: 2)) { shares.append($0) }
    #expect(shares.all.sorted() == [0.25, 0.5, 0.75, 1])
  }
}

@Suite("why a simulation gives no result")
struct SimulationErrorTests {
  /// A plan with one kept column in each of two periods.
  private func plan() -> Plan {
    var builder = PlanBuilder(periods: 2)
    builder.keepEach(builder.uniforms("u", .each, periods: 2), "u", periods: 2)
    return builder.finish()
  }

  @Test("more than memory allows, with the number of trials that fit")
  func memory() throws {
    let plan = plan()
    let workspace = Workspace.size(for: plan)
    let blockBytes = 2 * blockTrials * 8
    let budget = workspace + 3 * blockBytes
    _ = try simulate(plan, settings(trials: 3 * blockTrials, memory: budget))
    let error = #expect(throws: SimulationError.self) {
      try simulate(plan, settings(trials: 3 * blockTrials + 1, memory: budget))
    }
    #expect(
      error
        == .memory(
          needed: budget + blockBytes, allowed: budget, fittingTrials: 3 * blockTrials))
  }

  @Test("workers that will have nothing to do need no memory")
  func idleWorkers() throws {
    let plan = plan()
    let budget = Workspace.size(for: plan) + 2 * blockTrials * 8
    let result = try simulate(plan, settings(trials: 1, threads: 4096, memory: budget))
    #expect(result.trials == 1)
  }

  @Test("more than numbers can say")
  func overflow() {
    let error = #expect(throws: SimulationError.self) {
      try simulate(plan(), settings(trials: .max, memory: .max))
    }
    guard case .memory(let needed, _, let fitting)? = error else {
      Issue.record("another error")
      return
    }
    #expect(needed == .max)
    #expect(fitting > 0)
  }

  @Test("no memory for a single block")
  func nothingFits() {
    let error = #expect(throws: SimulationError.self) {
      try simulate(plan(), settings(trials: 1, memory: 10))
    }
    guard case .memory(_, _, fittingTrials: 0)? = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
  }

  @Test(
    "the first trial that is not finite is named, whoever finds it", arguments: [1, 2, 5], 0..<4)
  func nonFinite(threads: Int, seed: UInt64) throws {
    // Infinite in about one trial in 400, in either period; another value is so more rarely.
    var builder = PlanBuilder(periods: 2)
    let draw = builder.uniforms("u", .each, periods: 2)
    func bad(_ share: Double) -> PlanBuilder.Value {
      let isBad = builder.apply(.less, draw, builder.constant(share))
      return builder.apply(
        .divide, builder.constant(1), builder.apply(.not, isBad))
    }
    let (rare, common) = (bad(0.0005), bad(0.0025))
    builder.keepEach(draw, "draw", periods: 2)
    let good = builder.finish()
    builder.keepEach(rare, "rare", periods: 2)
    builder.keepEach(common, "common", periods: 2)
    let plan = builder.finish()
    let draws = try simulate(good, settings(trials: 20_000, seed: seed))
    let first = try (0..<2).map { period in
      try #require(draws.values("draw", "\(period)")).firstIndex { $0 < 0.0025 } ?? .max
    }
    let error = #expect(throws: SimulationError.self) {
      try simulate(plan, settings(trials: 20_000, seed: seed, threads: threads))
    }
    guard case .nonFinite(let label, let period, let trial, let value)? = error else {
      Issue.record("another error")
      return
    }
    let isRare = draws.values("draw", period)![trial] < 0.0005
    #expect(label == (isRare ? "rare" : "common"))
    #expect(trial == first.min())
    #expect(period == (first[0] <= first[1] ? "0" : "1"))
    #expect(value == .infinity)
  }

  @Test("a number that is the same in all trials")
  func nonFiniteNumber() {
    var builder = PlanBuilder(periods: 1)
    let zero = builder.constant(0)
    builder.keep(builder.apply(.divide, zero, zero), "ratio")
    let error = #expect(throws: SimulationError.self) {
      try simulate(builder.finish(), settings(trials: 3000, threads: 2))
    }
    guard case .nonFinite("ratio", "whole", 0, let value)? = error else {
      Issue.record("another error")
      return
    }
    #expect(value.isNaN)
  }

  @Test("what happens in the padding of the last block is nobody's mistake")
  func padding() throws {
    // The draw of some trial behind the tenth is below every one before.
    let key = RandomStream(name: "u").key(seed: 1)
    let lowest = (0..<10).map { key.uniform(period: 0, trial: $0) }.min()!
    #expect((10..<1024).contains { key.uniform(period: 0, trial: $0) < lowest })
    var builder = PlanBuilder(periods: 1)
    let draw = builder.uniforms("u", .once, periods: 1)
    let rest = builder.apply(.subtract, draw, builder.constant(lowest))
    builder.keep(builder.apply(.squareRoot, rest), "root")
    let result = try simulate(builder.finish(), settings(trials: 10))
    #expect(result.values("root")?.contains(0) == true)
  }
}
