import ColumnPlan
import Probability
import Testing

@testable import Simulation

/// What is counted by its whole numbers instead of kept.
@Suite("tallies of trials")
struct TallyOpcodeTests {
  private func plan(dividing: Bool = false) -> Plan {
    var builder = PlanBuilder(periods: 1)
    let uniforms = builder.uniforms(
      RandomStream(name: "u"), label: "u", periodNumbers: [0], body: .once)
    var days = builder.apply(
      .floor, builder.apply(.multiply, uniforms, builder.constant(90)))
    // Infinite in about a hundredth of the trials.
    if dividing {
      let isLow = builder.apply(.less, uniforms, builder.constant(0.01))
      days = builder.apply(
        .divide, days, builder.apply(.subtract, builder.constant(1), isLow))
    }
    builder.tally(days, label: "days", periodLabel: "all")
    builder.tally(builder.constant(5), label: "always", periodLabel: "all")
    builder.record(days, label: "kept", periodLabels: ["all"], in: .once)
    return builder.finish()
  }

  @Test(
    "a tally is that of the kept trials, however many work and whatever is kept",
    arguments: [1, 2, 5], [QuantileMethod.exact, .sketch])
  func tallies(threads: Int, quantiles: QuantileMethod) throws {
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
    let days = (0..<trials).map { kept.value(of: column, inTrial: $0) }
    let tally = try #require(result.wholeNumbers(ofTallied: "days"))
    #expect(tally.total == trials)
    for day in -1...91 { #expect(tally.count(of: day) == days.count { $0 == Double(day) }) }
    // What is the same in all trials is kept as the one number that it is.
    #expect(result.wholeNumbers(ofTallied: "always") == nil)
    let always = try #require(result.column("always", period: "all"))
    #expect(result.number(of: always) == 5)
  }

  @Test("what is no number ends the run, under its own name")
  func notFinite() {
    let settings = SimulationSettings(trials: 3000, seed: 5, threads: 2, memory: 1 << 28)
    #expect {
      try simulate(plan(dividing: true), settings)
    } throws: { error in
      guard case .nonFinite(let label, let period, _, _) = error as? SimulationError else {
        return false
      }
      return label == "days" && period == "all"
    }
  }

  @Test("what is tallied and kept sways the dimensions of draws as what is kept alone")
  func influences() {
    func plan(tallied: Bool) -> Plan {
      var builder = PlanBuilder(periods: 1)
      let values = (0..<3).map { number in
        builder.uniforms(
          RandomStream(name: "\(number)"), label: "\(number)", periodNumbers: [0], body: .once)
      }
      let later = builder.apply(.add, values[1], values[2])
      if tallied {
        builder.tally(builder.apply(.floor, values[0]), label: "a", periodLabel: "all")
      }
      builder.record(
        builder.apply(.floor, values[0]), label: "a", periodLabels: ["all"], in: .once)
      builder.record(later, label: "b", periodLabels: ["all"], in: .once)
      builder.record(values[2], label: "c", periodLabels: ["all"], in: .once)
      return builder.finish()
    }
    let (one, other) = (plan(tallied: false), plan(tallied: true))
    #expect(DimensionOrder(of: one).draws == DimensionOrder(of: other).draws)
    #expect(DimensionOrder(of: one).influences == DimensionOrder(of: other).influences)
  }
}
