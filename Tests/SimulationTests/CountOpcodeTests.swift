import ColumnPlan
import Probability
import Testing

@testable import Simulation

/// What is counted instead of kept.
@Suite("counts of trials")
struct CountOpcodeTests {
  private func plan() -> Plan {
    var builder = PlanBuilder(periods: 1)
    let uniforms = builder.uniforms(
      RandomStream(name: "u"), label: "u", periodNumbers: [0], body: .once)
    let isLow = builder.apply(.less, uniforms, builder.constant(0.3))
    builder.count(isLow, label: "low")
    builder.count(builder.apply(.subtract, isLow, builder.constant(1)), label: "never")
    builder.count(builder.constant(2), label: "always")
    builder.record(isLow, label: "kept", periodLabels: ["all"], in: .once)
    return builder.finish()
  }

  @Test(
    "a count is that of the kept trials, however many work and whatever is kept",
    arguments: [1, 2, 5], [QuantileMethod.exact, .sketch])
  func counts(threads: Int, quantiles: QuantileMethod) throws {
    // The last block has fewer trials than the others, and none of its padding counts.
    let trials = 3 * blockTrials + 17
    let plan = plan()
    #expect(plan.defects() == [])
    var settings = SimulationSettings(
      trials: trials, seed: 5, threads: threads, memory: 1 << 28)
    settings.quantiles = quantiles
    let result = try simulate(plan, settings)
    let kept = try simulate(
      plan, SimulationSettings(trials: trials, seed: 5, threads: 1, memory: 1 << 28))
    let column = try #require(kept.column("kept", period: "all"))
    let low = (0..<trials).count { kept.value(of: column, inTrial: $0) == 1 }
    #expect(low > trials / 4 && low < trials * 35 / 100)
    #expect(result.share(ofCounted: "low") == Double(low) / Double(trials))
    #expect(result.share(ofCounted: "never") == 0)
    #expect(result.share(ofCounted: "always") == 1)
    #expect(result.share(ofCounted: "kept") == nil)
  }
}
