import ColumnPlan
import Probability
import Testing

@testable import Simulation

@Suite("Draws that wait until a count asks for them")
struct DrawDeferralTests {
  private func column(_ index: Int) -> Slot { Slot(index: index, shape: .varying) }

  private func draw(into index: Int) -> Instruction {
    Instruction(.uniforms, into: column(index), parameter: 0)
  }

  private func count(into index: Int, of drawn: Int, cases: Int) -> Instruction {
    Instruction(.binomialQuantile, into: column(index), column(drawn), column(cases), share)
  }

  private let share = Slot(index: 0, shape: .uniform)

  /// Where no body reads what another one leaves.
  private var deferral: DrawDeferral { DrawDeferral(for: plan(keepingDraw: false)) }

  @Test("a draw waits for the count that alone reads it")
  func waits() {
    let body = [
      draw(into: 1), Instruction(.negate, into: column(2), column(0)),
      count(into: 3, of: 1, cases: 0),
    ]
    #expect(deferral.drawPlaces(in: body) == [2: 0])
    let inPlace = [draw(into: 1), count(into: 1, of: 1, cases: 0)]
    #expect(deferral.drawPlaces(in: inPlace) == [1: 0])
    let writtenLater = body + [draw(into: 1), Instruction(.negate, into: column(4), column(1))]
    #expect(deferral.drawPlaces(in: writtenLater) == [2: 0])
  }

  @Test("a draw that others read, that is computed with or that stands for the cases does not wait")
  func isReadByOthers() {
    let counted = count(into: 3, of: 1, cases: 0)
    let reader = Instruction(.negate, into: column(2), column(1))
    for body in [
      [draw(into: 1), reader, counted], [draw(into: 1), counted, reader],
      [draw(into: 1), Instruction(.negate, into: column(1), column(1)), counted],
      [draw(into: 1), count(into: 3, of: 1, cases: 1)], [counted],
      [draw(into: 1), Instruction(.binomialQuantile, into: column(3), column(1), share, share)],
    ] {
      #expect(deferral.drawPlaces(in: body) == [:])
    }
  }

  @Test("a draw that another body reads does not wait", arguments: [true, false])
  func isReadLater(isRead: Bool) throws {
    let plan = plan(keepingDraw: isRead)
    let places = DrawDeferral(for: plan).drawPlaces(in: plan.each)
    #expect(places.count == (isRead ? 0 : 1))
  }

  /// Cases of one trial in a thousand, of which half come to something.
  private func plan(keepingDraw: Bool) -> Plan {
    var builder = PlanBuilder(periods: 2)
    func drawn(_ name: String) -> PlanBuilder.Value {
      builder.uniforms(
        RandomStream(name: name), label: name, periodNumbers: [0, 1], body: .each)
    }
    let happens = builder.apply(.less, drawn("happens"), builder.constant(0.001))
    let draw = drawn("how")
    let cases = builder.apply(.multiply, happens, builder.constant(40))
    let count = builder.apply(.binomialQuantile, draw, cases, builder.constant(0.5))
    builder.record(cases, label: "cases", periodLabels: ["0", "1"], in: .each)
    builder.record(count, label: "count", periodLabels: ["0", "1"], in: .each)
    if keepingDraw {
      builder.record(
        builder.last(of: draw), label: "last", periodLabels: ["whole"], in: .after)
    }
    return builder.finish()
  }

  @Test("counts are the same whether or not their draw waits, in blocks with cases and without")
  func sameCounts() throws {
    let trials = 6000
    func run(_ keepingDraw: Bool) throws -> SimulationResult {
      try simulate(
        plan(keepingDraw: keepingDraw),
        SimulationSettings(trials: trials, seed: 11, threads: 2, memory: 1 << 28))
    }
    let (waiting, ahead) = (try run(false), try run(true))
    var blocksWithout = 0
    for period in ["0", "1"] {
      let cases = try #require(waiting.values("cases", period))
      let counts = try #require(waiting.values("count", period))
      #expect(counts == ahead.values("count", period))
      for (found, all) in zip(counts, cases) { #expect(all > 0 ? (5...35) ~= found : found == 0) }
      for block in stride(from: 0, to: trials, by: blockTrials) {
        if cases[block..<min(block + blockTrials, trials)].allSatisfy({ $0 == 0 }) {
          blocksWithout += 1
        }
      }
    }
    #expect(1...11 ~= blocksWithout)
  }
}
