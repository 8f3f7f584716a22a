import Foundation
import Testing
import Torreya

/// Scenarios whose answer is known on paper: the simulation must come within its own Monte Carlo
/// error of it, from whatever seed.
@Suite("analytic answers")
struct AnalyticTests {
  private static let seeds: [UInt64] = [1, 2, 20_240_326, 99_991]
  private let trials = 8000

  private func scenario(
    periods: Int = 1, drivers: [String: Any] = [:], indicators: [[String: Any]] = [],
    _ others: [String: Any] = [:]
  ) -> ScenarioText {
    var members: [String: Any] = [
      "torreya": 1, "id": "known", "horizon": ["first": "2024-01", "periods": periods],
      "drivers": drivers, "indicators": indicators,
    ]
    members.merge(others) { _, new in new }
    return ScenarioText(name: "known.json", members: members)
  }

  private func uncertain(_ id: String, _ value: Any) -> [String: Any] {
    ["id": id, "unit": "元", "value": value]
  }

  /// Four standard errors: missed by chance once in 16,000 questions.
  private func expectMean(
    _ values: [Double], _ mean: Double, deviation: Double,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let found = values.reduce(0, +) / Double(values.count)
    let error = deviation / Double(values.count).squareRoot()
    #expect(abs(found - mean) < 4 * error, sourceLocation: sourceLocation)
  }

  private func deviation(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
    return (squares / Double(values.count - 1)).squareRoot()
  }

  private func correlation(_ left: [Double], _ right: [Double]) -> Double {
    let count = Double(left.count)
    let means = (left.reduce(0, +) / count, right.reduce(0, +) / count)
    let product = zip(left, right).map { ($0 - means.0) * ($1 - means.1) }.reduce(0, +)
    return product / (count - 1) / deviation(left) / deviation(right)
  }

  @Test("the sum of normals is normal", arguments: seeds)
  func normalSum(seed: UInt64) throws {
    let result = try scenario(indicators: [
      uncertain("a", ["normal": ["mean": "100元", "standardDeviation": "15元"]]),
      uncertain("b", ["normal": ["mean": "50元", "standardDeviation": "8元"]]),
      ["id": "c", "unit": "元", "formula": "a - 2 * b"],
    ]).run(trials: trials, seed: seed)
    let values = try result.values("c", "2024-01")
    expectMean(values, 0, deviation: 481.0.squareRoot())
    let spread = 481.0.squareRoot()
    #expect(abs(deviation(values) - spread) < 4 * spread / Double(2 * trials).squareRoot())
    // 0.8413 of a normal lie below one deviation.
    let share = Double(values.count { $0 < spread }) / Double(trials)
    #expect(abs(share - 0.841345) < 4 * (0.841345 * 0.158655 / Double(trials)).squareRoot())
  }

  @Test("a volatile tax brings its annual amount on average", arguments: seeds)
  func lognormalShock(seed: UInt64) throws {
    let result = try scenario(
      periods: 12,
      [
        "fiscal": [
          "taxes": [
            [
              "id": "vat", "kind": "valueAddedTax", "annual": "1200万元", "localShare": "50%",
              "volatility": 0.3,
            ]
          ]
        ]
      ]
    ).run(trials: trials, seed: seed)
    let month = 1e6
    // The relative deviation of a lognormal whose logarithm has the deviation 0.3.
    let spread = (exp(0.09) - 1).squareRoot()
    for label in ["2024-01", "2024-07"] {
      let values = try result.values("fiscal.total.recurring", label)
      expectMean(values, month, deviation: month * spread)
      let logs = values.map { log($0 / month) }
      #expect(abs(deviation(logs) - 0.3) < 4 * 0.3 / Double(2 * trials).squareRoot())
    }
    let year = try result.values("fiscal.total.recurring", "2024")
    expectMean(year, 12 * month, deviation: month * spread * 12.0.squareRoot())
  }

  @Test("the mean of a PERT is (low + 4 likely + high) / 6", arguments: seeds)
  func pert(seed: UInt64) throws {
    let result = try scenario(indicators: [
      uncertain("a", ["pert": ["low": "3800元", "likely": "4300元", "high": "4900元"]])
    ]).run(trials: trials, seed: seed)
    let mean = (3800 + 4 * 4300 + 4900) / 6.0
    let deviation = ((mean - 3800) * (4900 - mean) / 7).squareRoot()
    expectMean(try result.values("a", "2024-01"), mean, deviation: deviation)
  }

  @Test("an AR(1) is stationary from its first period on", arguments: seeds)
  func autoregression(seed: UInt64) throws {
    let process: [String: Any] = [
      "ar1": ["mean": 0.1, "persistence": 0.6, "standardDeviation": 0.03]
    ]
    let result = try scenario(periods: 13, drivers: ["activity": ["process": process]])
      .run(trials: trials, seed: seed)
    let labels = result.compiled.model.model.horizon.periods.map(\.label)
    let columns = try labels.map { try result.values("drivers.activity", $0) }
    for column in columns {
      expectMean(column, 0.1, deviation: 0.03)
      #expect(abs(deviation(column) - 0.03) < 4 * 0.03 / Double(2 * trials).squareRoot())
    }
    for lag in [1, 2, 5] {
      let expected = pow(0.6, Double(lag))
      let error = (1 - expected * expected) / Double(trials).squareRoot()
      for start in [0, 4, 7] {
        #expect(abs(correlation(columns[start], columns[start + lag]) - expected) < 4 * error)
      }
    }
  }

  @Test(
    "a Poisson count has its mean as variance, and is drawn anew in each period",
    arguments: seeds)
  func poisson(seed: UInt64) throws {
    let counts: [String: Any] = ["unit": "次", "value": ["poisson": ["mean": 2.4]]]
    let result = try scenario(periods: 2, drivers: ["landfalls": counts])
      .run(trials: trials, seed: seed)
    let months = try ["2024-01", "2024-02"].map { try result.values("drivers.landfalls", $0) }
    for values in months {
      expectMean(values, 2.4, deviation: 2.4.squareRoot())
      let none = Double(values.count { $0 == 0 }) / Double(trials)
      let expected = exp(-2.4)
      #expect(abs(none - expected) < 4 * (expected * (1 - expected) / Double(trials)).squareRoot())
      #expect(abs(deviation(values) * deviation(values) - 2.4) < 0.2)
    }
    #expect(abs(correlation(months[0], months[1])) < 4 / Double(trials).squareRoot())
  }

  @Test("correlated draws have the correlation that was asked for", arguments: seeds)
  func correlated(seed: UInt64) throws {
    let normal: [String: Any] = ["value": ["normal": ["mean": 0, "standardDeviation": 1]]]
    let matrix = [[1, 0.6, -0.3], [0.6, 1, 0.2], [-0.3, 0.2, 1]]
    let names = ["a", "b", "c"]
    let result = try scenario(
      periods: 2,
      drivers: Dictionary(uniqueKeysWithValues: names.map { ($0, normal) }),
      [
        "correlations": [
          ["streams": names.map { "drivers.\($0).value" }, "matrix": matrix]
        ]
      ]
    ).run(trials: trials, seed: seed)
    for label in ["2024-01", "2024-02"] {
      let columns = try names.map { try result.values("drivers.\($0)", label) }
      for (row, column) in [(0, 1), (0, 2), (1, 2)] {
        let expected = matrix[row][column]
        let error = (1 - expected * expected) / Double(trials).squareRoot()
        #expect(abs(correlation(columns[row], columns[column]) - expected) < 4 * error)
      }
      for column in columns { expectMean(column, 0, deviation: 1) }
    }
  }

  @Test("two activities: one after the other, and side by side", arguments: seeds)
  func network(seed: UInt64) throws {
    func activity(_ id: String, after: [String] = []) -> [String: Any] {
      ["id": id, "after": after, "duration": ["uniform": ["low": "10天", "high": "20天"]]]
    }
    let projects: [[String: Any]] = [
      [
        "id": "chain", "calendar": "always",
        "activities": [activity("first"), activity("second", after: ["first"])],
      ],
      [
        "id": "pair", "calendar": "always",
        "activities": [activity("left"), activity("right")],
      ],
    ]
    let model = try scenario(
      periods: 3,
      ["calendars": [["id": "always", "week": "sevenDay"]], "works": ["projects": projects]]
    ).model()
    // Moments rather than days, which are rounded.
    let plan = compile(model, recording: .everything).plan
    let result = try simulate(plan, testSettings(trials: trials, seed: seed))
    let start = Double(model.model.horizon.firstDay.dayNumber)
    func elapsed(_ id: String) throws -> [Double] {
      let column = try #require(result.column(id, period: model.model.horizon.label))
      return (0..<trials).map { result.value(of: column, inTrial: $0) - start }
    }
    let spread = 10 / 12.0.squareRoot()
    expectMean(
      try elapsed("works.chain.ends"), 30, deviation: spread * 2.0.squareRoot())
    // The later of two uniforms on (0, 1) has the mean 2/3 and the variance 1/18.
    expectMean(
      try elapsed("works.pair.ends"), 10 + 20.0 / 3, deviation: 10 / 18.0.squareRoot())
    let critical = try ["left", "right"].map { activity in
      try elapsed("works.pair.\(activity).critical").map { $0 + start }
    }
    for trial in 0..<trials { #expect(critical[0][trial] + critical[1][trial] >= 1) }
    for share in critical {
      // Half of the time the longer one.
      expectMean(share, 0.5, deviation: 0.5)
    }
  }
}
