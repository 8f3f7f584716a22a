import Foundation
import Testing
import Torreya

/// Correlated draws whose joint behaviour is known on paper, met within the simulation's own
/// error: four standard errors, missed by chance once in 16,000 questions.
@Suite("dependence") struct DependenceTests {
  private static let seeds: [UInt64] = [1, 20_240_326]
  private let trials = 16_000

  private let values: [String: Any] = [
    "normal": ["normal": ["mean": 10, "standardDeviation": 2]],
    "lognormal": ["lognormal": ["logMean": 0, "logStandardDeviation": 0.4]],
    "exponential": ["exponential": ["mean": 3]],
    "uniform": ["uniform": ["low": -1, "high": 1]],
  ]

  private func scenario(_ left: String, _ right: String, _ correlation: [String: Any])
    -> ScenarioText
  {
    var group = correlation
    group["streams"] = ["drivers.a.value", "drivers.b.value"]
    return ScenarioText(
      name: "dependent.json",
      members: [
        "torreya": 1, "id": "dependent", "horizon": ["first": "2024-01", "periods": 2],
        "drivers": ["a": ["value": values[left]!], "b": ["value": values[right]!]],
        "correlations": [group],
      ])
  }

  private func pairs(_ scenario: ScenarioText, seed: UInt64, _ period: String = "2024-02") throws
    -> ([Double], [Double])
  {
    let result = try scenario.run(trials: trials, seed: seed)
    return try (result.values("drivers.a", period), result.values("drivers.b", period))
  }

  private func ranks(_ values: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: values.count)
    for (rank, place) in values.indices.sorted(by: { values[$0] < values[$1] }).enumerated() {
      result[place] = Double(rank)
    }
    return result
  }

  private func correlation(_ left: [Double], _ right: [Double]) -> Double {
    let count = Double(left.count)
    let means = (left.reduce(0, +) / count, right.reduce(0, +) / count)
    func product(_ a: [Double], _ b: [Double], _ m: Double, _ n: Double) -> Double {
      zip(a, b).reduce(0) { $0 + ($1.0 - m) * ($1.1 - n) }
    }
    return product(left, right, means.0, means.1)
      / (product(left, left, means.0, means.0) * product(right, right, means.1, means.1))
      .squareRoot()
  }

  private let copulas: [[String: Any]] = [
    [:], ["copula": ["studentT": ["degreesOfFreedom": 4]]],
  ]

  @Test("rank correlations are those of the ranks, whatever the values", arguments: seeds)
  func rank(seed: UInt64) throws {
    for copula in copulas {
      for wanted in [-0.7, 0.5] {
        let group = copula.merging(["measure": "rank", "correlation": wanted]) { $1 }
        let (a, b) = try pairs(scenario("lognormal", "exponential", group), seed: seed)
        // Wider under a t copula, whose extremes weigh more.
        let error = 1.3 * (1 - wanted * wanted) / Double(trials).squareRoot()
        #expect(abs(correlation(ranks(a), ranks(b)) - wanted) < 4 * error)
      }
    }
  }

  @Test("Kendall's correlation is that of the order of pairs", arguments: seeds)
  func kendall(seed: UInt64) throws {
    for copula in copulas {
      let group = copula.merging(["measure": "kendall", "correlation": 0.4]) { $1 }
      let (a, b) = try pairs(scenario("uniform", "lognormal", group), seed: seed)
      // Neighbouring trials are independent pairs.
      var agreeing = 0.0
      for first in stride(from: 0, to: trials, by: 2) {
        agreeing += (a[first] - a[first + 1]) * (b[first] - b[first + 1]) > 0 ? 1 : -1
      }
      let error = (1 - 0.16).squareRoot() / Double(trials / 2).squareRoot()
      #expect(abs(agreeing / Double(trials / 2) - 0.4) < 4 * error)
    }
  }

  @Test("product-moment correlations are those of the values", arguments: seeds)
  func productMoment(seed: UInt64) throws {
    for copula in copulas {
      for (left, right, wanted) in [
        ("lognormal", "exponential", 0.6), ("normal", "uniform", -0.5), ("normal", "normal", 0.3),
      ] {
        let group = copula.merging(["measure": "productMoment", "correlation": wanted]) { $1 }
        let (a, b) = try pairs(scenario(left, right, group), seed: seed)
        let error = correlationError(a, b)
        #expect(abs(correlation(a, b) - wanted) < 4 * error)
      }
    }
  }

  /// The spread of the correlation over 40 parts of the sample, over the root of their number.
  private func correlationError(_ a: [Double], _ b: [Double]) -> Double {
    let size = a.count / 40
    let parts = (0..<40).map { part in
      let range = (part * size)..<((part + 1) * size)
      return correlation(Array(a[range]), Array(b[range]))
    }
    let mean = parts.reduce(0, +) / 40
    return (parts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 39 / 40).squareRoot()
  }

  /// Both below their 5 % points: 0.018293 for a t copula with 3 degrees of freedom and 0.5,
  /// 0.012189 for the Gaussian one; 0.007648 for the t copula with 0, where independence has
  /// 0.0025. From the bivariate distribution functions of SciPy.
  @Test("extremes come together under a t copula", arguments: seeds)
  func tails(seed: UInt64) throws {
    let student: [String: Any] = ["copula": ["studentT": ["degreesOfFreedom": 3]]]
    for (copula, scores, expected) in [
      (student, 0.5, 0.018293), (student, 0, 0.007648), ([:], 0.5, 0.012189),
    ] {
      let group = copula.merging(["correlation": scores]) { $1 }
      let (a, b) = try pairs(scenario("normal", "uniform", group), seed: seed)
      let low = (10 - 2 * 1.644_853_627, -0.9)
      let both = Double(zip(a, b).count { $0 < low.0 && $1 < low.1 }) / Double(trials)
      let error = (expected * (1 - expected) / Double(trials)).squareRoot()
      #expect(abs(both - expected) < 4 * error)
      // The values by themselves are what they were.
      let below = Double(a.count { $0 < low.0 }) / Double(trials)
      #expect(abs(below - 0.05) < 4 * (0.05 * 0.95 / Double(trials)).squareRoot())
      let mean = a.reduce(0, +) / Double(trials)
      #expect(abs(mean - 10) < 4 * 2 / Double(trials).squareRoot())
    }
  }

  @Test("perfect correlations hold in every trial")
  func perfect() throws {
    for sign in [-1.0, 1] {
      for copula in copulas {
        let group = copula.merging(["correlation": sign]) { $1 }
        let (a, b) = try pairs(scenario("normal", "uniform", group), seed: 1)
        let order = zip(ranks(a), ranks(b).map { sign > 0 ? $0 : Double(trials - 1) - $0 })
        #expect(order.allSatisfy { abs($0 - $1) < 1 })
      }
    }
  }

  @Test("a t copula draws the same numbers on any threads, for any number of trials")
  func invariance() throws {
    let group: [String: Any] = [
      "correlation": 0.5, "measure": "rank", "copula": ["studentT": ["degreesOfFreedom": 5]],
    ]
    let text = scenario("lognormal", "uniform", group)
    let whole = try text.run(trials: 5000, threads: 1)
    for (other, count) in try [
      (text.run(trials: 5000, threads: 2), 5000), (text.run(trials: 1500, threads: 2), 1500),
    ] {
      for name in ["drivers.a", "drivers.b"] {
        let values = try other.values(name, "2024-02")
        #expect(values == Array(try whole.values(name, "2024-02").prefix(count)))
      }
    }
    // The spread is drawn anew in each period: extremes of one do not come with the next.
    let sizes = try ["2024-01", "2024-02"].map { period in
      try whole.values("drivers.b", period).map(abs)
    }
    #expect(abs(correlation(sizes[0], sizes[1])) < 4 / 5000.0.squareRoot())
  }
}
