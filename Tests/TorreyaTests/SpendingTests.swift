import Testing
import Torreya

/// Where the money of visitors goes: into one place, and there once.
@Suite("visitor spending: each yuan once")
struct SpendingTests {
  private static let destinations = [
    "wage", "business", "property", "village", "enterprise", "leakage",
  ]
  private let trials = 200

  @Test("in every trial all is in one place", arguments: RandomSpending.all)
  func everyYuanOnce(random: RandomSpending) throws {
    let result = try random.scenario.run(trials: trials)
    for check in result.identityChecks { #expect(check.holds, "\(check.label.en)") }
    for period in ["2024-01", "2024-06"] {
      let spent = try result.values("visitors.total.spending", period)
      let parts = try Self.destinations.map {
        try result.values("visitors.income." + $0, period)
      }
      for trial in 0..<trials {
        let sum = parts.reduce(0) { $0 + $1[trial] }
        #expect(abs(sum - spent[trial]) <= 1e-12 * spent[trial])
        #expect(parts.allSatisfy { $0[trial] >= -1e-12 * spent[trial] })
      }
    }
  }

  @Test("categories make the spending of a segment", arguments: RandomSpending.all)
  func categories(random: RandomSpending) throws {
    let scenario = random.scenario.adding(
      ["id": "all", "unit": "元", "kind": "flow", "formula": "sum(visitors.*.spending.*)"],
      to: "indicators")
    let result = try scenario.run(trials: trials)
    let all = try result.values("all", "2024-03")
    let spent = try result.values("visitors.total.spending", "2024-03")
    // Once as segments, and once as totals.
    for trial in 0..<trials {
      #expect(abs(all[trial] - 2 * spent[trial]) <= 1e-12 * spent[trial])
    }
  }

  @Test("farmers and the tax get what was spent there", arguments: RandomSpending.all)
  func passesThroughOnce(random: RandomSpending) throws {
    let period = "2024-03"
    let with = try random.scenario.run(trials: trials)
    func added(_ part: String, ofYear: Double) throws -> [Double] {
      try with.values("farmersIncome." + part, period).map { ($0 - ofYear / 12) * 10_000 }
    }
    for (part, ofYear) in [("wage", 24_000.0), ("business", 12_000), ("property", 1200)] {
      let flow = try with.values("visitors.income." + part, period)
      for (came, went) in zip(try added(part, ofYear: ofYear), flow) {
        #expect(abs(came - went) <= 1e-9 * (went + 2e7))
      }
    }
    let transfer = try with.values("farmersIncome.transfer", period)
    #expect(transfer.allSatisfy { abs($0 - 500) < 1e-9 })
    let turnover = try with.values("visitors.income.turnover.firms", period)
    let tax = try with.values("fiscal.vat.accrued", period)
    for (paid, taken) in zip(tax, turnover) {
      #expect(abs(paid - 0.03 * taken) <= 1e-12 * (taken + 1))
    }
  }

  @Test("a yuan on paper")
  func byHand() throws {
    let scenario = try ScenarioText(
      name: "byHand",
      text: """
        { "torreya": 1, "id": "hand", "horizon": { "first": "2024", "periods": 1 },
          "visitors": {
            "segments": [{ "id": "guests", "annual": 1000, "lengthOfStay": 2, "spending": {
              "perVisit": { "food": "100元/人次" }, "perNight": { "lodging": "200元/(人次·夜)" } } }],
            "income": {
              "categories": { "food": { "keptInTown": "90%", "firms": "20%", "village": "10%" },
                "every": { "firms": "50%" } },
              "households": { "inputs": "40%", "wages": "10%", "rents": "5%" },
              "firms": { "inputs": "60%", "wages": "20%" } } } }
        """)
    let result = try scenario.run(trials: 2)
    // Food 100,000, lodging 400,000. Households take in 63,000 + 200,000, the village 9,000, firms
    // 18,000 + 200,000.
    let expected = [
      "spending.food": 100_000, "spending.lodging": 400_000,
    ].map { ("visitors.guests." + $0.key, $0.value) }
      + [
        ("turnover.households", 263_000), ("turnover.village", 9000), ("turnover.firms", 218_000),
        ("wage", 26_300 + 43_600), ("property", 13_150), ("business", 118_350), ("village", 9000),
        ("enterprise", 43_600), ("leakage", 10_000 + 105_200 + 130_800),
      ].map { ("visitors.income." + $0.0, $0.1) }
    for (id, value) in expected {
      let found = try result.values(id, "2024")
      #expect(found.allSatisfy { abs($0 - Double(value)) < 1e-6 }, "\(id): \(found)")
    }
  }

  @Test("uncertain parts that come to more than all are taken in proportion")
  func tooMuch() throws {
    let scenario = try ScenarioText(
      name: "tooMuch",
      text: """
        { "torreya": 1, "id": "much", "horizon": { "first": "2024", "periods": 1 },
          "visitors": {
            "segments": [{ "id": "day", "annual": 1000, "spendingPerVisit": "100元/人次" }],
            "income": { "categories": { "every": {
              "firms": { "formula": "0.9 + 0 * period.index" },
              "village": { "formula": "0.6 + 0 * period.index" } } } } } }
        """)
    let result = try scenario.run(trials: 2)
    for (id, value) in [("firms", 60_000.0), ("village", 40_000), ("households", 0)] {
      let found = try result.values("visitors.income.turnover." + id, "2024")
      #expect(found.allSatisfy { abs($0 - value) < 1e-9 }, "\(id): \(found)")
    }
  }
}
