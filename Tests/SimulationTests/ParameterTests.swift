import ColumnPlan
import PlanFixtures
import Probability
import Testing

@testable import Simulation

@Suite("numbers that a run gives a plan")
struct ParameterTests {
  /// A draw times a parameter, by period, with what it came to so far.
  private func plan() -> PlanBuilder {
    var builder = PlanBuilder(periods: 3)
    let lever = builder.parameter("lever", default: 2)
    let draw = builder.uniforms(
      RandomStream(name: "u"), label: "u", periodNumbers: [0, 1, 2], body: .each)
    let product = builder.apply(.multiply, draw, lever)
    let total = builder.accumulate(
      .accumulateSum, product, startsAnew: [true, false, false])
    builder.record(draw, label: "draw", periodLabels: ["1", "2", "3"], in: .each)
    builder.record(total, label: "total", periodLabels: [nil, nil, "3"], in: .each)
    builder.record(lever, label: "lever", periodLabels: ["all"], in: .once)
    return builder
  }

  private func settings(_ parameters: [String: Double] = [:], trials: Int = 1500)
    -> SimulationSettings
  {
    var settings = SimulationSettings(trials: trials, seed: 3, threads: 1, memory: 1 << 30)
    settings.parameters = parameters
    return settings
  }

  @Test("its own value unless another is given, and nothing worked out from it before")
  func value() throws {
    let plan = plan().finish()
    #expect(plan.defects() == [])
    #expect(plan.readParameters == ["lever"])
    for (given, expected) in [([:], 2.0), (["lever": 5.0], 5), (["other": 9.0], 2)] {
      let result = try simulate(plan, settings(given))
      #expect(result.number(of: try #require(result.column("lever", period: "all"))) == expected)
      let total = try #require(result.column("total", period: "3"))
      for trial in [0, 7, 1499] {
        let draws = try (1...3).map { period in
          result.value(
            of: try #require(result.column("draw", period: "\(period)")), inTrial: trial)
        }
        let sum = draws.reduce(0) { $0 + $1 * expected }
        #expect(abs(result.value(of: total, inTrial: trial) - sum) < 1e-14 * 10)
      }
    }
  }

  @Test("a parameter on which nothing kept depends is not read")
  func unread() {
    var builder = PlanBuilder(periods: 1)
    _ = builder.parameter("idle", default: 1)
    builder.record(builder.constant(3), label: "x", periodLabels: ["1"], in: .each)
    #expect(builder.finish().readParameters == [])
  }

  @Test("the two parts of a plan make the same bits as the whole", arguments: UInt64(0)..<60)
  func parts(seed: UInt64) throws {
    let random = RandomPlan(seed: seed, steps: 70, parameters: 2)
    let plan = random.builder.finish()
    guard let parts = random.builder.finishInParts() else { return }
    #expect(parts.frozen.defects() == [])
    #expect(parts.moving.defects() == [])
    #expect(parts.moving.columns == plan.columns)
    #expect(parts.frozen.readParameters == [])
    let frozen = FrozenTrials(try simulate(parts.frozen, settings(trials: 1100)))
    for values in [[:], ["p0": -0.75], ["p0": 1.25, "p1": 0.125]] {
      var moved = settings(values, trials: 1100)
      let whole = try simulate(plan, moved)
      moved.frozen = frozen
      let part = try simulate(parts.moving, moved)
      for column in plan.columns {
        for trial in [0, 1, 500, 1023, 1024, 1099] {
          let (left, right) = (
            whole.value(of: column, inTrial: trial), part.value(of: column, inTrial: trial)
          )
          #expect(left.bitPattern == right.bitPattern, "\(column.label) \(column.period) \(trial)")
        }
      }
    }
  }
}
