import PlanFixtures
import Probability
import Testing

@testable import ColumnPlan

/// The verifier guards the other tests, so it must find what is broken on purpose.
@Suite("defects of plans")
struct PlanVerifierTests {
  private let column = Slot(index: 0, shape: .varying)

  private func plan(
    once: [Instruction] = [], each: [Instruction] = [], day: [Instruction] = [],
    closing: [Instruction] = [], after: [Instruction] = [], occasionOfDays: Int32 = -1,
    outputs: [Output] = [], storages: [Slot.Shape] = [], combinations: [Combination] = []
  ) -> Plan {
    Plan(
      periods: 2, daysOfPeriods: day.isEmpty ? [] : [2, 1], once: once, each: each, day: day,
      closing: closing, after: after, constants: [1], tables: [1, 2], dayTables: [1, 0, 1],
      draws: [
        DrawSite(stream: RandomStream(name: "u"), label: "u", periodNumbers: [0, 1]),
        DrawSite(stream: RandomStream(name: "d"), label: "d", periodNumbers: [0, 1, 2]),
      ],
      distributions: [], correlations: [], calendars: [],
      memories: [Memory(depth: 1, history: nil)], sums: [[column, Slot(index: 1, shape: .varying)]],
      combinations: combinations, schedules: [], ahead: nil, occasions: [[true, false]],
      occasionOfDays: occasionOfDays,
      outputs: outputs, counts: [], tallies: [], columns: [],
      uniformSlots: 1, varyingSlots: 1, storages: storages)
  }

  @Test("nothing is wrong with a good one")
  func good() {
    let number = Slot(index: 0, shape: .uniform)
    let plan = plan(
      once: [Instruction(.constant, into: number)],
      each: [
        Instruction(.uniforms, into: column),
        Instruction(.add, into: column, column, number),
        Instruction(.record, into: .none, column),
      ], outputs: [Output(storageOfPeriod: [0, -1])], storages: [.varying])
    #expect(plan.defects() == [])
  }

  @Test("an operand that nothing has written")
  func unwritten() {
    let plan = plan(each: [Instruction(.negate, into: column, column)])
    #expect(plan.defects() == ["each 0 (negate): %0 is read before it is written"])
  }

  @Test("a column of a sum that nothing has written, and that is not there")
  func sums() {
    let plan = plan(
      each: [Instruction(.uniforms, into: column), Instruction(.sum, into: column)])
    #expect(
      plan.defects() == [
        "each 1 (sum): %1 is read before it is written",
        "each 1 (sum): %1 lies outside the workspace",
      ])
  }

  @Test("a combination without its weights, over its own columns, and out of place")
  func combinations() {
    let far = Slot(index: 3, shape: .varying)
    let plan = plan(
      each: [Instruction(.uniforms, into: column), Instruction(.combine, into: column)],
      combinations: [Combination(rows: [column, far], columns: [column], weights: [column])])
    #expect(
      plan.defects() == [
        "each 1 (combine): the matrix has not a weight for each row and column",
        "each 1 (combine): a row is written over a column or another row",
        "each 1 (combine): columns are summed, with numbers as weights",
        "each 1 (combine): %3 lies outside the workspace",
      ])
  }

  @Test("a column that is not written in a period in which it is read")
  func occasions() {
    let plan = plan(each: [
      Instruction(.uniforms, into: column, occasion: 0), Instruction(.negate, into: column, column),
    ])
    #expect(plan.defects() == ["each 1 (negate): %0 is read in period 2, but not written"])
  }

  @Test("a value behind the last period that only earlier ones have")
  func last() {
    let plan = plan(
      each: [Instruction(.uniforms, into: column, occasion: 0)],
      after: [Instruction(.negate, into: column, column)])
    #expect(plan.defects() == ["after 0 (negate): %0 is read in period 2, but not written"])
  }

  @Test("a running sum that goes on from a period in which it is not run")
  func runningSum() {
    let plan = Plan(
      periods: 2, daysOfPeriods: [], once: [Instruction(.uniforms, into: column)],
      each: [Instruction(.accumulateSum, into: column, column, occasion: 0)], day: [], closing: [],
      after: [], constants: [], tables: [1, 0], dayTables: [],
      draws: [DrawSite(stream: RandomStream(name: "u"), label: "u", periodNumbers: [0, 1])],
      distributions: [], correlations: [], calendars: [], memories: [], sums: [],
      combinations: [], schedules: [], ahead: nil, occasions: [[false, true]],
      occasionOfDays: -1, outputs: [], counts: [], tallies: [], columns: [],
      uniformSlots: 0,
      varyingSlots: 1, storages: [])
    #expect(
      plan.defects() == [
        "each 0 (accumulateSum): goes on in period 2 from one in which it is not run"
      ])
  }

  @Test("a slot outside the workspace")
  func outside() {
    let far = Slot(index: 7, shape: .varying)
    let plan = plan(each: [Instruction(.uniforms, into: far)])
    #expect(plan.defects() == ["each 0 (uniforms): %7 lies outside the workspace"])
  }

  @Test(
    "a parameter outside its list",
    arguments: [Opcode.constant, .table, .uniforms, .recall, .sum, .combine])
  func parameter(opcode: Opcode) {
    let number = Slot(index: 0, shape: .uniform)
    let shape: Slot = opcode == .constant || opcode == .table ? number : column
    let plan = plan(
      once: [Instruction(.constant, into: number)],
      each: [Instruction(opcode, into: shape, number, parameter: 3)])
    #expect(plan.defects() == ["each 0 (\(opcode)): no entry 3 in its list"])
  }

  @Test("time outside the periods")
  func time() {
    let number = Slot(index: 0, shape: .uniform)
    let plan = plan(once: [Instruction(.table, into: number)])
    #expect(plan.defects() == ["once 0 (table): stands outside the periods"])
  }

  @Test("a result that nothing writes")
  func storage() {
    #expect(plan(storages: [.varying]).defects() == ["storage 0 is never written"])
  }

  @Test("days that read what their period has not")
  func days() {
    let reading = [Instruction(.accumulateSum, into: column, column)]
    #expect(
      plan(each: [Instruction(.uniforms, into: column)], day: reading).defects() == [])
    let onOccasion = [Instruction(.uniforms, into: column, occasion: 0)]
    #expect(
      plan(each: onOccasion, day: reading).defects() == [
        "day 0 (accumulateSum): %0 is read in period 2, but not written"
      ])
    // Where the days of that period are not run either, nothing is missing.
    #expect(plan(each: onOccasion, day: reading, occasionOfDays: 0).defects() == [])
    #expect(
      plan(
        day: [Instruction(.uniforms, into: column, parameter: 1)],
        closing: [Instruction(.negate, into: column, column)], occasionOfDays: 0
      ).defects() == ["closing 0 (negate): %0 is read in period 2, but not written"])
  }

  @Test("draws and tables of another clock")
  func clocks() {
    #expect(
      plan(day: [Instruction(.uniforms, into: column)]).defects()
        == ["day 0 (uniforms): no entry 0 in its list"])
    #expect(
      plan(each: [Instruction(.uniforms, into: column, parameter: 1)]).defects()
        == ["each 0 (uniforms): no entry 1 in its list"])
    let number = Slot(index: 0, shape: .uniform)
    #expect(plan(day: [Instruction(.table, into: number)]).defects() == [])
    #expect(
      plan(day: [Instruction(.table, into: number, parameter: 1)]).defects()
        == ["day 0 (table): no entry 1 in its list"])
  }
}
