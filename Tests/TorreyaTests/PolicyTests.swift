import Testing
import Torreya

/// A policy whose date is uncertain is in force as often as its date has passed.
@Suite("policies that may come")
struct PolicyTests {
  private let trials = 20_000

  private func run(_ policies: [[String: Any]], seed: UInt64) throws -> RunResult {
    try ScenarioText(
      name: "policies.json",
      members: [
        "torreya": 1, "id": "policies", "horizon": ["first": "2024-01", "periods": 12],
        "fiscal": [
          "taxes": [["id": "deed", "kind": "deedTax", "annual": "0万元", "localShare": 1]],
          "policies": policies,
        ],
        "indicators": [
          ["id": "attraction", "kind": "rate", "formula": "fiscal.effects.attraction"]
        ],
      ]
    ).run(trials: trials, seed: seed)
  }

  private func expectShare(
    _ values: [Double], _ share: Double,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let found = values.reduce(0, +) / Double(trials)
    let error = (share * (1 - share) / Double(trials)).squareRoot()
    #expect(
      abs(found - share) <= 4 * error, "\(found), expected \(share)",
      sourceLocation: sourceLocation)
  }

  @Test("in force by the middle of each month", arguments: [1, 99_991] as [UInt64])
  func dates(seed: UInt64) throws {
    // Each day from 1 March to 1 September, 184 days, is as likely.
    let result = try run(
      [
        [
          "id": "south", "probability": 0.6,
          "from": ["uniform": ["low": "2024-03-01", "high": "2024-09-01"]],
          "effects": [["id": "attraction", "factor": 3]],
        ]
      ], seed: seed)
    let first = try #require(CalendarDate(iso: "2024-03-01")).dayNumber
    var before = [Double](repeating: 0, count: trials)
    for period in result.compiled.model.model.horizon.periods {
      let values = try result.values("fiscal.policies.south.inForce", period.label)
      let middle = Double(period.firstDay.dayNumber - first) + Double(period.days) / 2
      expectShare(values, 0.6 * min(max(middle / 184, 0), 1))
      #expect(values.allSatisfy { $0 == 0 || $0 == 1 })
      // What is in force stays.
      #expect(zip(before, values).allSatisfy { $0 <= $1 })
      before = values
      let attraction = try result.values("attraction", period.label)
      #expect(zip(values, attraction).allSatisfy { $1 == 1 + 2 * $0 })
    }
  }

  @Test("policies come independently, and their factors are multiplied")
  func together() throws {
    let chances = [0.3, 0.5, 0.8]
    let factors = [2.0, 0.5, 1.25]
    let policies = zip(chances, factors).enumerated().map { number, terms -> [String: Any] in
      [
        "id": "p\(number)", "probability": terms.0, "from": "2024-02-01",
        "effects": [["id": "attraction", "factor": terms.1]],
      ]
    }
    let result = try run(policies, seed: 3)
    let states = try policies.indices.map {
      try result.values("fiscal.policies.p\($0).inForce", "2024-06")
    }
    let attraction = try result.values("attraction", "2024-06")
    for trial in 0..<trials {
      let product = states.indices.reduce(1) { $0 * (states[$1][trial] == 1 ? factors[$1] : 1) }
      #expect(attraction[trial] == product)
    }
    let all = (0..<trials).map { trial in states.reduce(1) { $0 * $1[trial] } }
    expectShare(all, 0.3 * 0.5 * 0.8)
    #expect(try result.values("attraction", "2024-01").allSatisfy { $0 == 1 })
  }
}
