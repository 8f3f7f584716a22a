import Foundation
import Testing
import Torreya

/// Yearly sums of lognormal shocks, whose mean and variance are known on paper: five standard
/// errors, of the variance by the sample's own fourth moment.
@Suite("fiscal shocks") struct FiscalShockTests {
  private static let seeds: [UInt64] = [1, 20_240_326]
  private let trials = 20_000
  private let month = 1e6

  private func year(
    _ tax: [String: Any], seed: UInt64, of entry: String = "fiscal.accrued"
  ) throws -> [Double] {
    var members: [String: Any] = [
      "id": "vat", "kind": "valueAddedTax", "annual": "1200万元", "localShare": "50%",
    ]
    members.merge(tax) { _, new in new }
    var fiscal: [String: Any] = ["taxes": [members]]
    if members["filing"] != nil { fiscal["filingCalendar"] = "seeds/tax-filing-calendar.csv" }
    return try ScenarioText(
      name: "shocks.json",
      members: [
        "torreya": 1, "id": "shocks", "horizon": ["first": "2024-01", "periods": 12],
        "fiscal": fiscal,
      ], files: ScenarioText.randomTaxes(0).files
    ).run(trials: trials, seed: seed).values(entry, "2024").map { $0 / month }
  }

  private func expect(
    _ values: [Double], mean: Double, variance: Double,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let count = Double(values.count)
    let found = values.reduce(0, +) / count
    let squares = values.map { ($0 - found) * ($0 - found) }
    let spread = squares.reduce(0, +) / (count - 1)
    let fourth = squares.reduce(0) { $0 + $1 * $1 } / count
    #expect(
      abs(found - mean) < 5 * (variance / count).squareRoot(), "mean \(found), not \(mean)",
      sourceLocation: sourceLocation)
    #expect(
      abs(spread - variance) < 5 * ((fourth - spread * spread) / count).squareRoot(),
      "variance \(spread), not \(variance)", sourceLocation: sourceLocation)
  }

  @Test("independent shocks of mean one: variances add", arguments: seeds)
  func independent(seed: UInt64) throws {
    let spread = exp(0.3 * 0.3) - 1
    expect(try year(["volatility": 0.3], seed: seed), mean: 12, variance: 12 * spread)
    // Paid a month later: eleven of the shocks, and a December that has none.
    let paid = try year(
      ["volatility": 0.3, "filing": ["monthly": 1]], seed: seed, of: "fiscal.total.recurring")
    expect(paid, mean: 12, variance: 11 * spread)
  }

  @Test("an AR(1) of the logarithm: months hang together", arguments: seeds)
  func autoregressive(seed: UInt64) throws {
    let (persistence, deviation) = (0.7, 0.25)
    let process = ["ar1": ["persistence": persistence, "standardDeviation": deviation]]
    let square = deviation * deviation
    // exp(x) has the mean exp(s²/2); two of them the covariance exp(s²)(exp(s² ρ^lag) - 1).
    var variance = 0.0
    for first in 0..<12 {
      for second in 0..<12 {
        variance += exp(square) * (exp(square * pow(persistence, Double(abs(first - second)))) - 1)
      }
    }
    expect(
      try year(["process": process], seed: seed), mean: 12 * exp(square / 2), variance: variance)
  }

  @Test("processes of two taxes can be joined by a correlation", arguments: seeds)
  func correlated(seed: UInt64) throws {
    let process = ["ar1": ["persistence": 0, "standardDeviation": 0.2]]
    let taxes = ["a", "b"].map { id -> [String: Any] in
      [
        "id": id, "kind": "valueAddedTax", "annual": "1200万元", "localShare": "50%",
        "process": process,
      ]
    }
    let result = try ScenarioText(
      name: "joined.json",
      members: [
        "torreya": 1, "id": "joined", "horizon": ["first": "2024-01", "periods": 3],
        "fiscal": ["taxes": taxes],
        "correlations": [
          ["streams": ["fiscal.a.process.shock", "fiscal.b.process.shock"], "correlation": 0.6]
        ],
      ]
    ).run(trials: trials, seed: seed)
    let logs = try ["a", "b"].map {
      try result.values("fiscal.\($0).accrued", "2024-02").map { log($0 / month) / 0.2 }
    }
    let products = zip(logs[0], logs[1]).map { $0 * $1 }
    let mean = products.reduce(0, +) / Double(trials)
    // The product of two normals with the correlation r has the variance 1 + r².
    #expect(abs(mean - 0.6) < 5 * (1.36 / Double(trials)).squareRoot())
  }
}
