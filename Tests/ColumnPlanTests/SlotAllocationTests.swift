import PlanFixtures
import Probability
import Testing

@testable import ColumnPlan

/// What stands in a slot when a plan is run.
private struct SlotTrace {
  private var contents: [Slot: Int32] = [:]
  private(set) var mistakes: [String] = []

  /// Runs a body on names instead of numbers: each instruction must find the values that its step
  /// means.
  mutating func run(_ instructions: [Instruction], as steps: [PlanBuilder.Step], _ plan: Plan) {
    for (instruction, step) in zip(instructions, steps) {
      for (slot, value) in zip(instruction.operands, step.operands) {
        if contents[slot] != value {
          mistakes.append("\(instruction) finds \(contents[slot] ?? -1) instead of \(value)")
        }
      }
      guard instruction.opcode.hasDestination else { continue }
      if instruction.opcode.lastsOverPeriods, let before = contents[instruction.destination],
        before != step.destination
      {
        mistakes.append("\(instruction) has lost its running value to \(before)")
      }
      let width =
        step.opcode == .correlatedNormals
        ? plan.correlations[step.parameter].draws.count : 1
      for offset in 0..<width {
        let place = Slot(
          index: Int(instruction.destination.index) + offset, shape: instruction.destination.shape)
        contents[place] = step.destination + Int32(offset)
      }
    }
  }
}

@Suite("giving out slots")
struct SlotAllocationTests {
  @Test("a slot that is used again is never one that is still read", arguments: 0..<200)
  func reuse(seed: UInt64) {
    let builder = RandomPlan(seed: seed, steps: 80).builder
    let plan = builder.finish()
    #expect(plan.defects() == [])
    var trace = SlotTrace()
    // Twice, as for two blocks: nothing may depend on what a workspace held before.
    for _ in 0..<2 {
      trace.run(plan.once, as: builder.steps[.once]!, plan)
      for _ in 0..<plan.periods { trace.run(plan.each, as: builder.steps[.each]!, plan) }
      trace.run(plan.after, as: builder.steps[.after]!, plan)
    }
    #expect(trace.mistakes == [])
  }

  @Test("kernels that cannot work in place get another slot than their operands")
  func inPlace() {
    for seed in 0..<100 as Range<UInt64> {
      let plan = RandomPlan(seed: seed, steps: 60).builder.finish()
      for instruction in plan.once + plan.each + plan.after
      where !instruction.opcode.mayOverwriteOperand {
        #expect(!instruction.operands.contains(instruction.destination))
      }
    }
  }

  @Test("a long chain needs one column, however long it is")
  func chain() {
    var builder = PlanBuilder(periods: 1)
    var value = builder.uniforms(
      RandomStream(name: "u"), label: "u", periodNumbers: [0], body: .each)
    for _ in 0..<500 { value = builder.apply(.exponential, value) }
    builder.record(value, label: "end", periodLabels: ["1"], in: .each)
    #expect(builder.finish().varyingSlots == 1)
  }

  @Test("correlated values stand in a row")
  func row() throws {
    let matrix = try CorrelationMatrix(variables: 3, entries: [1, 0, 0, 0, 1, 0, 0, 0, 1])
    var builder = PlanBuilder(periods: 1)
    let sites = ["a", "b", "c"].map {
      DrawSite(stream: RandomStream(name: $0), label: $0, periodNumbers: [0])
    }
    let values = builder.correlatedNormals(sites, factor: matrix.factor, body: .once)
    builder.record(values[1], label: "b", periodLabels: ["1"], in: .once)
    builder.record(values[2], label: "c", periodLabels: ["1"], in: .once)
    let plan = builder.finish()
    #expect(plan.defects() == [])
    let slots: [Slot] = [.none, Slot(index: 1, shape: .varying), Slot(index: 2, shape: .varying)]
    #expect(plan.once.map(\.first) == slots)
    #expect(plan.varyingSlots == 3)
  }
}
