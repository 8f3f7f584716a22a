import ColumnPlan
import Probability
import Simulation

/// Trials of a few columns, made by a small plan.
struct PlanningFixture {
  private var builder = PlanBuilder(periods: 1)
  private var values: [String: PlanBuilder.Value] = [:]
  /// Whether what is added next is a result of the plan, or known to it alone.
  var keepsResults = true

  /// A column called `name` of draws from a distribution.
  mutating func add(_ name: String, _ distribution: any Distribution) {
    let uniform = builder.uniforms(
      RandomStream(name: name), label: name, periodNumbers: [0], body: .once)
    keep(builder.quantiles(of: distribution, at: uniform), name)
  }

  /// A column that is the same number in all trials.
  mutating func add(_ name: String, number: Double) { keep(builder.constant(number), name) }

  /// A column that is the exponential of an earlier one.
  mutating func add(_ name: String, exponentialOf other: String) {
    keep(builder.apply(.exponential, values[other]!), name)
  }

  /// A column that is a weighted sum of earlier ones.
  mutating func add(_ name: String, combining parts: [(weight: Double, name: String)]) {
    var sum = builder.constant(0)
    for part in parts {
      sum = builder.apply(
        .multiplyAdd, values[part.name]!, builder.constant(part.weight), sum)
    }
    keep(sum, name)
  }

  /// A column that is the sum of earlier ones.
  mutating func add(_ name: String, adding parts: [String]) {
    add(name, combining: parts.map { (1, $0) })
  }

  private mutating func keep(_ value: PlanBuilder.Value, _ name: String) {
    values[name] = value
    guard keepsResults else { return }
    builder.record(value, label: name, periodLabels: ["whole"], in: .once)
  }

  func finished() -> Plan { builder.finish() }

  func simulated(
    trials: Int, seed: UInt64 = 1, sampling: SamplingScheme = .pseudoRandom
  ) throws -> SimulationResult {
    try simulate(
      builder.finish(),
      SimulationSettings(
        trials: trials, seed: seed, sampling: sampling, threads: 1, memory: 1 << 30))
  }
}

extension SimulationResult {
  func only(_ name: String) -> Column { column(name, period: "whole")! }

  /// The values of all trials.
  func values(_ name: String) -> [Double] {
    (0..<trials).map { value(of: only(name), inTrial: $0) }
  }
}

func lognormal(_ location: Double, _ scale: Double) throws -> Lognormal {
  try Lognormal(ParameterValues(["logMean": location, "logStandardDeviation": scale]))
}

func normal(_ mean: Double, _ deviation: Double) throws -> Normal {
  try Normal(ParameterValues(["mean": mean, "standardDeviation": deviation]))
}

/// Each of the numbers with the same probability.
func equallyLikely(_ numbers: [Double]) throws -> Empirical {
  let probability = 1 / Double(numbers.count)
  return try Empirical(
    ParameterValues([:], table: numbers.map { (value: $0, probability: probability) }))
}
