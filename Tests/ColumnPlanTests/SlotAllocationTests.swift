import PlanFixtures
import Probability
import Testing

@testable import ColumnPlan

/// What stands in a slot when a plan is run.
private struct SlotTrace {
  private var contents: [Slot: Content] = [:]
  /// Where the past values stand that `carry` names, and what the next period finds there.
  private var placeOf: [Int32: Slot] = [:]
  private let nextOf: [Int32: Int32]
  private(set) var mistakes: [String] = []

  /// A value and the period in which it was made, so that one of an earlier period is not taken
  /// for that of this one; nil for what is known before the first.
  private struct Content: Equatable {
    let value: Int32
    let period: Int?
  }

  init(_ each: [PlanBuilder.Step]) {
    nextOf = Dictionary(
      uniqueKeysWithValues: each.filter { $0.opcode == .update }.map {
        ($0.operands[1], $0.operands[0])
      })
  }

  /// Runs a body on names instead of numbers: each instruction must find the values that its step
  /// means.
  mutating func run(
    _ instructions: [Instruction], as steps: [PlanBuilder.Step], _ plan: Plan, period: Int? = nil
  ) {
    var rest = instructions[...]
    for step in steps {
      if step.opcode == .update, let place = placeOf[step.operands[1]],
        rest.first?.opcode != .update || rest.first?.second != place
      {
        // The value was made in its place.
        continue
      }
      guard let instruction = rest.popFirst(), instruction.opcode == step.opcode else {
        return mistakes.append("no instruction for \(step)")
      }
      if let period, step.opcode == .carry { bringForward(instruction, as: step, period) }
      guard plan.runs(instruction, inPeriod: period ?? 0) else { continue }
      run(instruction, as: step, plan, period)
    }
    if !rest.isEmpty { mistakes.append("no step for \(rest)") }
  }

  /// What the period before has left for `carry` is the past value of this one.
  private mutating func bringForward(
    _ instruction: Instruction, as step: PlanBuilder.Step, _ period: Int
  ) {
    placeOf[step.destination] = instruction.destination
    let left = nextOf[step.destination].map { Content(value: $0, period: period - 1) }
    // A value that is known before the first period has no period of its own.
    let known = nextOf[step.destination].map { Content(value: $0, period: nil) }
    if period > 0, let found = contents[instruction.destination], found == left || found == known {
      contents[instruction.destination] = Content(value: step.destination, period: period)
    }
  }

  private mutating func expect(
    _ slot: Slot, _ value: Int32, _ period: Int?, _ instruction: Instruction
  ) {
    let found = contents[slot]
    if found?.value != value || (found?.period != nil && found?.period != period) {
      mistakes.append("\(instruction) finds \(String(describing: found)) instead of \(value)")
    }
  }

  private mutating func run(
    _ instruction: Instruction, as step: PlanBuilder.Step, _ plan: Plan, _ period: Int?
  ) {
    switch step.opcode {
    case .update:
      expect(instruction.first, step.operands[0], period, instruction)
      contents[instruction.second] = Content(value: step.operands[0], period: period)
    case .carry:
      if period == 0 {
        expect(instruction.first, step.operands[0], period, instruction)
        contents[instruction.destination] = Content(value: step.destination, period: period)
      } else {
        expect(instruction.destination, step.destination, period, instruction)
      }
    default:
      for (slot, value) in zip(plan.operands(of: instruction), step.operands) {
        expect(slot, value, period, instruction)
      }
      guard instruction.opcode.hasDestination else { return }
      if instruction.opcode.lastsOverPeriods, let period,
        plan.tables[step.parameter * plan.periods + period] == 0,
        contents[instruction.destination] != Content(value: step.destination, period: period - 1)
      {
        mistakes.append("\(instruction) has lost its running value")
      }
      let width =
        step.opcode == .correlatedNormals
        ? plan.correlations[step.parameter].sites.count : 1
      for offset in 0..<width {
        let place = Slot(
          index: Int(instruction.destination.index) + offset, shape: instruction.destination.shape)
        contents[place] = Content(value: step.destination + Int32(offset), period: period)
      }
    }
  }
}

@Suite("giving out slots")
struct SlotAllocationTests {
  @Test("a slot that is used again is never one that is still read", arguments: 0..<200)
  func reuse(seed: UInt64) {
    var builder = RandomPlan(seed: seed, steps: 80).builder
    let steps = builder.rewriting().steps
    let plan = builder.finish()
    #expect(plan.defects() == [])
    var trace = SlotTrace(steps[.each]!)
    // Twice, as for two blocks: nothing may depend on what a workspace held before.
    for _ in 0..<2 {
      trace.run(plan.once, as: steps[.once]!, plan)
      for period in 0..<plan.periods {
        trace.run(plan.each, as: steps[.each]!, plan, period: period)
      }
      trace.run(plan.after, as: steps[.after]!, plan, period: plan.periods - 1)
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
