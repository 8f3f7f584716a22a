import ColumnPlan
import PlanFixtures
import Probability
import Testing

@testable import Simulation

/// Each opcode, run over a block and compared with plain arithmetic trial by trial.
@Suite("every opcode does what its name says")
struct OpcodeTests {
  /// The opcodes that are functions of their operands alone.
  static let functions = Opcode.allCases.filter {
    $0.plainValue(of: [0.5, 0.5, 0.5]) != nil && $0.isPure
  }

  /// Operands at which an opcode has something to decide, all of them finite.
  private func operands(of opcode: Opcode) -> (first: [Double], second: [Double], third: [Double]) {
    let signed = [-2.5, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2.5, 3]
    let positive = [0.1, 0.5, 1, 2, 7.25]
    let shares = [0.001, 0.1, 0.5, 0.9, 0.999]
    return switch opcode {
    case .logarithm, .squareRoot: (positive, [], [])
    case .power: (positive, signed, [])
    case .divide: (signed, positive, [])
    case .normalQuantile: (shares, [], [])
    case .poissonQuantile: (shares, [0, 0.3, 4, 60], [])
    case .binomialQuantile: (shares, [0, 1, 14, 40], [0, 0.2, 0.5, 0.998, 1])
    default: (signed, signed, signed)
    }
  }

  /// A value that takes each of the numbers in about as many trials.
  private func choice(
    _ numbers: [Double], _ name: String, isVarying: Bool, _ builder: inout PlanBuilder
  ) throws -> PlanBuilder.Value {
    guard isVarying else { return builder.constant(numbers[numbers.count / 2]) }
    let uniform = builder.uniforms(name, .once, periods: 1)
    let equal = numbers.map { (value: $0, probability: 1 / Double(numbers.count)) }
    return builder.quantiles(
      of: try Empirical(ParameterValues([:], table: equal)), at: uniform)
  }

  @Test(
    "arithmetic, with one number or a column as each operand", arguments: functions, 0..<8)
  func function(opcode: Opcode, shape: Int) throws {
    guard shape < 1 << opcode.operandCount else { return }
    let lists = operands(of: opcode)
    var builder = PlanBuilder(periods: 1)
    let values = try zip([lists.first, lists.second, lists.third], 0...).prefix(opcode.operandCount)
      .map { try choice($0, "operand\($1)", isVarying: shape >> $1 & 1 == 1, &builder) }
    for (number, value) in values.enumerated() { builder.keep(value, "operand\(number)") }
    builder.keep(builder.apply(opcode, values), "value")
    let plan = builder.finish()
    #expect(plan.defects() == [])
    let result = try simulate(plan, settings(trials: 1000))
    let read = try values.indices.map { try #require(result.values("operand\($0)")) }
    let found = try #require(result.values("value"))
    for trial in found.indices {
      let expected = try #require(opcode.plainValue(of: read.map { $0[trial] }))
      #expect(isClose(found[trial], expected), "trial \(trial) of \(read.map { $0[trial] })")
    }
    if shape == (1 << opcode.operandCount) - 1 { #expect(Set(found).count > 1) }
  }

  @Test("constants and tables are the same in every trial")
  func numbers() throws {
    var builder = PlanBuilder(periods: 3)
    builder.keep(builder.constant(-7.5), "constant")
    builder.keepEach(builder.table([1, 2, 4]), "table", periods: 3)
    let result = try simulate(builder.finish(), settings(trials: 2))
    #expect(result.values("constant") == [-7.5, -7.5])
    #expect((0..<3).map { result.values("table", "\($0)") } == [[1, 1], [2, 2], [4, 4]])
    let column = try #require(result.column("table", period: "2"))
    #expect(column.shape == .uniform)
    #expect(result.number(of: column) == 4)
  }

  @Test("uniform numbers are those of the stream, the period and the trial")
  func uniforms() throws {
    var builder = PlanBuilder(periods: 2)
    let stream = RandomStream(name: "rain")
    let value = builder.uniforms(
      stream, label: "rain", periodNumbers: [2024, 2025], body: .each)
    builder.keepEach(value, "rain", periods: 2)
    let result = try simulate(builder.finish(), settings(trials: 1500, seed: 9))
    let key = stream.key(seed: 9)
    for period in 0..<2 {
      let found = try #require(result.values("rain", "\(period)"))
      #expect(found == (0..<1500).map { key.uniform(period: 2024 + period, trial: $0) })
    }
  }

  @Test("quantiles are those of the distribution, at a column and at one number")
  func quantiles() throws {
    let normal = try Normal(ParameterValues(["mean": 10, "standardDeviation": 2]))
    var builder = PlanBuilder(periods: 1)
    let uniform = builder.uniforms("u", .once, periods: 1)
    builder.keep(uniform, "probability")
    builder.keep(builder.quantiles(of: normal, at: uniform), "column")
    builder.keep(builder.quantiles(of: normal, at: builder.constant(0.975)), "number")
    let result = try simulate(builder.finish(), settings(trials: 500))
    let probabilities = try #require(result.values("probability"))
    for (found, p) in zip(try #require(result.values("column")), probabilities) {
      #expect(isClose(found, normal.quantile(at: p)))
    }
    #expect(isClose(try #require(result.values("number"))[0], 10 + 2 * 1.959963984540054))
  }

  @Test("correlated normals: the second is r times the first, and what is left of its own")
  func correlatedNormals() throws {
    let streams = ["a", "b"].map { RandomStream(name: $0) }
    let matrix = try CorrelationMatrix(variables: 2, entries: [1, 0.6, 0.6, 1])
    var builder = PlanBuilder(periods: 2)
    let sites = streams.map { DrawSite(stream: $0, label: $0.name, periodNumbers: [0, 1]) }
    let values = builder.correlatedNormals(sites, factor: matrix.factor, body: .each)
    builder.keepEach(values[0], "a", periods: 2)
    builder.keepEach(values[1], "b", periods: 2)
    let result = try simulate(builder.finish(), settings(trials: 1100, seed: 3))
    for period in 0..<2 {
      let (a, b) = (result.values("a", "\(period)"), result.values("b", "\(period)"))
      for trial in [0, 1, 1023, 1024, 1099] {
        let own = streams.map {
          Opcode.normalQuantile.plainValue(
            of: [$0.key(seed: 3).uniform(period: period, trial: trial)])!
        }
        #expect(isClose(try #require(a)[trial], own[0]))
        #expect(isClose(try #require(b)[trial], 0.6 * own[0] + 0.8 * own[1]))
      }
    }
  }

  @Test("calendars: working days before a moment, and back")
  func calendar() throws {
    // From day 100 on: two days of work, two of rest, one of work.
    let table = CalendarTable(
      label: "site", firstDay: 100, workingDaysBefore: [0, 1, 2, 2, 2, 3])
    var builder = PlanBuilder(periods: 1)
    let site = builder.calendar(table)
    let dates = [100, 100.5, 102, 103.5, 104.25, 105]
    let days = [0, 0.5, 2, 2, 2.25, 3]
    for (index, date) in dates.enumerated() {
      builder.keep(
        builder.apply(.workingDay, [builder.constant(date)], parameter: site), "day\(index)")
    }
    // The earliest moment: the rest after the second day is not waited for.
    let moments = [(0, 100.0), (0.5, 100.5), (2, 102), (2.25, 104.25), (3, 105)]
    for (index, (day, _)) in moments.enumerated() {
      builder.keep(
        builder.apply(.dateOfWorkingDay, [builder.constant(day)], parameter: site),
        "date\(index)")
    }
    let uniform = builder.uniforms("start", .once, periods: 1)
    let start = builder.apply(.multiply, uniform, builder.constant(3))
    builder.keep(start, "start")
    let finish = builder.apply(.dateOfWorkingDay, [start], parameter: site)
    builder.keep(builder.apply(.workingDay, [finish], parameter: site), "back")
    let result = try simulate(builder.finish(), settings(trials: 300))
    #expect(dates.indices.map { result.values("day\($0)")![0] } == days)
    #expect(moments.indices.map { result.values("date\($0)")![0] } == moments.map(\.1))
    for (there, back) in zip(result.values("start")!, result.values("back")!) {
      #expect(isClose(there, back))
    }
  }
}
