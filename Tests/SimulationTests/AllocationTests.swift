import AllocationCounter
import ColumnPlan
import PlanFixtures
import Probability
import Testing

@testable import Simulation

/// What it counts is on the test's own thread: one worker runs there.
@Suite("the interpreter allocates nothing per block", .enabled(if: canCount, "needs glibc"))
struct AllocationTests {
  /// The allocations of a simulation of so many blocks.
  private func allocations(
    _ plan: Plan, blocks: Int, sampling: SamplingScheme = .pseudoRandom
  ) throws -> Int {
    let before = torreya_allocations_of_thread()
    let result = try simulate(plan, settings(trials: blocks * blockTrials, sampling: sampling))
    let count = torreya_allocations_of_thread() - before
    #expect(result.trials == blocks * blockTrials)
    return count
  }

  /// The allocations that each block needs: what twice so many blocks need more.
  private func allocations(
    _ plan: Plan, ofMoreBlocks blocks: Int, sampling: SamplingScheme = .pseudoRandom
  ) throws -> Int {
    // The first run may set up what the process needs once. Now and then the language's runtime, or
    // the pool of threads, takes memory for itself in one run or gives it to another: that is one
    // more or less, where an allocation per block is one for each of these blocks, every time.
    let more = 4 * blocks
    _ = try allocations(plan, blocks: 1, sampling: sampling)
    let additional = try (0..<3).map { _ in
      let once = try allocations(plan, blocks: more, sampling: sampling)
      return try allocations(plan, blocks: 2 * more, sampling: sampling) - once
    }
    return additional.sorted()[1] / more
  }

  @Test("the counter counts")
  func counter() {
    let before = torreya_allocations_of_thread()
    let memory = UnsafeMutablePointer<Double>.allocate(capacity: 1000)
    memory.initialize(repeating: 0, count: 1000)
    #expect(torreya_allocations_of_thread() == before + 1)
    memory.deallocate()
  }

  @Test("random plans", arguments: 0..<8)
  func randomPlans(seed: UInt64) throws {
    let plan = RandomPlan(seed: seed, steps: 60).builder.finish()
    let additional = try allocations(plan, ofMoreBlocks: 2)
    #expect(additional == 0)
  }

  @Test("the plan of the benchmark, with correlated drivers and yearly totals")
  func fiscal() throws {
    let plan = try fiscalPlan()
    #expect(plan.varyingStorages == 39)
    let additional = try allocations(plan, ofMoreBlocks: 3)
    #expect(additional == 0)
  }

  @Test("sampling schemes", arguments: SamplingTests.schemes)
  func sampling(scheme: SamplingScheme) throws {
    let plan = RandomPlan(seed: 4, steps: 60).builder.finish()
    let additional = try allocations(plan, ofMoreBlocks: 3, sampling: scheme)
    #expect(additional == 0)
  }

  /// A plan that makes one value of a uniform draw in each of two periods.
  private func plan(
    _ make: (inout PlanBuilder, PlanBuilder.Value) throws -> PlanBuilder.Value
  ) rethrows -> Plan {
    var builder = PlanBuilder(periods: 2)
    let draw = builder.uniforms("u", .each, periods: 2)
    builder.keepEach(try make(&builder, draw), "value", periods: 2)
    return builder.finish()
  }

  @Test("every family of distributions", arguments: familyNames)
  func distribution(name: String) throws {
    let distribution = try exampleDistribution(of: name)
    let plan = plan { $0.quantiles(of: distribution, at: $1) }
    let additional = try allocations(plan, ofMoreBlocks: 3)
    #expect(additional == 0)
  }

  @Test("every opcode that is a function", arguments: OpcodeTests.functions)
  func opcode(opcode: Opcode) throws {
    let plan = plan { builder, draw in
      opcode == .binomialQuantile
        ? builder.apply(opcode, draw, builder.constant(9), draw)
        : builder.apply(opcode, Array(repeating: draw, count: opcode.operandCount))
    }
    let additional = try allocations(plan, ofMoreBlocks: 3)
    #expect(additional == 0)
  }

  @Test("calendars", arguments: [Opcode.workingDay, .dateOfWorkingDay])
  func calendar(opcode: Opcode) throws {
    let plan = plan { builder, draw in
      let calendar = builder.calendar(
        CalendarTable(label: "site", firstDay: 0, workingDaysBefore: [0, 1, 2]))
      return builder.apply(opcode, [draw], parameter: calendar)
    }
    let additional = try allocations(plan, ofMoreBlocks: 3)
    #expect(additional == 0)
  }

  @Test("a hundred blocks more")
  func hundred() throws {
    let plan = plan { builder, draw in
      let past = builder.recall(depth: 1, initial: builder.constant(0), history: nil)
      let value = builder.apply(.add, builder.apply(.exponential, draw), past.value)
      builder.remember(value, in: past)
      return builder.accumulate(.accumulateSum, value, startsAnew: [true, false])
    }
    let additional = try allocations(plan, ofMoreBlocks: 100)
    #expect(additional == 0)
  }
}

private let familyNames = Distributions.all.map { $0.descriptor.name }

private let canCount = torreya_allocations_of_thread() >= 0
