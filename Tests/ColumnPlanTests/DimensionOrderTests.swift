import PlanFixtures
import Probability
import Testing

@testable import ColumnPlan

@Suite("the order of dimensions")
struct DimensionOrderTests {
  @Test("draws of rare cadence lead, then early periods, then what sways more; idle ones have none")
  func order() {
    let order = DimensionOrder(of: plan(extra: false))
    #expect(
      order.description == """
        dimensions
          1 "level" period 0, sways 5 results
          2 "year" period 2024, sways 4 results
          3 "year" period 2025, sways 4 results
          4 "chain" period 0, sways 5 results
          5 "noise" period 0, sways 4 results
          6 "chain" period 1, sways 5 results
          7 "noise" period 1, sways 4 results
          8 "chain" period 2, sways 5 results
          9 "noise" period 2, sways 4 results
          10 "chain" period 3, sways 5 results
          11 "noise" period 3, sways 4 results

        """)
  }

  @Test("a plan that follows another keeps its dimensions and adds behind them")
  func following() {
    let base = DimensionOrder(of: plan(extra: false))
    let wider = DimensionOrder(of: plan(extra: true), following: base)
    #expect(Array(wider.draws.prefix(base.draws.count)) == base.draws)
    #expect(wider.draws.count == base.draws.count + 1)
    #expect(wider.dimension(of: RandomStream(name: "extra"), period: 0) == 11)
    #expect(wider.dimension(of: RandomStream(name: "extra"), period: 1) == nil)
    #expect(DimensionOrder(of: plan(extra: true)).draws != wider.draws)
  }

  @Test("a correlated stream depends on those before it in the group")
  func correlated() throws {
    let matrix = try CorrelationMatrix(variables: 2, entries: [1, 0.5, 0.5, 1])
    var builder = PlanBuilder(periods: 1)
    let sites = ["a", "b"].map {
      DrawSite(stream: RandomStream(name: $0), label: $0, periodNumbers: [0])
    }
    let values = builder.correlatedNormals(sites, factor: matrix.factor, body: .once)
    builder.record(values[1], label: "b", periodLabels: ["x"], in: .once)
    let alone = DimensionOrder(of: builder.finish())
    #expect(alone.influences == [1, 1])
    #expect(alone.draws.map(\.stream.name) == ["a", "b"])
  }

  /// Four months in two years: a level drawn once, a yearly draw, a monthly one that is remembered
  /// into the next month, and a monthly one that is not.
  private func plan(extra: Bool) -> Plan {
    var builder = PlanBuilder(periods: 4)
    func draw(_ name: String, _ numbers: [Int32], _ body: Plan.Body) -> PlanBuilder.Value {
      builder.uniforms(RandomStream(name: name), label: name, periodNumbers: numbers, body: body)
    }
    let idle = draw("idle", [0, 0, 0, 0], .once)
    let noise = draw("noise", [0, 1, 2, 3], .each)
    let chain = draw("chain", [0, 1, 2, 3], .each)
    let year = draw("year", [2024, 2024, 2025, 2025], .each)
    var level = draw("level", [0, 0, 0, 0], .once)
    if extra { level = builder.apply(.add, level, draw("extra", [0, 0, 0, 0], .once)) }
    let before = builder.recall(depth: 1, initial: builder.constant(0), history: nil)
    let state = builder.apply(.add, before.value, builder.apply(.add, chain, level))
    builder.remember(state, in: before)
    let total = builder.apply(.add, builder.apply(.add, state, noise), year)
    builder.record(total, label: "total", periodLabels: ["0", "1", "2", "3"], in: .each)
    builder.record(builder.last(of: state), label: "end", periodLabels: ["end"], in: .after)
    _ = idle
    return builder.finish()
  }
}
