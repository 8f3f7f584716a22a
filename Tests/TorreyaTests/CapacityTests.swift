import Foundation
import SeededNumbers
import Testing
import Torreya

/// What capacities do with counts, and that nobody is lost from the books.
@Suite("capacities")
struct CapacityTests {
  private static let seeds: [UInt64] = [1, 2, 20_240_326, 99_991]

  /// A row of `Reference/limited-counts.csv`.
  struct LimitedCount: CustomTestStringConvertible {
    let mean, variation, capacity, limitedMean, limitedDeviation: Double
    var testDescription: String { "mean \(mean), variation \(variation), capacity \(capacity)" }

    static let all: [LimitedCount] = {
      let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Reference/limited-counts.csv")
      let text = (try? String(contentsOf: path, encoding: .utf8)) ?? ""
      return text.split(separator: "\n").compactMap { line in
        let cells = line.split(separator: ",").compactMap { Double($0) }
        guard cells.count == 5 else { return nil }
        return LimitedCount(
          mean: cells[0], variation: cells[1], capacity: cells[2], limitedMean: cells[3],
          limitedDeviation: cells[4])
      }
    }()
  }

  @Test("the table of counts is there")
  func tableIsThere() { #expect(LimitedCount.all.count == 6) }

  @Test("the mean of a count that is cut off at a capacity", arguments: LimitedCount.all)
  func limitedCounts(_ count: LimitedCount) throws {
    let trials = 2000
    let scenario = ScenarioText(
      name: "limited.json",
      members: [
        "torreya": 1, "id": "limited", "horizon": ["first": "2024-04", "periods": 1],
        "visitors": [
          "segments": [
            ["id": "a", "annual": count.mean * 360, "overdispersion": count.variation]
          ],
          "capacity": [["id": "places", "amount": count.capacity, "users": ["a": 1]]],
        ],
      ])
    for seed in Self.seeds {
      let result = try scenario.run(trials: trials, seed: seed)
      let found = try result.values("visitors.a.arrivals", "2024-04").reduce(0, +)
      let error = count.limitedDeviation * (30 * Double(trials)).squareRoot()
      #expect(abs(found - 30 * Double(trials) * count.limitedMean) < 4 * error)
    }
  }

  @Test("guests spend the nights of their stays, but for those still to come", arguments: seeds)
  func nightsSpent(seed: UInt64) throws {
    let scenario = ScenarioText(
      name: "nights.json",
      members: [
        "torreya": 1, "id": "nights", "horizon": ["first": "2024-04", "periods": 2],
        "visitors": [
          "segments": [
            [
              "id": "a", "annual": "3.6万人次", "overdispersion": 0.5,
              "lengthOfStay": ["uniform": ["low": 1, "high": 4]],
            ]
          ],
          "capacity": [["id": "beds", "kind": "night", "amount": 260, "users": ["a": 1]]],
        ],
        "indicators": [
          [
            "id": "spent", "kind": "count", "unit": "人次",
            "formula": "sumOverDays(visitors.a.daily.inHouse)",
          ],
          [
            "id": "lastNight", "kind": "level", "unit": "人次",
            "formula": "lastOfDays(visitors.a.daily.inHouse)",
          ],
          ["id": "stay", "kind": "level", "unit": "天", "formula": "visitors.a.lengthOfStay"],
        ],
      ])
    let result = try scenario.run(trials: 300, seed: seed)
    func values(_ id: String) throws -> [[Double]] {
      try ["2024-04", "2024-05"].map { try result.values(id, $0) }
    }
    let (spent, arrivals) = (try values("spent"), try values("visitors.a.arrivals"))
    let last = try result.values("lastNight", "2024-05")
    let stay = try result.values("stay", "2024-04/2024-05")
    for trial in 0..<300 {
      let guests = arrivals[0][trial] + arrivals[1][trial]
      let nights = spent[0][trial] + spent[1][trial]
      let toCome = (stay[trial] - 1) * last[trial]
      #expect(abs(nights + toCome - stay[trial] * guests) < 1e-8 * nights)
    }
  }

  @Test("demand is arrivals, spilled and lost on every day and in every trial", arguments: 0..<24)
  func massBalance(number: Int) throws {
    let scenario = RandomVisitors.scenario(number)
    let result = try scenario.run(trials: 40, seed: UInt64(number))
    let layout = try #require(result.compiled.model.scenario.visitors)
    for residual in RandomVisitors.residuals(scenario) {
      for period in ["2024-09", "2024-10"] {
        let values = try result.values("residuals." + residual, period)
        #expect(values.allSatisfy { abs($0) < 1e-6 }, "\(residual) in \(period)")
      }
    }
    let broken = result.identityChecks.filter { !$0.holds }.map(\.label.en)
    #expect(broken.isEmpty, "\(broken)")
    for capacity in layout.capacities {
      let shares = try result.values(capacity.occupancy, "2024-10")
      #expect(shares.allSatisfy { (0...1 + 1e-9).contains($0) })
    }
    // Who does not come because of a capacity was somebody.
    for group in layout.groups where group.readings.contains(.lost) {
      for reading in [VisitorsLayout.Group.Reading.demand, .arrivals, .spilled, .lost] {
        let values = try result.values(group.indicator(reading), "2024-10")
        #expect(values.allSatisfy { $0 > -1e-9 && $0.isFinite })
      }
    }
  }
}

/// Scenarios of visitors that nobody would write, with indicators of what should be zero.
enum RandomVisitors {
  static func scenario(_ number: Int) -> ScenarioText {
    var generator = SeededGenerator(UInt64(number) + 4711)
    let segments = (0..<Int.random(in: 1...4, using: &generator)).map {
      segment($0, &generator)
    }
    let ids = segments.compactMap { $0["id"] as? String }
    let capacities = (0..<Int.random(in: 1...3, using: &generator)).map {
      capacity($0, ids, &generator)
    }
    var scenario = ScenarioText(
      name: "visitors\(number).json",
      members: [
        "torreya": 1, "id": "visitors\(number)", "horizon": ["first": "2024-09", "periods": 2],
        "weather": ["typhoons": ["rates": [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0], "closureDays": 2]],
        "visitors": [
          "segments": segments, "capacity": capacities, "campaignSaturation": 0.9,
          "campaigns": [
            [
              "id": "video", "from": "2024-09-10", "to": "2024-10-10", "probability": 0.5,
              "uplift": 2, "halfLife": 4,
            ]
          ],
        ],
      ])
    scenario.members["indicators"] = indicators(scenario)
    return scenario
  }

  private static func segment(_ place: Int, _ generator: inout SeededGenerator) -> [String: Any] {
    var segment: [String: Any] = [
      "id": "s\(place)", "annual": Int.random(in: 3_000...90_000, using: &generator),
      "weekdays": ["weekend": Double.random(in: 1...4, using: &generator)],
      "holidays": ["every": Double.random(in: 1...5, using: &generator)],
      "weather": ["closed": 1],
      "lengthOfStay": [
        "uniform": ["low": 1, "high": Double.random(in: 1.5...4, using: &generator)]
      ],
    ]
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: break
    case 1: segment["overdispersion"] = 0
    default: segment["overdispersion"] = Double.random(in: 0.1...1.2, using: &generator)
    }
    if Bool.random(using: &generator) {
      segment["lengthOfStay"] = Double.random(in: 1...4, using: &generator)
      segment["stay"] = "fixed"
    }
    return segment
  }

  private static func capacity(
    _ place: Int, _ segments: [String], _ generator: inout SeededGenerator
  ) -> [String: Any] {
    var users: [String: Any] = [:]
    for segment in segments where users.isEmpty || Bool.random(using: &generator) {
      users[segment] = Double.random(in: 0.2...2, using: &generator)
    }
    var excess: [String: Any] = [:]
    if Bool.random(using: &generator) {
      excess["toNeighbours"] = Double.random(in: 0...0.5, using: &generator)
    }
    if Bool.random(using: &generator) {
      excess["toLaterDays"] = ["uniform": ["low": 0.2, "high": 0.9]]
      excess["delay"] = Int.random(in: 1...9, using: &generator)
    }
    return [
      "id": "c\(place)", "amount": Int.random(in: 0...400, using: &generator), "users": users,
      "kind": Bool.random(using: &generator) ? "night" : "day", "excess": excess,
    ]
  }

  /// The names of what should be zero.
  static func residuals(_ scenario: ScenarioText) -> [String] {
    identities(scenario).map(\.name)
  }

  private static func indicators(_ scenario: ScenarioText) -> [[String: Any]] {
    identities(scenario).map { name, formula, unit in
      [
        "id": "residuals." + name, "kind": "level", "unit": unit,
        "formula": "maxOverDays(\(formula))",
      ]
    }
  }

  private static func identities(_ scenario: ScenarioText) -> [(
    name: String, formula: String, unit: String
  )] {
    let visitors = scenario.members["visitors"] as? [String: Any] ?? [:]
    let segments = visitors["segments"] as? [[String: Any]] ?? []
    let capacities = visitors["capacity"] as? [[String: Any]] ?? []
    var made: [(name: String, formula: String, unit: String)] = []
    for id in segments.compactMap({ $0["id"] as? String }) {
      func daily(_ key: String) -> String { "visitors.\(id).daily.\(key)" }
      made.append(
        (
          "balance." + id,
          "abs(\(daily("demand")) - \(daily("arrivals")) - \(daily("spilled")) - \(daily("lost")))",
          "人次"
        ))
      let own = capacities.filter { ($0["users"] as? [String: Any])?[id] != nil }
      guard !own.isEmpty else { continue }
      // Who comes later is the demand of a later day, and of no other.
      let delays = Set(
        own.compactMap { ($0["excess"] as? [String: Any])?["delay"] as? Int })
      let later = delays.sorted().map { "lagged(\(daily("shifted\($0)")), \($0), 0)" }
      made.append(
        (
          "later." + id,
          "abs(\(([daily("demand")] + [daily("fresh")] + later).joined(separator: " - ")))", "人次"
        ))
    }
    for capacity in capacities {
      guard let id = capacity["id"] as? String else { continue }
      let path = "visitors.capacity.\(id)"
      made.append(("room." + id, "max(\(path).daily.used - \(path).amount, 0)", "1"))
    }
    return made
  }
}
