import Probability
import Testing

@testable import ColumnPlan

@Suite("making plans cheaper")
struct PlanRewritingTests {
  private func opcodes(_ builder: consuming PlanBuilder, in body: Plan.Body = .each) -> [Opcode] {
    builder.finish().instructions(of: body).map(\.opcode)
  }

  private func normals(_ name: String, _ builder: inout PlanBuilder) -> PlanBuilder.Value {
    builder.normals(
      RandomStream(name: name), label: name,
      periodNumbers: Array(repeating: 0, count: builder.periods), body: .each)
  }

  @Test("what no result needs is not computed")
  func unread() {
    var builder = PlanBuilder(periods: 2)
    let x = normals("x", &builder)
    let past = builder.recall(depth: 2, initial: builder.constant(1), history: nil)
    builder.remember(builder.apply(.exponential, past.value), in: past)
    _ = builder.accumulate(.accumulateSum, x, startsAnew: [true, false])
    builder.record(x, label: "x", periodLabels: ["1", "2"], in: .each)
    #expect(opcodes(builder) == [.normals, .record])
  }

  @Test("what a past value needs is computed")
  func throughMemories() {
    var builder = PlanBuilder(periods: 3)
    let past = builder.recall(depth: 2, initial: builder.constant(1), history: nil)
    builder.remember(normals("x", &builder), in: past)
    builder.record(past.value, label: "x", periodLabels: [nil, nil, "3"], in: .each)
    #expect(opcodes(builder) == [.recall, .normals, .remember, .record])
  }

  @Test("a product that goes into one sum is part of it")
  func products() {
    var builder = PlanBuilder(periods: 1)
    let (x, y, z) = (normals("x", &builder), normals("y", &builder), normals("z", &builder))
    let product = builder.apply(.multiply, x, y)
    builder.record(
      builder.apply(.add, z, product), label: "sum", periodLabels: ["1"], in: .each)
    #expect(opcodes(builder) == [.normals, .normals, .normals, .multiplyAdd, .record])
    // Kept for itself, it has a value of its own, and the sum takes that one.
    builder.record(product, label: "product", periodLabels: ["1"], in: .each)
    #expect(
      opcodes(builder) == [.normals, .normals, .normals, .multiply, .add, .record, .record])
  }

  @Test("sums in a row are one, in their order")
  func sums() {
    var builder = PlanBuilder(periods: 1)
    let names = ["w", "x", "y", "z"]
    let values = names.map { normals($0, &builder) }
    let sum = values.dropFirst().reduce(values[0]) { builder.apply(.add, $0, $1) }
    builder.record(sum, label: "sum", periodLabels: ["1"], in: .each)
    let plan = builder.finish()
    #expect(plan.each.map(\.opcode) == Array(repeating: .normals, count: 4) + [.sum, .record])
    #expect(plan.operands(of: plan.each[4]) == plan.each[..<4].map(\.destination))
    #expect(plan.defects() == [])
  }

  @Test("a sum that is needed for itself, and one with a number, stay")
  func sumsApart() {
    var builder = PlanBuilder(periods: 1)
    let (x, y, z) = (normals("x", &builder), normals("y", &builder), normals("z", &builder))
    let part = builder.apply(.add, x, y)
    builder.record(
      builder.apply(.add, part, z), label: "sum", periodLabels: ["1"], in: .each)
    builder.record(part, label: "part", periodLabels: ["1"], in: .each)
    #expect(!opcodes(builder).contains(.sum))
    var other = PlanBuilder(periods: 1)
    let more = other.apply(.add, normals("x", &other), other.constant(2))
    other.record(
      other.apply(.add, more, normals("y", &other)), label: "sum", periodLabels: ["1"],
      in: .each)
    #expect(opcodes(other) == [.normals, .add, .normals, .add, .record])
  }

  @Test("a correlated value that is only multiplied by a constant is drawn in that scale")
  func scaledDraws() throws {
    let matrix = try CorrelationMatrix(variables: 2, entries: [1, 0.6, 0.6, 1])
    var builder = PlanBuilder(periods: 1)
    let sites = ["a", "b"].map {
      DrawSite(stream: RandomStream(name: $0), label: $0, periodNumbers: [0])
    }
    let values = builder.correlatedNormals(sites, factor: matrix.factor, body: .each)
    let scale = builder.apply(.squareRoot, builder.constant(9))
    builder.record(
      builder.apply(.multiply, scale, values[0]), label: "a", periodLabels: ["1"], in: .each)
    builder.record(
      builder.apply(.multiply, values[1], scale), label: "b", periodLabels: ["1"], in: .each)
    builder.record(values[1], label: "plain b", periodLabels: ["1"], in: .each)
    let plan = builder.finish()
    #expect(plan.correlations[0].scales == [3, 1])
    #expect(
      plan.each.map(\.opcode) == [.correlatedNormals, .record, .multiply, .record, .record])
    #expect(plan.description.contains("= correlatedNormals \"a\" period 0 times 3.0, \"b\""))
    var block = [1.0, 0.5]
    plan.correlations[0].factor.correlate(normals: &block, trials: 1)
    #expect(block == [3, 1])
  }

  @Test("an autoregressive process stays in its place")
  func process() {
    var builder = PlanBuilder(periods: 3)
    let past = builder.recall(depth: 1, initial: builder.constant(0), history: [2])
    let kept = builder.apply(.multiply, past.value, builder.constant(0.5))
    let value = builder.apply(.add, kept, normals("shock", &builder))
    builder.remember(value, in: past)
    builder.record(value, label: "x", periodLabels: ["1", "2", "3"], in: .each)
    let plan = builder.finish()
    #expect(plan.each.map(\.opcode) == [.carry, .normals, .multiplyAdd, .record])
    #expect(plan.each[0].destination == plan.each[2].destination)
    #expect(plan.once.contains { $0.opcode == .constant && plan.constants[Int($0.parameter)] == 2 })
  }

  @Test("a past value that is read behind the present one is copied")
  func difference() {
    var builder = PlanBuilder(periods: 2)
    let past = builder.recall(depth: 1, initial: builder.constant(0), history: nil)
    let value = builder.apply(.exponential, builder.apply(.add, past.value, past.value))
    builder.remember(value, in: past)
    builder.record(
      builder.apply(.subtract, value, past.value), label: "x", periodLabels: ["1", "2"], in: .each)
    #expect(opcodes(builder) == [.carry, .add, .exponential, .subtract, .record, .update])
  }

  @Test("two looks at the same past are one")
  func shared() {
    var builder = PlanBuilder(periods: 2)
    let zero = builder.constant(0)
    let first = builder.recall(depth: 1, initial: zero, history: nil)
    let second = builder.recall(depth: 1, initial: zero, history: nil)
    let value = builder.apply(.maximum, builder.apply(.negate, first.value), second.value)
    builder.remember(value, in: first)
    builder.remember(value, in: second)
    builder.record(value, label: "x", periodLabels: ["1", "2"], in: .each)
    #expect(opcodes(builder) == [.carry, .negate, .maximum, .record])
  }

  /// A plan of two heads with yearly totals of each and of both.
  private func heads(
    _ builder: inout PlanBuilder, total: [Bool] = [true, false, true, false],
    labels: [String?] = [nil, "1", nil, "2"]
  ) {
    let heads = ["x", "y"].map {
      builder.apply(.exponential, normals($0, &builder))
    }
    let both = builder.apply(.add, heads[0], heads[1])
    for (value, starts) in [(both, total), (heads[0], [true, false, true, false])]
      + [(heads[1], [true, false, true, false])]
    {
      let running = builder.accumulate(.accumulateSum, value, startsAnew: starts)
      builder.record(running, label: "total", periodLabels: labels, in: .each)
    }
  }

  @Test("the running sum of a sum is the sum of the running sums, where one is looked at")
  func sumsOfRunningSums() {
    var builder = PlanBuilder(periods: 4)
    heads(&builder)
    let plan = builder.finish()
    #expect(plan.defects() == [])
    #expect(
      plan.each.map(\.opcode) == [
        .normals, .exponential, .normals, .exponential, .accumulateSum, .accumulateSum, .add,
        .record, .record, .record,
      ])
    #expect(plan.occasions == [[false, true, false, true]])
    #expect(plan.each.map(\.occasion) == [-1, -1, -1, -1, -1, -1, 0, 0, 0, 0])
    #expect(plan.description.contains("%1 = add %2, %3 in periods 2, 4\n"))
  }

  @Test("a total that begins anew elsewhere than its terms is summed for itself")
  func otherResets() {
    var builder = PlanBuilder(periods: 4)
    heads(&builder, total: [true, false, false, false])
    let plan = builder.finish()
    #expect(plan.each.count { $0.opcode == .accumulateSum } == 3)
    #expect(plan.each.first { $0.opcode == .add }?.occasion == -1)
  }

  @Test("totals of totals read the parts")
  func nestedTotals() {
    var builder = PlanBuilder(periods: 2)
    let values = ["w", "x", "y", "z"].map { builder.apply(.exponential, normals($0, &builder)) }
    let halves = [
      builder.apply(.add, values[0], values[1]), builder.apply(.add, values[2], values[3]),
    ]
    let all = builder.apply(.add, halves[0], halves[1])
    for value in [all] + halves + values {
      builder.record(
        builder.accumulate(.accumulateSum, value, startsAnew: [true, false]), label: "total",
        periodLabels: [nil, "2"], in: .each)
    }
    let plan = builder.finish()
    #expect(plan.defects() == [])
    #expect(plan.each.count { $0.opcode == .accumulateSum } == 4)
    #expect(plan.each.count { $0.opcode == .add && plan.occasions[Int($0.occasion)][0] } == 0)
    #expect(plan.each.count { $0.opcode == .add } == 3)
  }

  @Test("a product that only goes into a running sum is added in the same step")
  func runningProducts() {
    var builder = PlanBuilder(periods: 2)
    let product = builder.apply(.multiply, normals("x", &builder), normals("y", &builder))
    let running = builder.accumulate(.accumulateSum, product, startsAnew: [true, false])
    builder.record(running, label: "sum", periodLabels: ["1", "2"], in: .each)
    #expect(opcodes(builder) == [.normals, .normals, .accumulateProducts, .record])
    builder.record(product, label: "product", periodLabels: ["1", "2"], in: .each)
    #expect(
      opcodes(builder) == [.normals, .normals, .multiply, .accumulateSum, .record, .record])
  }

  @Test("what is computed in which periods follows from what is kept in which")
  func neededPeriods() {
    var builder = PlanBuilder(periods: 5)
    let past = builder.recall(depth: 2, initial: builder.constant(1), history: nil)
    builder.remember(normals("x", &builder), in: past)
    let process = builder.recall(depth: 1, initial: builder.constant(0), history: nil)
    let next = builder.apply(.add, process.value, normals("y", &builder))
    builder.remember(next, in: process)
    let running = builder.accumulate(
      .accumulateSum, normals("z", &builder), startsAnew: [true, true, false, false, true])
    for (value, labels) in [
      (past.value, [nil, nil, nil, "4", nil]), (next, [nil, nil, "3", nil, nil]),
      (running, [nil, nil, "3", nil, nil]),
    ] {
      builder.record(value, label: "kept", periodLabels: labels, in: .each)
    }
    let plan = builder.finish()
    #expect(plan.defects() == [])
    let text = plan.description
    for line in [
      "recall $0 from memory 0, 2 back in periods 4", "normals \"x\" period 0 in periods 2",
      "remember %1 in memory 0 in periods 2", "carry $1 in periods 1-3",
      "normals \"y\" period 0 in periods 1-3", "normals \"z\" period 0 in periods 2-3",
      "accumulateSum %1 [1.0 1.0 0.0 0.0 1.0] in periods 2-3",
    ] { #expect(text.contains(line + "\n"), "\(line)\n\(text)") }
  }

  @Test("the plan's text says in which periods sums of the same columns are made")
  func combinationOnOccasion() {
    var builder = PlanBuilder(periods: 6)
    let values = ["x", "y", "z"].map { normals($0, &builder) }
    let weighted = values.map { builder.apply(.multiply, $0, builder.constant(0.5)) }
    for terms in [values, weighted] {
      let sum = terms.dropFirst().reduce(terms[0]) { builder.apply(.add, $0, $1) }
      builder.record(
        sum, label: "sum", periodLabels: [nil, "2", nil, "4", "5", "6"], in: .each)
    }
    let plan = builder.finish()
    #expect(plan.defects() == [])
    #expect(
      plan.description.contains(
        "= combine %0, %1, %2 by [1 1 1; $0 $0 $0] in periods 2, 4-6\n"), "\(plan)")
  }

  @Test("a process is computed up to the last period in which it is kept, however many those are")
  func longProcess() {
    var builder = PlanBuilder(periods: 100)
    let past = builder.recall(depth: 1, initial: builder.constant(0), history: nil)
    let next = builder.apply(.add, past.value, normals("x", &builder))
    builder.remember(next, in: past)
    let labels = (1...100).map { $0 == 40 || $0 == 80 ? "\($0)" : nil }
    builder.record(next, label: "kept", periodLabels: labels, in: .each)
    let plan = builder.finish()
    #expect(plan.defects() == [])
    #expect(plan.description.contains("normals \"x\" period 0 in periods 1-80\n"))
    #expect(plan.description.contains("in periods 1-80\n  record"))
  }

  @Test("a value two periods back keeps its memory")
  func pastOfThePast() {
    var builder = PlanBuilder(periods: 2)
    let zero = builder.constant(0)
    let first = builder.recall(depth: 1, initial: zero, history: nil)
    let second = builder.recall(depth: 1, initial: zero, history: nil)
    builder.remember(normals("x", &builder), in: first)
    builder.remember(first.value, in: second)
    builder.record(second.value, label: "x", periodLabels: ["1", "2"], in: .each)
    #expect(opcodes(builder) == [.carry, .recall, .normals, .remember, .record, .update])
  }
}
