import Torreya

/// All that a run of a scenario says of its revenue, inner figures too.
struct Books {
  let horizon: Horizon
  let labels: [String]
  let result: RunResult
  private let timings: [String: ResolvedIndicator.Timing]

  init(_ scenario: ScenarioText, trials: Int) throws {
    let compiled = compile(try scenario.model(), recording: .everything)
    result = try Torreya.run(compiled, testSettings(trials: trials))
    let model = compiled.model.model
    horizon = model.horizon
    labels = horizon.periods.map(\.label)
    timings = Dictionary(
      uniqueKeysWithValues: model.indicators.map { ($0.indicator.id, $0.timing) })
  }

  func has(_ id: String) -> Bool { timings[id] != nil }

  /// By period, then by trial; zeros where there is no such entry.
  func values(_ id: String) throws -> [[Double]] {
    guard has(id) else { return all(0) }
    return try labels.map { try result.values(id, $0) }
  }

  /// A value that the scenario gives, by period, then by trial; another where it gives none.
  func given(_ id: String, or other: Double) throws -> [[Double]] {
    guard let timing = timings[id] else { return all(other) }
    return try labels.map { try result.values(id, timing == .each ? $0 : horizon.label) }
  }

  private func all(_ value: Double) -> [[Double]] {
    labels.map { _ in [Double](repeating: value, count: result.simulation.trials) }
  }
}
