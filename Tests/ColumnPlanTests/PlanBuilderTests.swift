import PlanFixtures
import Probability
import Testing

@testable import ColumnPlan

@Suite("building plans")
struct PlanBuilderTests {
  private func draw(_ name: String, _ body: Plan.Body, _ builder: inout PlanBuilder)
    -> PlanBuilder.Value
  {
    builder.uniforms(
      RandomStream(name: name), label: name,
      periodNumbers: Array(repeating: 0, count: builder.periods), body: body)
  }

  @Test("equal values are made once")
  func sharing() {
    var builder = PlanBuilder(periods: 2)
    let (a, b) = (draw("a", .once, &builder), draw("b", .each, &builder))
    #expect(draw("a", .once, &builder) == a)
    #expect(builder.constant(3) == builder.constant(3))
    #expect(builder.table([1, 2]) == builder.table([1, 2]))
    #expect(builder.apply(.add, a, b) == builder.apply(.add, a, b))
    #expect(builder.apply(.add, a, b) != builder.apply(.add, b, a))
    let starts = [true, false]
    #expect(
      builder.accumulate(.accumulateSum, b, startsAnew: starts)
        == builder.accumulate(.accumulateSum, b, startsAnew: starts))
    #expect(
      builder.accumulate(.accumulateSum, b, startsAnew: starts)
        != builder.accumulate(.accumulateSum, b, startsAnew: [true, true]))
  }

  @Test("a value goes into the earliest body, and varies only if something in it does")
  func placing() {
    var builder = PlanBuilder(periods: 2)
    let (once, each) = (draw("a", .once, &builder), draw("b", .each, &builder))
    let (number, table) = (builder.constant(2), builder.table([1, 2]))
    let cases: [(PlanBuilder.Value, Plan.Body, Slot.Shape)] = [
      (builder.apply(.exponential, number), .once, .uniform),
      (builder.apply(.add, once, number), .once, .varying),
      (builder.apply(.add, table, number), .each, .uniform),
      (builder.apply(.add, table, once), .each, .varying),
      (builder.apply(.add, once, each), .each, .varying),
      (builder.apply(.exponential, builder.last(of: each)), .after, .varying),
      (builder.apply(.exponential, builder.last(of: table)), .after, .uniform),
    ]
    for (value, body, shape) in cases {
      #expect(value.body == body)
      #expect(value.shape == shape)
    }
  }

  @Test("arithmetic that changes nothing makes no step")
  func simplification() {
    var builder = PlanBuilder(periods: 1)
    let x = draw("x", .once, &builder)
    let (zero, one, two) = (builder.constant(0), builder.constant(1), builder.constant(2))
    let steps = builder.steps[.once]!.count
    #expect(builder.apply(.add, x, zero) == x)
    #expect(builder.apply(.add, zero, x) == x)
    #expect(builder.apply(.subtract, x, zero) == x)
    #expect(builder.apply(.multiply, x, one) == x)
    #expect(builder.apply(.multiply, one, x) == x)
    #expect(builder.apply(.divide, x, one) == x)
    #expect(builder.apply(.select, one, x, two) == x)
    #expect(builder.apply(.select, zero, x, two) == two)
    #expect(builder.apply(.divide, two, two) == one)
    #expect(builder.apply(.subtract, two, two) == zero)
    #expect(builder.steps[.once]!.count == steps)
    // A zero may not swallow what could be no number.
    #expect(builder.apply(.multiply, x, zero) != zero)
    #expect(builder.apply(.divide, two, zero) != two)
    #expect(builder.apply(.subtract, x, x) != zero)
  }

  @Test("the same value under two labels is kept once")
  func recordSharing() {
    var builder = PlanBuilder(periods: 2)
    let (once, each) = (draw("a", .once, &builder), draw("b", .each, &builder))
    builder.record(each, label: "x", periodLabels: ["1", "2"], in: .each)
    builder.record(each, label: "y", periodLabels: [nil, "2"], in: .each)
    builder.record(once, label: "z", periodLabels: ["1", "2"], in: .each)
    builder.record(once, label: "z", periodLabels: ["all"], in: .after)
    let plan = builder.finish()
    #expect(plan.columns.map(\.label) == ["x", "x", "y", "z", "z", "z"])
    #expect(plan.columns.map(\.storage) == [0, 1, 1, 2, 2, 2])
    #expect(plan.varyingStorages == 3)
    #expect(plan.defects() == [])
  }

  @Test("the whole plan as text")
  func description() throws {
    var builder = PlanBuilder(periods: 2)
    let rain = builder.uniforms(
      RandomStream(name: "rain"), label: "rain", periodNumbers: [1, 2], body: .each)
    let normal = try Normal(ParameterValues(["mean": 5, "standardDeviation": 1]))
    let amount = builder.quantiles(of: normal, at: rain)
    let past = builder.recall(depth: 1, initial: builder.constant(4), history: nil)
    builder.remember(amount, in: past)
    let change = builder.apply(.subtract, amount, past.value)
    let season = builder.table([1, 0.5])
    let sum = builder.accumulate(
      .accumulateSum, builder.apply(.multiply, change, season), startsAnew: [true, false])
    builder.record(season, label: "season", periodLabels: ["Q1", nil], in: .each)
    builder.record(
      builder.last(of: sum), label: "change", periodLabels: ["2024"], in: .after)
    let plan = builder.finish()
    #expect(plan.defects() == [])
    #expect(
      plan.description == """
        periods 2
        once
          $0 = constant 4.0
        each
          %0 = uniforms "rain"
          %0 = quantiles %0 normal
          %1 = carry $0
          %2 = subtract %0, %1
          $1 = table [1.0 0.5]
          %3 = accumulateProducts %2, $1 [1.0 0.0]
          record $1 [0 -]
          update %0, %1 in periods 1
        after
          record %3 [1]
        output
          [0] season Q1 uniform
          [1] change 2024
        workspace 4 columns, 2 numbers; kept 1 columns of 2

        """)
  }
}
