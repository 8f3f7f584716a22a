import ColumnPlan
import Probability
import Testing

@testable import Simulation

extension PlanBuilder {
  /// A uniform draw in each period, or once.
  mutating func uniforms(_ name: String, _ body: Plan.Body, periods: Int) -> Value {
    uniforms(
      RandomStream(name: name), label: name,
      periodNumbers: (0..<periods).map { body == .once ? 0 : Int32($0) }, body: body)
  }

  /// Keeps a value of the `once` or the `after` body.
  mutating func keep(_ value: Value, _ label: String, in body: Plan.Body = .once) {
    record(value, label: label, periodLabels: ["whole"], in: body)
  }

  /// Keeps a value in every period, which is called by its number.
  mutating func keepEach(_ value: Value, _ label: String, periods: Int) {
    record(value, label: label, periodLabels: (0..<periods).map { "\($0)" }, in: .each)
  }
}

/// Settings for small plans.
func settings(
  trials: Int, seed: UInt64 = 1, sampling: SamplingScheme = .pseudoRandom, threads: Int = 1,
  memory: Int = 1 << 30
) -> SimulationSettings {
  SimulationSettings(
    trials: trials, seed: seed, sampling: sampling, threads: threads, memory: memory)
}

extension SimulationResult {
  /// The values of all trials.
  func values(_ label: String, _ period: String = "whole") -> [Double]? {
    column(label, period: period).map { column in
      (0..<trials).map { value(of: column, inTrial: $0) }
    }
  }
}

/// Whether two numbers are the same up to the rounding of a few operations.
func isClose(_ left: Double, _ right: Double, tolerance: Double = 1e-12) -> Bool {
  left == right || abs(left - right) <= tolerance * max(1, abs(left), abs(right))
}

/// The same columns, with the same bits in some trials.
func expectSame(
  _ result: SimulationResult, _ expected: SimulationResult, trials: [Int]
) {
  #expect(result.plan.columns.count == expected.plan.columns.count)
  for (left, right) in zip(result.plan.columns, expected.plan.columns) {
    #expect(left.label == right.label && left.period == right.period)
    for trial in trials {
      let own = result.value(of: left, inTrial: trial)
      let alone = expected.value(of: right, inTrial: trial)
      #expect(own.bitPattern == alone.bitPattern, "\(left.label) \(left.period) \(trial)")
    }
  }
}
