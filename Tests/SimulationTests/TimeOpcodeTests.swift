import ColumnPlan
import Probability
import Testing

@testable import Simulation

@Suite("memories and running values")
struct TimeOpcodeTests {
  private let periods = 7

  /// What a draw of each period has been some periods before.
  @Test("recall", arguments: [1, 3], [nil, [10.0, 20, 30]])
  func recall(depth: Int, history: [Double]?) throws {
    let history = history.map { Array($0.suffix(depth)) }
    var builder = PlanBuilder(periods: periods)
    let draw = builder.uniforms("u", .each, periods: periods)
    let initial = builder.uniforms("initial", .once, periods: periods)
    let past = builder.recall(depth: depth, initial: initial, history: history)
    builder.remember(draw, in: past)
    builder.keep(initial, "initial")
    builder.keepEach(draw, "now", periods: periods)
    builder.keepEach(past.value, "past", periods: periods)
    let result = try simulate(builder.finish(), settings(trials: 2100))
    for period in 0..<periods {
      let found = try #require(result.values("past", "\(period)"))
      if period >= depth {
        #expect(found == result.values("now", "\(period - depth)"))
      } else if let history {
        #expect(found == Array(repeating: history[period], count: 2100))
      } else {
        #expect(found == result.values("initial"))
      }
    }
  }

  @Test("a value that grows on what it was")
  func recursion() throws {
    var builder = PlanBuilder(periods: periods)
    let past = builder.recall(depth: 1, initial: builder.constant(1), history: nil)
    let twice = builder.apply(.multiply, past.value, builder.constant(2))
    builder.remember(twice, in: past)
    builder.keepEach(twice, "power", periods: periods)
    let result = try simulate(builder.finish(), settings(trials: 1025))
    for period in 0..<periods {
      let values = try #require(result.values("power", "\(period)"))
      #expect(Set(values) == [Double(2 << period)])
    }
  }

  @Test("what is known before the first period can be remembered")
  func constantMemory() throws {
    var builder = PlanBuilder(periods: 3)
    let past = builder.recall(depth: 1, initial: builder.constant(-1), history: nil)
    builder.remember(builder.constant(5), in: past)
    builder.keepEach(past.value, "past", periods: 3)
    let result = try simulate(builder.finish(), settings(trials: 1))
    #expect((0..<3).map { result.values("past", "\($0)") } == [[-1], [5], [5]])
  }

  @Test(
    "running values, which begin anew where they are told to",
    arguments: [Opcode.accumulateSum, .accumulateMinimum, .accumulateMaximum], [true, false])
  func accumulate(opcode: Opcode, isVarying: Bool) throws {
    let startsAnew = [true, false, false, true, false, true, false]
    var builder = PlanBuilder(periods: periods)
    let value =
      isVarying
      ? builder.uniforms("u", .each, periods: periods)
      : builder.table([3, -1, 4, 1, -5, 9, 2])
    let running = builder.accumulate(opcode, value, startsAnew: startsAnew)
    builder.keepEach(value, "now", periods: periods)
    builder.keepEach(running, "running", periods: periods)
    builder.keep(builder.last(of: running), "last", in: .after)
    let plan = builder.finish()
    #expect(plan.defects() == [])
    // The second block must not begin with what the first one left.
    let result = try simulate(plan, settings(trials: 1300))
    var expected: [Double] = []
    for period in 0..<periods {
      let now = try #require(result.values("now", "\(period)"))
      expected =
        startsAnew[period]
        ? now : zip(expected, now).map { opcode.plainValue(of: [$0, $1])! }
      #expect(result.values("running", "\(period)") == expected)
    }
    #expect(result.values("last") == expected)
  }

  @Test("running sums of products, added with one rounding", arguments: [true, false])
  func accumulateProducts(isVarying: Bool) throws {
    let startsAnew = [true, false, false, true, false, true, false]
    var builder = PlanBuilder(periods: periods)
    let value = builder.uniforms("u", .each, periods: periods)
    let other =
      isVarying
      ? builder.uniforms("v", .each, periods: periods)
      : builder.table([3, -1, 4, 1, -5, 9, 2])
    let product = builder.apply(.multiply, other, value)
    let running = builder.accumulate(.accumulateSum, product, startsAnew: startsAnew)
    builder.keepEach(value, "value", periods: periods)
    builder.keepEach(other, "other", periods: periods)
    builder.keepEach(running, "running", periods: periods)
    let plan = builder.finish()
    #expect(plan.defects() == [])
    #expect(plan.each.contains { $0.opcode == .accumulateProducts })
    let result = try simulate(plan, settings(trials: 1300))
    var expected = Array(repeating: 0.0, count: 1300)
    for period in 0..<periods {
      let value = try #require(result.values("value", "\(period)"))
      let found = try #require(result.values("other", "\(period)"))
      let other = found.count == 1 ? Array(repeating: found[0], count: 1300) : found
      for trial in 0..<1300 {
        expected[trial] =
          startsAnew[period]
          ? value[trial] * other[trial] : expected[trial].addingProduct(value[trial], other[trial])
      }
      #expect(result.values("running", "\(period)") == expected)
    }
  }

  @Test("what is kept once, in some periods, and after all")
  func record() throws {
    var builder = PlanBuilder(periods: 3)
    let once = builder.uniforms("once", .once, periods: 3)
    let each = builder.table([1, 2, 3])
    builder.keep(once, "once")
    builder.record(each, label: "each", periodLabels: [nil, "Q2", nil], in: .each)
    builder.record(once, label: "same", periodLabels: ["Q1", nil, "Q3"], in: .each)
    builder.keep(builder.apply(.add, builder.last(of: each), once), "sum", in: .after)
    let plan = builder.finish()
    #expect(plan.defects() == [])
    #expect(plan.varyingStorages == 2, "equal values are kept once")
    let result = try simulate(plan, settings(trials: 4))
    let kept = try #require(result.values("once"))
    #expect(result.values("each", "Q1") == nil)
    #expect(result.values("each", "Q2") == [2, 2, 2, 2])
    #expect(result.values("same", "Q1") == kept)
    #expect(result.values("same", "Q3") == kept)
    #expect(result.values("sum") == kept.map { $0 + 3 })
  }
}
