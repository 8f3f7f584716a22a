import Foundation
import Testing
import Torreya

/// Sums of a random number of random amounts have moments that are known on paper.
///
/// - Source: Feller, *An Introduction to Probability Theory and Its Applications*, vol. 1, 3rd ed.
///   (1968), XII.2; for a number N of amounts X the mean is E[N] E[X], and the variance
///   E[N] Var[X] + Var[N] E[X]².
@Suite("moments of one-offs")
struct JumpMomentTests {
  private static let seeds: [UInt64] = [1, 2, 20_240_326, 99_991]
  private let trials = 40_000
  // A lognormal with the median 100 万元 and the 0.9 quantile 180 万元, in 万元.
  private static let sigma = log(1.8) / 1.2815515655446004
  private static let mean = 100 * exp(sigma * sigma / 2)
  private static let square = 1e4 * exp(2 * sigma * sigma)

  private func run(_ timing: [String: Any], seed: UInt64) throws -> RunResult {
    var event: [String: Any] = [
      "id": "sale", "kind": "shareSale", "tax": "pit",
      "amount": ["lognormal": ["median": "100万元", "p90": "180万元"]],
    ]
    event.merge(timing) { $1 }
    return try ScenarioText(
      name: "jumps.json",
      members: [
        "torreya": 1, "id": "jumps", "horizon": ["first": "2024-01", "periods": 24],
        "fiscal": [
          "taxes": [
            [
              "id": "pit", "kind": "personalIncomeTax", "annual": "0万元", "localShare": 0.4,
            ]
          ], "oneOff": [event],
        ],
      ]
    ).run(trials: trials, seed: seed)
  }

  /// The mean within four standard errors, and the deviation within four of those that the fourth
  /// moment of the sample gives it.
  private func expect(
    _ values: [Double], mean: Double, variance: Double,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let count = Double(values.count)
    let found = values.reduce(0, +) / count
    #expect(
      abs(found - mean) < 4 * (variance / count).squareRoot(), "mean \(found), expected \(mean)",
      sourceLocation: sourceLocation)
    let distances = values.map { ($0 - mean) * ($0 - mean) }
    let spread = distances.reduce(0, +) / count
    let fourth = distances.reduce(0) { $0 + $1 * $1 } / count
    #expect(
      abs(spread - variance) < 4 * ((fourth - spread * spread) / count).squareRoot(),
      "variance \(spread), expected \(variance)", sourceLocation: sourceLocation)
  }

  private func values(_ result: RunResult, _ label: String) throws -> [Double] {
    try result.values("fiscal.sale.tax", label).map { $0 / 1e4 }
  }

  private func expectBernoulli(_ values: [Double], _ probability: Double) {
    expect(
      values, mean: probability * Self.mean,
      variance: probability * Self.square - (probability * Self.mean) * (probability * Self.mean))
  }

  private func expectPoisson(_ values: [Double], _ rate: Double) {
    expect(values, mean: rate * Self.mean, variance: rate * Self.square)
  }

  @Test("once in a window", arguments: seeds)
  func window(seed: UInt64) throws {
    let result = try run(
      ["probability": 0.3, "first": "2024-05", "last": "2024-10"], seed: seed)
    expectBernoulli(try values(result, "2024"), 0.3)
    expectBernoulli(try values(result, "2024-07"), 0.05)
    #expect(try values(result, "2024-04").allSatisfy { $0 == 0 })
    #expect(try values(result, "2025").allSatisfy { $0 == 0 })
  }

  @Test("once in a year, by month", arguments: seeds)
  func months(seed: UInt64) throws {
    let months = [0, 0, 0.1, 0, 0, 0.2, 0, 0, 0.3, 0, 0, 0.4]
    let result = try run(["probability": 0.6, "months": months], seed: seed)
    for (month, share) in months.enumerated() {
      let label = "2024-" + (month < 9 ? "0" : "") + "\(month + 1)"
      let values = try values(result, label)
      if share == 0 {
        #expect(values.allSatisfy { $0 == 0 })
      } else {
        expectBernoulli(values, 0.6 * share)
      }
    }
    expectBernoulli(try values(result, "2024"), 0.6)
    // Each year has a chance of its own.
    let both = zip(try values(result, "2024"), try values(result, "2025")).count {
      $0 > 0 && $1 > 0
    }
    let share = Double(both) / Double(trials)
    #expect(abs(share - 0.36) < 4 * (0.36 * 0.64 / Double(trials)).squareRoot())
  }

  @Test("several in a window", arguments: seeds)
  func several(seed: UInt64) throws {
    let result = try run(
      ["expectedNumber": 4, "first": "2024-01", "last": "2024-10"], seed: seed)
    expectPoisson(try values(result, "2024"), 4)
    expectPoisson(try values(result, "2024-03"), 0.4)
    #expect(try values(result, "2024-12").allSatisfy { $0 == 0 })
  }

  @Test("several in a year, by month", arguments: seeds)
  func severalByMonth(seed: UInt64) throws {
    let months = [0.05, 0.05, 0, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]
    let result = try run(["expectedNumber": 1.5, "months": months], seed: seed)
    expectPoisson(try values(result, "2024"), 1.5)
    expectPoisson(try values(result, "2025"), 1.5)
    expectPoisson(try values(result, "2025-12"), 0.15)
    #expect(try values(result, "2024-03").allSatisfy { $0 == 0 })
  }
}
