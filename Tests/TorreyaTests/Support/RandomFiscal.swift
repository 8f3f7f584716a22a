import SeededNumbers
import Testing
import Torreya

/// A scenario by chance of a town's money: taxes shared by level, one-offs of every sort,
/// definitions, a settlement, policies, transfers, spending and cash.
struct RandomFiscal: Sendable, CustomTestStringConvertible {
  let seed: Int
  let scenario: ScenarioText
  let taxes: [Tax]
  let settlement: Settlement
  let transfers: [String: Double]

  struct Tax: Sendable {
    let id: String
    /// Of province, county and town; the centre has the rest.
    let shares: [Double]
  }

  /// Amounts in yuan.
  struct Settlement: Sendable {
    let base, baseShare, incrementShare: Double
  }

  var testDescription: String { "random money \(seed)" }

  static let all = (0..<8).map(RandomFiscal.init)

  init(seed: Int) {
    var maker = FiscalMaker(generator: SeededGenerator(UInt64(seed) &* 104_729 &+ 5))
    self.seed = seed
    taxes = maker.taxes()
    settlement = maker.settlement()
    let transfers = maker.transfers()
    self.transfers = transfers.reduce(into: [:]) { $0[$1.id] = $1.amount }
    scenario = ScenarioText(
      name: "money \(seed)",
      members: maker.scenario(seed, taxes, settlement, transfers.map(\.json)))
  }
}

private struct FiscalMaker {
  var generator: SeededGenerator

  private mutating func whole(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &generator)
  }

  mutating func taxes() -> [RandomFiscal.Tax] {
    (0..<whole(1...5)).map { number in
      // Whole per cents: the first two parts leave something for the third.
      let parts = [whole(0...30), whole(0...40), whole(0...30)]
      return RandomFiscal.Tax(id: "tax\(number)", shares: parts.map { Double($0) / 100 })
    }
  }

  mutating func settlement() -> RandomFiscal.Settlement {
    RandomFiscal.Settlement(
      base: Double(whole(100...3000)) * 1e4, baseShare: Double(whole(0...60)) / 100,
      incrementShare: Double(whole(40...100)) / 100)
  }

  mutating func transfers() -> [(id: String, amount: Double, json: [String: Any])] {
    (0..<whole(0...3)).map { number in
      let amount = whole(50...500)
      var json: [String: Any] = [
        "id": "funds\(number)", "probability": Double(whole(0...10)) / 10,
        "amount": "\(amount)万元", "award": "2024-0\(whole(1...9))-10",
      ]
      if whole(0...1) == 1 {
        json["releases"] = [
          ["id": "first", "share": "60%"],
          ["id": "rest", "share": "40%", "monthsAfterAward": whole(0...9)],
        ]
      }
      return ("funds\(number)", Double(amount) * 1e4, json)
    }
  }

  mutating func scenario(
    _ seed: Int, _ taxes: [RandomFiscal.Tax], _ settlement: RandomFiscal.Settlement,
    _ transfers: [[String: Any]]
  ) -> [String: Any] {
    [
      "torreya": 1, "id": "money\(seed)", "horizon": ["first": "2024-01", "periods": 24],
      "fiscal": [
        "definitions": [["id": "comparable", "excludes": ["landWindfall"]]],
        "taxes": taxes.map { tax($0) },
        "oneOff": (0..<whole(1...3)).map { oneOff($0, taxes) } + [windfall(taxes)],
        "policies": [policy("package"), policy("review")],
        "transfers": transfers,
        "settlement": [
          "base": "\(settlement.base)元", "baseShare": settlement.baseShare,
          "incrementShare": settlement.incrementShare,
        ],
        "spending": [
          "livelihood": (0..<whole(1...5)).map { line in
            ["id": "line\(line)", "annual": "\(whole(50...400))万元"]
          }
        ],
        "cash": ["opening": "\(whole(0...500))万元"],
      ],
    ]
  }

  private mutating func tax(_ tax: RandomFiscal.Tax) -> [String: Any] {
    [
      "id": tax.id, "kind": "valueAddedTax", "volatility": Double(whole(0...30)) / 100,
      "annual": ["lognormal": ["median": "\(whole(50...900))万元", "p90": "1500万元"]],
      "shares": ["province": tax.shares[0], "county": tax.shares[1], "town": tax.shares[2]],
    ]
  }

  private mutating func oneOff(_ number: Int, _ taxes: [RandomFiscal.Tax]) -> [String: Any] {
    var event: [String: Any] = [
      "id": "event\(number)", "kind": "shareSale",
      "tax": taxes.randomElement(using: &generator)!.id,
      "amount": ["pareto": ["low": "\(whole(20...90))万元", "shape": 2.5]],
    ]
    switch whole(0...3) {
    case 0: event.merge(["probability": 0.5, "first": "2024-03", "last": "2025-02"]) { $1 }
    case 1: event.merge(["probability": 0.7, "months": Self.months]) { $1 }
    case 2: event.merge(["expectedNumber": 6, "first": "2024-05", "last": "2025-04"]) { $1 }
    default: event.merge(["expectedNumber": 2.5, "months": Self.months]) { $1 }
    }
    return event
  }

  private mutating func windfall(_ taxes: [RandomFiscal.Tax]) -> [String: Any] {
    [
      "id": "land", "kind": "landWindfall", "tax": taxes[0].id, "probability": 0.5,
      "first": "2024-06", "last": "2025-06",
      "amount": ["lognormal": ["median": "200万元", "p90": "900万元"]],
    ]
  }

  private mutating func policy(_ id: String) -> [String: Any] {
    [
      "id": id, "probability": Double(whole(0...10)) / 10, "from": "2024-0\(whole(1...9))-20",
      "effects": [["id": "attraction", "factor": Double(whole(5...20)) / 10]],
    ]
  }

  private static let months = [0.05, 0.05, 0.1, 0.05, 0.05, 0.2, 0.05, 0.05, 0.1, 0.05, 0.05, 0.2]
}
