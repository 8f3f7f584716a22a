import Foundation
import Testing
import Torreya

/// Processes whose moments are known on paper, met within the simulation's own error: five
/// standard errors, since there are many questions.
@Suite("processes") struct ProcessTests {
  private static let seeds: [UInt64] = [1, 20_240_326]
  private let trials = 8000

  private func run(
    _ driver: [String: Any], periods: Int = 8, first: String = "2024-01", seed: UInt64
  ) throws -> RunResult {
    try ScenarioText(
      name: "process.json",
      members: [
        "torreya": 1, "id": "process", "horizon": ["first": first, "periods": periods],
        "drivers": ["x": driver],
      ]
    ).run(trials: trials, seed: seed)
  }

  private func covariance(_ left: [Double], _ right: [Double]) -> Double {
    let count = Double(left.count)
    let means = (left.reduce(0, +) / count, right.reduce(0, +) / count)
    return zip(left, right).reduce(0) { $0 + ($1.0 - means.0) * ($1.1 - means.1) } / (count - 1)
  }

  /// The mean, within its error by the sample's own spread.
  private func expectMean(
    _ values: [Double], _ expected: Double,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let error = (covariance(values, values) / Double(values.count)).squareRoot()
    let found = values.reduce(0, +) / Double(values.count)
    #expect(abs(found - expected) < 5 * error, sourceLocation: sourceLocation)
  }

  /// A covariance: the mean of products of deviations.
  private func expectCovariance(
    _ left: [Double], _ right: [Double], _ expected: Double, means: (Double, Double),
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let products = zip(left, right).map { ($0 - means.0) * ($1 - means.1) }
    expectMean(products, expected, sourceLocation: sourceLocation)
  }

  // MARK: Vector autoregression

  /// The long run of two values by hand: see VectorAutoregressionTests.
  @Test("a vector autoregression is in its long run from the first period on", arguments: seeds)
  func vectorAutoregression(seed: UInt64) throws {
    let result = try run(
      [
        "vectorAutoregression": [
          "variables": [
            ["id": "a", "unit": "万元", "mean": "10万元", "standardDeviation": "0.02万元"],
            ["id": "b", "standardDeviation": 0.01],
          ],
          "lags": [[[0.6, 0], [0.3, 0.5]]], "correlation": 0.4,
        ]
      ], seed: seed)
    let names = (0..<8).map { "2024-0\($0 + 1)" }
    for label in [names[0], names[1], names[7]] {
      // In base units: 元 for the first.
      let a = try result.values("drivers.x.a", label).map { $0 / 10_000 - 10 }
      let b = try result.values("drivers.x.b", label)
      expectMean(a, 0)
      expectMean(b, 0)
      expectCovariance(a, a, 6.25e-4, means: (0, 0))
      expectCovariance(a, b, 2.75e-4, means: (0, 0))
      expectCovariance(b, b, 2.3875e-4 / 0.75, means: (0, 0))
    }
    // One period later the second follows: 0.3 · 6.25e-4 + 0.5 · 2.75e-4.
    for period in [0, 5] {
      let a = try result.values("drivers.x.a", names[period]).map { $0 / 10_000 - 10 }
      let b = try result.values("drivers.x.b", names[period + 1])
      expectCovariance(a, b, 3.25e-4, means: (0, 0))
    }
  }

  /// One variable, two lags: the variance by Box and Jenkins (1970), 3.2.
  @Test("two lags", arguments: seeds)
  func twoLags(seed: UInt64) throws {
    let result = try run(
      [
        "vectorAutoregression": [
          "variables": [["id": "a", "standardDeviation": 1]], "lags": [[[1.2]], [[-0.5]]],
        ]
      ], seed: seed)
    let variance = 1.5 / (0.5 * (2.25 - 1.44))
    let columns = try (1...8).map { try result.values("drivers.x.a", "2024-0\($0)") }
    for period in [0, 1, 7] {
      expectCovariance(columns[period], columns[period], variance, means: (0, 0))
    }
    for period in [0, 4] {
      expectCovariance(
        columns[period], columns[period + 1], variance * 1.2 / 1.5, means: (0, 0))
      expectCovariance(
        columns[period], columns[period + 2], variance * (1.2 * 1.2 / 1.5 - 0.5), means: (0, 0))
    }
  }

  // MARK: Mean reversion

  @Test("mean reversion is the same process by months and by quarters", arguments: seeds)
  func meanReversion(seed: UInt64) throws {
    let process: [String: Any] = [
      "process": ["meanReversion": ["mean": 100, "halfLife": "6个月", "standardDeviation": 10]]
    ]
    for (first, labels, halves) in [
      ("2024-01", ["2024-01", "2024-02", "2024-07"], [1.0 / 6, 1]),
      ("2024-Q1", ["2024-Q1", "2024-Q2", "2024-Q3"], [0.5, 1]),
    ] {
      let result = try run(process, first: first, seed: seed)
      let columns = try labels.map { try result.values("drivers.x", $0) }
      for column in columns {
        expectMean(column, 100)
        expectCovariance(column, column, 100, means: (100, 100))
      }
      for (column, half) in zip(columns.dropFirst(), halves) {
        expectCovariance(columns[0], column, 100 * pow(0.5, half), means: (100, 100))
      }
    }
  }

  /// A volatility of σ a year and a speed of κ have the long-run variance σ² / 2κ; on logarithms
  /// around a median of 50.
  @Test("mean reversion of a logarithm", arguments: seeds)
  func logarithmicMeanReversion(seed: UInt64) throws {
    let result = try run(
      [
        "unit": "元/kg",
        "process": [
          "meanReversion": [
            "mean": "50元/kg", "speed": 1.5, "volatility": 0.3, "scale": "logarithm",
          ]
        ],
      ], seed: seed)
    let columns = try ["2024-01", "2024-05"].map {
      try result.values("drivers.x", $0).map { log($0 / 50) }
    }
    for column in columns {
      expectMean(column, 0)
      expectCovariance(column, column, 0.03, means: (0, 0))
    }
    expectCovariance(columns[0], columns[1], 0.03 * exp(-0.5), means: (0, 0))
  }

  // MARK: Jumps

  /// Sizes with mean 1 and second moment 4/3. A probability p: mean p, variance 4p/3 - p²; a rate
  /// λ: mean λ, variance 4λ/3. With half remaining: a geometric sum of both.
  @Test("jumps", arguments: seeds)
  func jumps(seed: UInt64) throws {
    for (key, number, variance) in [
      ("probability", 0.3, 0.31), ("rate", 1.5, 2.0), ("rate", 0.2, 0.8 / 3),
    ] {
      for remaining in [0, 0.5] {
        let size = ["uniform": ["low": 0, "high": 2]]
        let result = try run(
          ["process": ["jumps": [key: number, "size": size, "remaining": remaining]]], seed: seed)
        for period in [1, 2, 6] {
          let values = try result.values("drivers.x", "2024-0\(period)")
          let steps = Double(period)
          let mean = number * (1 - pow(remaining, steps)) / (1 - remaining)
          let spread = variance * (1 - pow(remaining, 2 * steps)) / (1 - remaining * remaining)
          expectMean(values, mean)
          expectCovariance(values, values, spread, means: (mean, mean))
        }
      }
    }
  }

  // MARK: Regimes

  /// Left with 0.1 and 0.3: the second state holds a quarter of the time, and what is left of a
  /// deviation after a period is 1 - 0.1 - 0.3.
  @Test("two states", arguments: seeds)
  func regimes(seed: UInt64) throws {
    let first: [String: Any] = [
      "duration": "10个月", "value": ["normal": ["mean": 0, "standardDeviation": 1]],
    ]
    let second: [String: Any] = [
      "leaving": 0.3, "value": ["normal": ["mean": 5, "standardDeviation": 2]],
    ]
    let result = try run(
      ["process": ["regimes": ["first": first, "second": second]]], seed: seed)
    let labels = ["2024-01", "2024-02", "2024-04", "2024-08"]
    let states = try labels.map { try result.values("drivers.x.inSecond", $0) }
    let values = try labels.map { try result.values("drivers.x", $0) }
    for (state, value) in zip(states, values) {
      #expect(state.allSatisfy { $0 == 0 || $0 == 1 })
      expectMean(state, 0.25)
      expectMean(value, 1.25)
      // Within the states 0.75 · 1 + 0.25 · 4, between them 0.75 · 0.25 · 25.
      expectCovariance(value, value, 6.4375, means: (1.25, 1.25))
    }
    for (place, lag) in [(1, 1.0), (2, 3), (3, 7)] {
      let left = pow(0.6, lag)
      expectCovariance(states[0], states[place], 0.1875 * left, means: (0.25, 0.25))
      expectCovariance(values[0], values[place], 0.1875 * 25 * left, means: (1.25, 1.25))
    }
  }
}
