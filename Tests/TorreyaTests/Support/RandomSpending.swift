import SeededNumbers
import Testing
import Torreya

/// Visitors by chance who spend by chance on several categories, and a way of their money into
/// incomes whose shares are known or uncertain, some of them too large together.
struct RandomSpending: Sendable, CustomTestStringConvertible {
  let seed: Int
  let scenario: ScenarioText
  let categories: [String]

  var testDescription: String { "random spending \(seed)" }

  static let all = (0..<12).map(RandomSpending.init)

  init(seed: Int) {
    var maker = SpendingMaker(generator: SeededGenerator(UInt64(seed) &* 7_919 &+ 11))
    self.seed = seed
    let segments = maker.segments()
    let own = segments.flatMap(\.categories)
    categories = Array(Set(own)).sorted()
    scenario = ScenarioText(
      name: "spending \(seed)",
      members: [
        "torreya": 1, "id": "spending\(seed)", "horizon": ["first": "2024-01", "periods": 6],
        "visitors": [
          "segments": segments.map(\.json), "income": maker.income(categories),
        ],
        "fiscal": [
          "taxes": [
            [
              "id": "vat", "kind": "valueAddedTax", "localShare": "50%", "rate": "3%",
              "base": ["formula": "12 * visitors.income.turnover.firms"],
              "previousYear": "0元",
            ]
          ]
        ],
        "farmersIncome": [
          "residents": "1万人", "wage": ["annual": "2.4万元/人"], "business": ["annual": "1.2万元/人"],
          "property": ["annual": "1200元/人"], "transfer": ["annual": "6000元/人"],
        ],
      ])
  }
}

private struct SpendingMaker {
  var generator: SeededGenerator
  private static let names = ["food", "lodging", "shopping", "tickets", "homestay", "guides"]

  private mutating func whole(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &generator)
  }

  mutating func segments() -> [(categories: [String], json: [String: Any])] {
    (0..<whole(1...4)).map { number in
      var json: [String: Any] = [
        "id": "segment\(number)", "annual": "\(whole(1...30))万人次", "volatility": "20%",
      ]
      if whole(0...3) == 0 {
        json["spendingPerVisit"] = amount("元/人次")
        return (["other"], json)
      }
      var perVisit: [String: Any] = [:]
      var perNight: [String: Any] = [:]
      for name in Self.names where whole(0...2) > 0 { perVisit[name] = amount("元/人次") }
      if whole(0...1) == 1 {
        json["lengthOfStay"] = ["uniform": ["low": 1, "high": 3]]
        for name in Self.names where whole(0...2) == 0 { perNight[name] = amount("元/(人次·天)") }
      }
      json["spending"] = ["perVisit": perVisit, "perNight": perNight].filter { !$1.isEmpty }
      return (Array(perVisit.keys) + perNight.keys, json)
    }
  }

  private mutating func amount(_ unit: String) -> Any {
    let low = whole(0...80)
    return whole(0...1) == 0
      ? "\(low)\(unit)" : ["uniform": ["low": "\(low)\(unit)", "high": "\(low + 60)\(unit)"]]
  }

  private mutating func share() -> Any {
    switch whole(0...3) {
    case 0: "\(whole(0...33))%"
    case 1: ["uniform": ["low": 0, "high": 0.9]]
    // Below 0 in some trials, more than all with the others in some.
    case 2: ["normal": ["mean": 0.3, "standardDeviation": 0.4]]
    default: ["beta": ["mean": 0.25, "standardDeviation": 0.1]]
    }
  }

  mutating func income(_ categories: [String]) -> [String: Any] {
    var routes: [String: Any] = ["every": route()]
    for category in categories where whole(0...1) == 1 { routes[category] = route() }
    var income: [String: Any] = ["categories": routes]
    for taker in ["households", "village", "firms"] where whole(0...3) > 0 {
      income[taker] = ["inputs": share(), "wages": share(), "rents": share()]
    }
    return income
  }

  private mutating func route() -> [String: Any] {
    ["keptInTown": share(), "firms": share(), "village": share()]
  }
}
