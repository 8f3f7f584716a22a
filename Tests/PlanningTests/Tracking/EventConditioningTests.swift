import ColumnPlan
import Probability
import Simulation
import Testing

@testable import Planning

/// A year whose months have a level, events that last all year, and noise: given the events it is
/// normal, so that the exact answer is a sum over them.
private struct EventfulYear: Sendable {
  let events: [(probability: Double, amount: Double)]
  let level: (mean: Double, deviation: Double)
  let noise: Double

  func plan() throws -> Plan {
    var fixture = PlanningFixture()
    fixture.add("one", number: 1)
    if level.deviation > 0 { fixture.add("level", try normal(0, level.deviation)) }
    for (place, event) in events.enumerated() {
      fixture.add(
        "event\(place)", try Bernoulli(ParameterValues(["probability": event.probability])))
    }
    let common = [(level.mean, "one")] + (level.deviation > 0 ? [(1, "level")] : [])
      + events.enumerated().map { ($1.amount, "event\($0)") }
    for month in 0..<12 {
      fixture.add("noise\(month)", try normal(0, noise))
      fixture.add("x\(month)", combining: common + [(1, "noise\(month)")])
    }
    fixture.add("year", adding: (0..<12).map { "x\($0)" })
    fixture.add("other", try normal(100, 10))
    return fixture.finished()
  }

  /// The probability that the year comes to a bound, given the first months.
  func exact(_ known: [Double], bound: Double) -> Double {
    let (count, sum) = (Double(known.count), known.reduce(0, +))
    let (level2, noise2) = (level.deviation * level.deviation, noise * noise)
    var (met, all) = (0.0, 0.0)
    for choice in 0..<(1 << events.count) {
      var (weight, mean) = (1.0, level.mean)
      for (place, event) in events.enumerated() {
        let happens = choice >> place & 1 == 1
        weight *= happens ? event.probability : 1 - event.probability
        mean += happens ? event.amount : 0
      }
      // The mean of the months is all that they say of the level.
      let about = sum / count
      let spread = level2 + noise2 / count
      weight *= exponential(-(about - mean) * (about - mean) / (2 * spread)) / spread.squareRoot()
      let share = level2 / spread
      let expected = mean + share * (about - mean)
      let left = level2 * (1 - share)
      let rest = 12 - count
      let deviation = (rest * rest * left + rest * noise2).squareRoot()
      all += weight
      met += weight
        * (1
          - StandardNormal.distributionFunction(
            at: (bound - sum - rest * expected) / deviation))
    }
    return met / all
  }
}

@Suite("conditioning where events stand behind what is known") struct EventConditioningTests {
  private static let one = EventfulYear(
    events: [(0.3, 30)], level: (100, 0), noise: 20)
  private static let five = EventfulYear(
    events: [(0.8, 12), (0.5, 10), (0.3, 8), (0.2, 15), (0.5, 6)], level: (100, 8), noise: 10)
  /// Its months are positive and skewed: in logarithms the event would add no more.
  private static let rare = EventfulYear(events: [(0.1, 30)], level: (100, 5), noise: 10)

  private func settings(_ seed: UInt64, trials: Int = 4096) -> SimulationSettings {
    SimulationSettings(trials: trials, seed: seed, threads: 2, memory: 1 << 30)
  }

  private func column(_ plan: Plan, _ name: String) -> Column {
    plan.columns.first { $0.label == name }!
  }

  private func known(_ plan: Plan, _ values: [Double]) -> [KnownResult] {
    values.enumerated().map { KnownResult(columns: [column(plan, "x\($0)")], value: $1) }
  }

  /// The probability that the year comes to a bound, with its stated error.
  private func probability(
    _ plan: Plan, _ known: [KnownResult], bound: Double, _ settings: SimulationSettings
  ) throws -> (probability: Double, error: Double, conditioning: Conditioning) {
    let plain = try simulate(plan, settings)
    let outcome = OutcomeScores(column(plan, "year"), in: plain)
    let found = try condition(plan, on: known, through: 0, settings, of: [outcome])
    var moved = settings
    moved.shift = found.shift
    let year = try simulate(plan, moved).values("year")
    let met = year.map { $0 >= bound }
    let share = ExceedanceProbability(qualifying: met.count { $0 }, of: met.count)
    return (share.probability, found.standardError(of: share, outcome: 0, met: met), found)
  }

  @Test(
    "the posterior of an event, and of five with a level",
    arguments: [
      (0, [100.0, 110, 105], 1300.0), (0, [130, 125, 120], 1300),
      (1, [125, 130, 120, 128, 122], 1500), (1, [118, 125, 121, 130, 127], 1500),
      (1, [130, 124, 136, 128, 131], 1550), (2, [122, 112, 118], 1400), (2, [106, 118], 1300),
    ])
  func posterior(_ year: Int, _ values: [Double], _ bound: Double) throws {
    let year = [Self.one, Self.five, Self.rare][year]
    let plan = try year.plan()
    let exact = year.exact(values, bound: bound)
    #expect(exact > 0.02 && exact < 0.98, "\(exact)")
    for seed in [UInt64(1), 7, 20_240_326, 99] {
      let found = try probability(plan, known(plan, values), bound: bound, settings(seed))
      #expect(
        abs(found.probability - exact) < 4.5 * found.error,
        "\(found.probability) ± \(found.error), exact \(exact)")
      #expect(found.error < 0.04)
      let effective = try #require(found.conditioning.effectiveTrials)
      #expect(effective > 100 && effective < 4096)
    }
  }

  @Test(
    "the stated error is the spread over seeds",
    arguments: [
      (0, [130.0, 125, 120], 1300.0), (1, [125, 130, 120, 128, 122], 1500),
      (2, [122, 112, 118], 1400),
    ])
  func error(_ year: Int, _ values: [Double], _ bound: Double) throws {
    let plan = try [Self.one, Self.five, Self.rare][year].plan()
    let runs = try (1...40).map { seed in
      try probability(
        plan, known(plan, values), bound: bound, settings(UInt64(seed), trials: 2048))
    }
    let moments = Moments(of: runs.map(\.probability))
    let stated = (runs.reduce(0) { $0 + $1.error * $1.error } / 40).squareRoot()
    // The spread of 40 runs is known to 11 %.
    let ratio = moments.standardDeviation / stated
    #expect(ratio > 0.65 && ratio < 1.4, "\(moments.standardDeviation) \(stated)")
  }

  @Test("known months come out as they are, with the workers and without")
  func reached() throws {
    let plan = try Self.five.plan()
    var outcomes: [[Double]] = []
    for threads in [1, 3] {
      var own = settings(3)
      own.threads = threads
      let found = try condition(
        plan, on: known(plan, [125, 130, 120]), through: 0, own)
      own.shift = found.shift
      let result = try simulate(plan, own)
      for (month, value) in [125.0, 130, 120].enumerated() {
        #expect(result.values("x\(month)").allSatisfy { abs($0 - value) < 0.02 })
      }
      // An event is one still.
      #expect(result.values("event0").allSatisfy { $0 == 0 || $0 == 1 })
      outcomes.append(result.values("year"))
    }
    #expect(outcomes[0] == outcomes[1])
  }

  @Test("a figure that has nothing to do with a result, however far off, changes no bit of it")
  func unrelated() throws {
    for year in [Self.one, Self.five] {
      let plan = try year.plan()
      let months = known(plan, [130, 125, 120])
      let far = KnownResult(columns: [column(plan, "other")], value: 170)
      let without = try probability(plan, months, bound: 1400, settings(5))
      let with = try probability(plan, months + [far], bound: 1400, settings(5))
      #expect(abs(with.conditioning.distance - without.conditioning.distance - 49) < 3)
      #expect(with.probability == without.probability)
      #expect(abs(with.error / without.error - 1) < 0.02, "\(with.error) \(without.error)")
      // Alone it moves nothing of the year.
      let alone = try probability(plan, [far], bound: 1400, settings(5))
      let plain = try simulate(plan, settings(5)).values("year")
      #expect(alone.probability == Double(plain.count { $0 >= 1400 }) / 4096)
      let counting = (alone.probability * (1 - alone.probability) / 4096).squareRoot()
      #expect(alone.error < 1.1 * counting, "\(alone.error) \(counting)")
    }
  }

  @Test("a count that is known is in every trial, and what cannot be is left over")
  func counts() throws {
    var fixture = PlanningFixture()
    fixture.add("cases", try Poisson(ParameterValues(["mean": 1.5])))
    fixture.add("noise", try normal(0, 1))
    fixture.add("cost", combining: [(10, "cases"), (1, "noise")])
    let plan = fixture.finished()
    for count in [0.0, 2, 4] {
      let known = KnownResult(columns: [column(plan, "cases")], value: count)
      let found = try condition(plan, on: [known], through: 0, settings(2))
      var own = settings(2)
      own.shift = found.shift
      let result = try simulate(plan, own)
      #expect(result.values("cases").allSatisfy { $0 == count })
      let cost = Moments(of: result.values("cost"))
      #expect(abs(cost.mean - 10 * count) < 4.5 / 64)
      #expect(abs(cost.standardDeviation - 1) < 0.05)
    }
    let half = KnownResult(columns: [column(plan, "cases")], value: 1.5)
    let found = try condition(plan, on: [half], through: 0, settings(2))
    #expect(found.agreements[0].remainderSize == 0.5)
  }

  @Test("what teaches nothing leaves the error that counting has")
  func nothingToFind() throws {
    let plan = try Self.one.plan()
    let certain = KnownResult(columns: [column(plan, "one")], value: 1)
    let found = try probability(plan, [certain], bound: 1300, settings(4))
    let p = found.probability
    #expect(abs(found.error - (p * (1 - p) / 4095).squareRoot()) < 1e-12)
    #expect(found.conditioning.effectiveTrials == nil)
  }

  /// Independent counts say nothing of those to come, however few trials agree.
  @Test("counts that are known leave the others' error as it is")
  func independentCounts() throws {
    var fixture = PlanningFixture()
    for month in 0..<12 {
      fixture.add("n\(month)", try Poisson(ParameterValues(["mean": 3])))
      fixture.add("x\(month)", combining: [(1, "n\(month)")])
    }
    fixture.add("year", adding: (0..<12).map { "x\($0)" })
    let plan = fixture.finished()
    let found = try (1...20).map { seed in
      try probability(plan, known(plan, [5, 2]), bound: 36, settings(UInt64(seed)))
    }
    // The other ten come to 29 or more.
    let exact = 1 - (try Poisson(ParameterValues(["mean": 30]))).distributionFunction(at: 28)
    let probabilities = Moments(of: found.map(\.probability))
    let stated = found.map(\.error).reduce(0, +) / 20
    #expect(abs(probabilities.mean - exact) < 4.5 * stated / (20.0).squareRoot())
    let ratio = probabilities.standardDeviation / stated
    #expect(ratio > 0.5 && ratio < 1.6, "\(probabilities.standardDeviation) \(stated)")
  }
}
