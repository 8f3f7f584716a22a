import ColumnPlan
import Probability
import Simulation

@testable import Planning

/// Models with known indices, as plans.
struct SensitivityFixture {
  typealias Value = PlanBuilder.Value

  var builder = PlanBuilder(periods: 1)

  func site(_ name: String) -> DrawSite {
    DrawSite(stream: RandomStream(name: name), label: name, periodNumbers: [0])
  }

  mutating func uniform(_ name: String) -> Value {
    builder.uniforms(RandomStream(name: name), label: name, periodNumbers: [0], body: .once)
  }

  mutating func normal(_ name: String) -> Value {
    builder.normals(RandomStream(name: name), label: name, periodNumbers: [0], body: .once)
  }

  /// Standard normal values with the same correlation between each two.
  ///
  /// - Parameter degreesOfFreedom: of Student's copula; nil for a Gaussian one.
  mutating func correlated(
    _ names: [String], _ correlation: Double, degreesOfFreedom: Double? = nil
  ) throws -> [Value] {
    let count = names.count
    let entries = (0..<(count * count)).map { $0 % (count + 1) == 0 ? 1 : correlation }
    let matrix = try CorrelationMatrix(variables: count, entries: entries)
    return builder.correlatedNormals(
      names.map(site), factor: matrix.factor,
      spread: degreesOfFreedom.map {
        SpreadSite(draw: site("spread"), spread: CommonSpread(degreesOfFreedom: $0))
      }, body: .once)
  }

  mutating func number(_ number: Double) -> Value { builder.constant(number) }

  mutating func times(_ left: Value, _ right: Value) -> Value {
    builder.apply(.multiply, left, right)
  }

  mutating func plus(_ left: Value, _ right: Value) -> Value { builder.apply(.add, left, right) }

  /// A weighted sum.
  mutating func sum(_ parts: [(Double, Value)]) -> Value {
    parts.reduce(number(0)) { sum, part in
      builder.apply(.multiplyAdd, part.1, number(part.0), sum)
    }
  }

  /// The sine of a value between −π and π, by its series: off by less than 1e-10.
  mutating func sine(_ x: Value) -> Value {
    let square = times(x, x)
    var (sum, factor) = (number(0), 1.0)
    var terms: [Double] = []
    for order in stride(from: 1, through: 23, by: 2) {
      terms.append(factor)
      factor /= -Double((order + 1) * (order + 2))
    }
    for term in terms.reversed() { sum = builder.apply(.multiplyAdd, sum, square, number(term)) }
    return times(sum, x)
  }

  mutating func record(_ value: Value, _ name: String = "y") {
    builder.record(value, label: name, periodLabels: ["whole"], in: .once)
  }

  /// A run of the plan whose only output is `y`.
  func run(
    trials: Int, seed: UInt64, sampling: SamplingScheme = .pseudoRandom,
    atLeast bound: Double? = nil
  ) -> SensitivityRun {
    let plan = builder.finish()
    let column = plan.columns.first { $0.label == "y" }!
    let goal = bound.map { Goal(column: column, side: .atLeast, bound: $0) }
    return SensitivityRun(
      plan, [SensitivityOutput(column, goal: goal)],
      SimulationSettings(
        trials: trials, seed: seed, sampling: sampling, threads: 1, memory: 1 << 30))
  }

  /// sin x + 7 sin² y + 0.1 z⁴ sin x, all uniform from −π to π.
  static var ishigami: SensitivityFixture {
    var fixture = SensitivityFixture()
    let angles = ["x", "y1", "z"].map { name in
      let uniform = fixture.uniform(name)
      return fixture.builder.apply(
        .multiplyAdd, uniform, fixture.number(2 * .pi), fixture.number(-.pi))
    }
    let (x, y) = (fixture.sine(angles[0]), fixture.sine(angles[1]))
    let square = fixture.times(angles[2], angles[2])
    let fourth = fixture.times(square, square)
    let ySquare = fixture.times(y, y)
    let interaction = fixture.times(fourth, x)
    fixture.record(fixture.sum([(1, x), (7, ySquare), (0.1, interaction)]))
    return fixture
  }

  /// The product of (|4u − 2| + a) / (1 + a).
  static func gFunction(_ parameters: [Double]) -> SensitivityFixture {
    var fixture = SensitivityFixture()
    var product = fixture.number(1)
    for (index, a) in parameters.enumerated() {
      let u = fixture.uniform("u\(index)")
      let line = fixture.builder.apply(.multiplyAdd, u, fixture.number(4), fixture.number(-2))
      let distance = fixture.builder.apply(.absolute, line)
      let factor = fixture.builder.apply(
        .multiplyAdd, distance, fixture.number(1 / (1 + a)), fixture.number(a / (1 + a)))
      product = fixture.times(product, factor)
    }
    fixture.record(product)
    return fixture
  }
}

/// Whether an estimate is as near to the truth as its standard error promises.
func agrees(_ estimate: SensitivityEstimate, _ truth: Double, room: Double = 4.5) -> Bool {
  abs(estimate.value - truth) <= room * estimate.standardError + 1e-12
}
