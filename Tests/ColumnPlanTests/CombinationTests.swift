import Probability
import Testing

@testable import ColumnPlan

@Suite("sums of the same columns")
struct CombinationTests {
  private func columns(_ count: Int, _ builder: inout PlanBuilder) -> [PlanBuilder.Value] {
    (0..<count).map { number in
      builder.normals(
        RandomStream(name: "x\(number)"), label: "x\(number)",
        periodNumbers: (0..<builder.periods).map { Int32($0) }, body: .each)
    }
  }

  private func keep(_ value: PlanBuilder.Value, _ label: String, _ builder: inout PlanBuilder) {
    builder.record(
      value, label: label, periodLabels: (0..<builder.periods).map { "\($0)" }, in: .each)
  }

  private func sum(
    _ values: [PlanBuilder.Value], by weights: [PlanBuilder.Value]? = nil,
    _ builder: inout PlanBuilder
  ) -> PlanBuilder.Value {
    let terms = values.indices.map { place in
      weights.map { builder.apply(.multiply, values[place], $0[place]) } ?? values[place]
    }
    return terms.dropFirst().reduce(terms[0]) { builder.apply(.add, $0, $1) }
  }

  @Test("a total and a part of it, whose shares may change with the period, are one product")
  func twoRows() {
    var builder = PlanBuilder(periods: 2)
    let values = columns(3, &builder)
    keep(sum(values, &builder), "total", &builder)
    let shares = [builder.constant(0.5), builder.table([0.4, 0.6]), builder.constant(1)]
    keep(sum(values, by: shares, &builder), "local", &builder)
    let plan = builder.finish()
    #expect(plan.defects() == [])
    #expect(
      plan.description.contains("%3, %4 = combine %0, %1, %2 by [1 1 1; $0 $1 1]"),
      "\(plan)")
    #expect(
      plan.each.map(\.opcode) == [
        .table, .normals, .normals, .normals, .combine, .record, .record,
      ])
    let combine = plan.each[4]
    #expect(plan.destinations(of: combine).count == 2)
    #expect(plan.operands(of: combine).count == 5)
  }

  @Test("one sum is a product where it has weights and more than two columns")
  func oneRow() {
    for (count, isWeighted, expected) in [
      (3, true, Opcode.combine), (2, true, .multiplyAdd), (3, false, .sum),
    ] {
      var builder = PlanBuilder(periods: 1)
      let values = columns(count, &builder)
      let weights = values.map { _ in builder.constant(0.25) }
      keep(sum(values, by: isWeighted ? weights : nil, &builder), "sum", &builder)
      let plan = builder.finish()
      #expect(plan.defects() == [])
      #expect(plan.each.map(\.opcode).dropLast().last == expected, "\(plan)")
    }
  }

  @Test("what is not a sum of columns stays, and so does what is needed for itself")
  func apart() {
    var builder = PlanBuilder(periods: 1)
    let values = columns(4, &builder)
    // A number among the terms.
    keep(sum(values + [builder.constant(2)], &builder), "more", &builder)
    // Another column.
    keep(sum(Array(values.dropLast()), &builder), "fewer", &builder)
    // A sum on the way that is kept: the next one adds it as a column.
    let part = sum(Array(values.prefix(2)), &builder)
    keep(part, "part", &builder)
    keep(sum([part, values[2], values[3]], &builder), "whole", &builder)
    let plan = builder.finish()
    #expect(plan.defects() == [])
    #expect(!plan.each.contains { $0.opcode == .combine }, "\(plan)")
  }

  @Test("a product that is needed for itself is a column of its sum")
  func keptProduct() {
    var builder = PlanBuilder(periods: 1)
    let values = columns(3, &builder)
    keep(sum(values, &builder), "total", &builder)
    let shares = [0.5, 0.25, 0.125].map { builder.constant($0) }
    keep(sum(values, by: shares, &builder), "local", &builder)
    keep(builder.apply(.multiply, values[0], shares[0]), "part", &builder)
    let plan = builder.finish()
    #expect(plan.defects() == [])
    #expect(
      plan.each.map(\.opcode) == [
        .normals, .normals, .normals, .sum, .record, .multiply, .combine, .record, .record,
      ])
  }

  @Test("a product before the first period, and one that several sums share, are parts of them")
  func sharedProducts() {
    var builder = PlanBuilder(periods: 2)
    let values = columns(3, &builder)
    let once = builder.normals(
      RandomStream(name: "once"), label: "once", periodNumbers: [0, 0], body: .once)
    let terms = values + [once]
    keep(sum(terms, &builder), "total", &builder)
    let shares = [0.5, 0.25, 0.125, 2].map { builder.constant($0) }
    keep(sum(terms, by: shares, &builder), "local", &builder)
    let others = [builder.constant(3)] + shares.dropFirst()
    keep(sum(terms, by: others, &builder), "other", &builder)
    let plan = builder.finish()
    #expect(plan.defects() == [])
    #expect(!(plan.once + plan.each).contains { $0.opcode == .multiply }, "\(plan)")
    #expect(plan.each.count { $0.opcode == .combine } == 1, "\(plan)")
    #expect(plan.combinations[0].rows.count == 3)
  }

  @Test("weights that are known later do not hold up the first sum")
  func laterWeights() {
    var builder = PlanBuilder(periods: 2)
    let values = columns(3, &builder)
    let total = sum(values, &builder)
    // The second sum stands behind a reader of the first one, and its weights too.
    keep(builder.apply(.exponential, total), "reader", &builder)
    let shares = values.indices.map { builder.table([Double($0), 0.3]) }
    keep(sum(values, by: shares, &builder), "local", &builder)
    let plan = builder.finish()
    #expect(plan.defects() == [])
    #expect(plan.each.count { $0.opcode == .combine } == 1, "\(plan)")
  }

  @Test("draws sway every row of their combination")
  func influences() {
    var builder = PlanBuilder(periods: 1)
    let values = columns(3, &builder)
    keep(sum(values, &builder), "total", &builder)
    keep(sum(values, by: values.map { _ in builder.constant(0.5) }, &builder), "half", &builder)
    keep(values[1], "one", &builder)
    #expect(builder.finish().influences() == [2, 3, 2])
  }
}
