import ColumnPlan
import Probability
import Simulation
import Testing

@testable import Planning

/// A year whose months have a level of which two experts say different things, and noise: given who
/// is right it is normal, so that the exact answer is a sum of two.
private struct DisputedYear: Sendable {
  let experts: [(weight: Double, mean: Double)]
  let deviation: Double
  let noise: Double

  func plan() throws -> Plan {
    var fixture = PlanningFixture()
    fixture.add("level", try level())
    for month in 0..<12 {
      if noise > 0 { fixture.add("noise\(month)", try normal(0, noise)) }
      fixture.add(
        "x\(month)", combining: [(1, "level")] + (noise > 0 ? [(1, "noise\(month)")] : []))
    }
    fixture.add("year", adding: (0..<12).map { "x\($0)" })
    return fixture.finished()
  }

  private func level() throws -> Mixture {
    var values = ParameterValues([:])
    values.rows = try experts.map { weight, mean in
      var row = ParameterValues(["weight": weight])
      row.distribution = try normal(mean, deviation)
      return row
    }
    return try Mixture(values).prepared()
  }

  /// The probability that the year comes to a bound, given the first months.
  func exact(_ known: [Double], bound: Double) -> Double {
    let (count, sum) = (Double(known.count), known.reduce(0, +))
    let (level2, noise2) = (deviation * deviation, noise * noise)
    let spread = level2 + noise2 / count
    let rest = 12 - count
    let left = level2 * noise2 / count / spread
    var (met, all) = (0.0, 0.0)
    for (weight, mean) in experts {
      let off = sum / count - mean
      let likely = weight * exponential(-off * off / (2 * spread))
      let expected = mean + level2 / spread * off
      let below = StandardNormal.distributionFunction(
        at: (bound - sum - rest * expected) / (rest * rest * left + rest * noise2).squareRoot())
      all += likely
      met += likely * (1 - below)
    }
    return met / all
  }
}

@Suite("conditioning where a level has two peaks") struct BentLevelTests {
  private static let far = DisputedYear(
    experts: [(1, 100), (1, 150)], deviation: 5, noise: 20)
  private static let doubtful = DisputedYear(
    experts: [(0.8, 100), (0.2, 140)], deviation: 6, noise: 15)

  private func settings(_ seed: UInt64) -> SimulationSettings {
    SimulationSettings(trials: 4096, seed: seed, threads: 2, memory: 1 << 30)
  }

  private func column(_ plan: Plan, _ name: String) -> Column {
    plan.columns.first { $0.label == name }!
  }

  private func known(_ plan: Plan, _ values: [Double]) -> [KnownResult] {
    values.enumerated().map { KnownResult(columns: [column(plan, "x\($0)")], value: $1) }
  }

  @Test(
    "months tell which expert is right",
    arguments: [
      (0, [104.0, 112, 100, 118], 1330.0), (0, [118, 131, 120, 125], 1500),
      (0, [122, 128, 126], 1480), (1, [118, 122, 115], 1400), (1, [104, 110, 99, 112], 1290),
    ])
  func posterior(_ year: Int, _ values: [Double], _ bound: Double) throws {
    let year = [Self.far, Self.doubtful][year]
    let plan = try year.plan()
    let exact = year.exact(values, bound: bound)
    #expect(exact > 0.02 && exact < 0.98, "\(exact)")
    for seed in [UInt64(1), 7, 20_240_326, 99] {
      let plain = try simulate(plan, settings(seed))
      let outcome = OutcomeScores(column(plan, "year"), in: plain)
      let found = try condition(
        plan, on: known(plan, values), through: 0, settings(seed), of: [outcome])
      var moved = settings(seed)
      moved.shift = found.shift
      let met = try simulate(plan, moved).values("year").map { $0 >= bound }
      let share = ExceedanceProbability(qualifying: met.count { $0 }, of: met.count)
      let error = found.standardError(of: share, outcome: 0, met: met)
      #expect(
        abs(share.probability - exact) < 4.5 * error,
        "\(share.probability) ± \(error), exact \(exact)")
      #expect(error < 0.04)
      #expect(found.effectiveTrials != nil)
    }
  }

  @Test("a level that months fix is found, not weighed")
  func fixed() throws {
    let year = DisputedYear(experts: [(1, 100), (1, 150)], deviation: 5, noise: 0)
    let plan = try year.plan()
    let found = try condition(plan, on: known(plan, [147]), through: 0, settings(3))
    #expect(found.effectiveTrials == nil)
    var moved = settings(3)
    moved.shift = found.shift
    let values = try simulate(plan, moved).values("year")
    // Where scores bend, the mean step of all trials comes near in a few runs: what is left over is
    // a fourth of a unit a month, and is told.
    let moments = Moments(of: values)
    #expect(abs(moments.mean - 12 * 147) < 4, "\(moments.mean)")
    #expect(values.allSatisfy { abs($0 - 12 * 147) < 36 }, "\(values.min()!) \(values.max()!)")
    let left = found.agreements[0].remainderSize
    #expect(left > 0.1 && left < 1, "\(left)")
  }
}
