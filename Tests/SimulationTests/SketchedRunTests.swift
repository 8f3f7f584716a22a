import ColumnPlan
import PlanFixtures
import Probability
import Testing

@testable import Simulation

@Suite("runs that keep no trials")
struct SketchedRunTests {
  /// Two draws and what is made of them, and a number.
  private func plan() -> Plan {
    var builder = PlanBuilder(periods: 2)
    let draw = builder.uniforms("u", .each, periods: 2)
    let score = builder.apply(.normalQuantile, draw)
    builder.keepEach(score, "score", periods: 2)
    builder.keepEach(builder.apply(.exponential, score), "revenue", periods: 2)
    let isLarge = builder.apply(.less, builder.constant(1), score)
    builder.keepEach(isLarge, "event", periods: 2)
    builder.keep(builder.constant(7), "number")
    return builder.finish()
  }

  private func goals(_ plan: Plan) -> JudgedGoals {
    func goal(_ label: String, _ period: String, _ side: Goal.Side, _ bound: Double) -> Goal {
      Goal(
        column: plan.columns.first { $0.label == label && $0.period == period }!, side: side,
        bound: bound)
    }
    let targets = [
      goal("score", "0", .atLeast, 0.3), goal("revenue", "1", .atMost, 2.5),
      goal("number", "whole", .atLeast, 7),
    ]
    return JudgedGoals(
      alone: targets + [goal("score", "1", .atLeast, -9), goal("number", "whole", .atMost, 5)],
      together: targets)
  }

  private func sketched(_ trials: Int, threads: Int = 1) -> SimulationSettings {
    var settings = settings(trials: trials, threads: threads)
    settings.quantiles = .sketch
    return settings
  }

  /// All figures of a run, to be compared to the bit.
  private func figures(_ result: SimulationResult, _ goals: JudgedGoals) -> [Summary] {
    summarise(result, threads: 1)
  }

  @Test("the same figures on any number of workers", arguments: [1, 100, 1024, 1025, 70_000])
  func threads(trials: Int) throws {
    let plan = plan()
    let goals = goals(plan)
    let one = try simulate(plan, sketched(trials), judging: goals)
    #expect(one.quantiles == .sketch)
    #expect(one.trials == trials)
    for threads in [2, 5] {
      let other = try simulate(plan, sketched(trials, threads: threads), judging: goals)
      for (left, right) in zip(summarise(one, threads: 1), summarise(other, threads: 3)) {
        #expect(left.bits == right.bits)
      }
      for goal in goals.alone {
        #expect(one.tally(of: goal)?.bits == other.tally(of: goal)?.bits)
      }
      #expect(one.jointShares?.share == other.jointShares?.share)
    }
  }

  @Test("what the trials themselves come to", arguments: [900, 5000, 20_000])
  func exact(trials: Int) throws {
    let plan = plan()
    let goals = goals(plan)
    let found = try simulate(plan, sketched(trials), judging: goals)
    let trial = try simulate(plan, settings(trials: trials))
    for (sketch, exact) in zip(summarise(found, threads: 1), summarise(trial, threads: 1)) {
      #expect(isClose(sketch.mean, exact.mean, tolerance: 1e-14))
      #expect(isClose(sketch.standardDeviation, exact.standardDeviation, tolerance: 1e-13))
      #expect(sketch.skewness.isNaN == exact.skewness.isNaN)
      #expect(exact.skewness.isNaN || isClose(sketch.skewness, exact.skewness, tolerance: 1e-11))
      for (value, truth) in zip(sketch.quantiles, exact.quantiles) {
        #expect(abs(value - truth) <= sketch.sketchError)
      }
      for (error, truth) in zip(sketch.quantileErrors, exact.quantileErrors) {
        #expect(abs(error - truth) <= 2 * sketch.sketchError)
      }
      #expect(exact.sketchError == 0)
    }
    #expect(found.number(of: plan.columns.last!) == 7)
    for goal in goals.alone {
      let values = trial.withTrials(of: goal.column, Array.init)
      let tally = found.tally(of: goal)!
      #expect(tally.met.share == Double(values.count(where: goal.isMet)) / Double(values.count))
    }
    let joint = (0..<trials).count { trialNumber in
      goals.together.allSatisfy { $0.isMet(by: trial.value(of: $0.column, inTrial: trialNumber)) }
    }
    #expect(found.jointShares?.qualifying == joint)
  }

  @Test(
    "groups of dependent trials, in any order of blocks",
    arguments: [
      .trials, .pairs, .blocks(trials: blockTrials), .blocks(trials: 2 * blockTrials),
      .blocks(trials: blockTrials / 4), .dealt(count: 3, trials: blockTrials),
      .dealt(count: 5, trials: blockTrials / 2), .dealt(count: 5, trials: 2 * blockTrials),
    ] as [Replication])
  func groups(replication: Replication) throws {
    let plan = plan()
    let goals = goals(plan)
    let trials = 9 * blockTrials + 300
    let result = try simulate(plan, settings(trials: trials))
    let digest = RunDigest(plan, replication, goals)
    let size = digest.recordSize
    let records = UnsafeMutablePointer<Double>.allocate(capacity: 10 * size)
    records.initialize(repeating: 0, count: 10 * size)
    defer { records.deallocate() }
    let judge = BlockJudge()
    for block in [0, 3, 9, 1, 2, 8, 7, 4, 6, 5] {
      let store = TrialStore(for: plan, blocks: 1)
      let count = min(blockTrials, trials - block * blockTrials)
      for column in plan.columns where column.shape == .varying {
        result.withTrials(of: column) {
          store.column(column.storage).update(
            from: $0.baseAddress! + block * blockTrials, count: count)
        }
      }
      for column in plan.columns where column.shape == .uniform {
        store.number(column.storage).pointee = 7
      }
      if block == 0 { digest.begin(with: store, trials: count) }
      digest.note(
        store, firstTrial: block * blockTrials, trials: count, judge,
        in: records + block * size)
    }
    for block in 0..<10 {
      digest.add(
        records + block * size, firstTrial: block * blockTrials,
        trials: min(blockTrials, trials - block * blockTrials))
    }
    expect(digest, agreesWith: result, replication, goals)
  }

  /// Compares with the figures of the trials themselves under the same groups.
  private func expect(
    _ digest: RunDigest, agreesWith result: SimulationResult, _ replication: Replication,
    _ goals: JudgedGoals
  ) {
    let columns = digest.columnDigests()
    for column in result.plan.columns where column.shape == .varying {
      result.withTrials(of: column) { trials in
        let exact = Moments(of: trials, replication)
        let found = columns[column.storage]!.moments
        #expect(isClose(found.mean, exact.mean, tolerance: 1e-14))
        for (value, truth) in [
          (found.standardError, exact.standardError), (found.skewness, exact.skewness),
          (found.standardDeviationError, exact.standardDeviationError),
          (found.skewnessError, exact.skewnessError),
        ] { #expect(abs(value / truth - 1) < 1e-8, "\(column.label)") }
        guard column.label != "event" else { return }
        // The groups are judged at a quantile of the first block, so the errors differ a little.
        let quantiles = QuantileEstimates(of: trials, at: summaryProbabilities, replication)
        let sketched = columns[column.storage]!.quantiles(at: summaryProbabilities)
        for (value, truth) in zip(sketched.standardErrors, quantiles.standardErrors) {
          #expect((0.5...2).contains(value / truth), "\(column.label): \(value), \(truth)")
        }
      }
    }
    for (goal, tally) in zip(goals.alone, digest.goalTallies())
    where goal.column.shape == .varying {
      result.withTrials(of: goal.column) { trials in
        let met = GroupedSums(width: 2, trials: trials.count, replication) { part, sums in
          for trial in part where goal.isMet(by: trials[trial]) { sums[1] += 1 }
        }
        let share = Double(trials.count(where: goal.isMet)) / Double(trials.count)
        // Trials that all agree say no more than that one of them might not.
        let error =
          share == 0 || share == 1
          ? 1 / Double(trials.count)
          : met.standardError(weights: [-share, 1], trials: trials.count)
        #expect(abs(tally.met.standardError - error) <= 1e-4 * error + 1e-15)
      }
    }
  }

  @Test("memory decides, and what it decides is known")
  func memory() throws {
    let plan = plan()
    var settings = settings(trials: 40 * blockTrials)
    let need = MemoryNeed(plan, blocks: 40)
    settings.memory = need.exact
    #expect(try simulate(plan, settings).quantiles == .exact)
    settings.trials = 4000 * blockTrials
    settings.memory = need.sketch
    #expect(try MemoryNeed(plan, blocks: 4000).method(settings) == .sketch)
    // Workers find room or are fewer; they decide nothing.
    settings.threads = 64
    #expect(try MemoryNeed(plan, blocks: 4000).method(settings) == .sketch)
    #expect(MemoryNeed(plan, blocks: 4000).workers(.sketch, settings) == 1)
    settings.quantiles = .exact
    #expect(throws: SimulationError.self) { try simulate(plan, settings) }
    settings.quantiles = .sketch
    settings.memory = need.sketch - 1
    #expect(throws: SimulationError.self) { try simulate(plan, settings) }
    settings.memory = .max
    settings.trials = 1 << 33
    #expect(throws: SimulationError.self) { try simulate(plan, settings) }
  }

  @Test("a value that is not finite is named as ever", arguments: [1, 2, 5])
  func nonFinite(threads: Int) throws {
    var builder = PlanBuilder(periods: 1)
    let draw = builder.uniforms("u", .once, periods: 1)
    let isBad = builder.apply(.less, draw, builder.constant(0.0002))
    builder.keep(
      builder.apply(.divide, builder.constant(1), builder.apply(.not, isBad)), "ratio")
    let plan = builder.finish()
    let exact = #expect(throws: SimulationError.self) {
      try simulate(plan, settings(trials: 300_000, threads: threads))
    }
    let sketch = #expect(throws: SimulationError.self) {
      try simulate(plan, sketched(300_000, threads: threads))
    }
    #expect(exact != nil && exact == sketch)
  }
}

extension Summary {
  /// NaN equals itself here.
  fileprivate var bits: [UInt64] {
    ([
      mean, standardDeviation, skewness, standardError, standardDeviationError, skewnessError,
      sketchError,
    ] + quantiles + quantileErrors).map(\.bitPattern)
  }
}

extension GoalTally {
  fileprivate var bits: [UInt64] {
    [met.share, met.standardError, expectedShortfall ?? -1, expectedShortfallError ?? -1]
      .map(\.bitPattern)
  }
}
