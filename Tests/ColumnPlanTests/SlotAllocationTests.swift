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
  /// The body at hand, and at which period or day each body is.
  private var body = Plan.Body.once
  private var runs: [Plan.Body: Int] = [:]
  private(set) var mistakes: [String] = []

  /// A value and when it was made, so that one of an earlier period or day is not taken for that of
  /// this one.
  private struct Content: Equatable {
    let value: Int32
    let body: Plan.Body
    let run: Int
  }

  private let joined: [JoinedSums]

  init(_ steps: [Plan.Body: [PlanBuilder.Step]], _ joined: [JoinedSums]) {
    self.joined = joined
    nextOf = Dictionary(
      uniqueKeysWithValues: steps.values.joined().filter { $0.opcode == .update }.map {
        ($0.operands[1], $0.operands[0])
      })
  }

  /// Runs a body on names instead of numbers: each instruction must find the values that its step
  /// means.
  ///
  /// - Parameter run: the period, or the day.
  mutating func run(
    _ body: Plan.Body, as steps: [PlanBuilder.Step], _ plan: Plan, at run: Int, period: Int
  ) {
    (self.body, runs[body]) = (body, run)
    var rest = plan.instructions(of: body)[...]
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
      if step.opcode == .carry { bringForward(instruction, as: step, run) }
      guard plan.runs(instruction, inPeriod: period) else { continue }
      self.run(instruction, as: step, plan, run)
    }
    if !rest.isEmpty { mistakes.append("no step for \(rest)") }
  }

  /// What the period or day before has left for `carry` is the past value of this one.
  private mutating func bringForward(
    _ instruction: Instruction, as step: PlanBuilder.Step, _ run: Int
  ) {
    placeOf[step.destination] = instruction.destination
    guard run > 0, let found = contents[instruction.destination],
      found.value == nextOf[step.destination],
      // A value that is known before the first period is of no period.
      found.body == .once
        || found.run == (found.body == .day && body == .each ? runs[.day] : run - 1)
        || (body == .day && found.body == .each)
    else { return }
    contents[instruction.destination] = Content(value: step.destination, body: body, run: run)
  }

  private mutating func expect(_ slot: Slot, _ value: Int32, _ instruction: Instruction) {
    let found = contents[slot]
    if found?.value != value || found?.run != found.flatMap({ runs[$0.body] }) {
      mistakes.append("\(instruction) finds \(String(describing: found)) instead of \(value)")
    }
  }

  private mutating func run(
    _ instruction: Instruction, as step: PlanBuilder.Step, _ plan: Plan, _ run: Int
  ) {
    func content(_ value: Int32) -> Content { Content(value: value, body: body, run: run) }
    switch step.opcode {
    case .update:
      expect(instruction.first, step.operands[0], instruction)
      contents[instruction.second] = contents[instruction.first]
    case .carry:
      if run == 0 {
        expect(instruction.first, step.operands[0], instruction)
        contents[instruction.destination] = content(step.destination)
      } else {
        expect(instruction.destination, step.destination, instruction)
      }
    default:
      for (slot, value) in zip(plan.operands(of: instruction), step.operands) {
        expect(slot, value, instruction)
      }
      guard instruction.opcode.hasDestination else { return }
      if instruction.opcode.lastsOverPeriods,
        plan.table(step.parameter, in: body).dropFirst(run).first == 0,
        contents[instruction.destination]
          != Content(value: step.destination, body: body, run: run - 1)
      {
        mistakes.append("\(instruction) has lost its running value")
      }
      let places = plan.destinations(of: instruction)
      let values =
        step.opcode == .combine
        ? joined[step.parameter].rows : places.indices.map { step.destination + Int32($0) }
      for (place, value) in zip(places, values) { contents[place] = content(value) }
    }
  }
}

@Suite("giving out slots")
struct SlotAllocationTests {
  @Test("a slot that is used again is never one that is still read", arguments: 0..<200)
  func reuse(seed: UInt64) {
    var builder = RandomPlan(seed: seed, steps: 80).builder
    let rewriting = builder.rewriting()
    let steps = rewriting.steps
    let plan = builder.finish()
    #expect(plan.defects() == [])
    var trace = SlotTrace(steps, rewriting.combinations)
    // Twice, as for two blocks: nothing may depend on what a workspace held before.
    for _ in 0..<2 {
      trace.run(.once, as: steps[.once]!, plan, at: 0, period: 0)
      var day = 0
      for period in 0..<plan.periods {
        trace.run(.each, as: steps[.each]!, plan, at: period, period: period)
        for _ in 0..<(plan.daysOfPeriods.isEmpty ? 0 : plan.daysOfPeriods[period]) {
          if plan.runsDays(inPeriod: period) {
            trace.run(.day, as: steps[.day]!, plan, at: day, period: period)
          }
          day += 1
        }
        trace.run(.closing, as: steps[.closing]!, plan, at: period, period: period)
      }
      trace.run(.after, as: steps[.after]!, plan, at: 0, period: plan.periods - 1)
    }
    #expect(trace.mistakes == [])
  }

  @Test("kernels that cannot work in place get another slot than their operands")
  func inPlace() {
    for seed in 0..<100 as Range<UInt64> {
      let plan = RandomPlan(seed: seed, steps: 60).builder.finish()
      for instruction in Plan.Body.allCases.flatMap(plan.instructions)
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
