import Foundation
import SeededNumbers
import Torreya

extension ScenarioText {
  /// Taxes by chance: every filing pattern of the seeds, in certain and uncertain parts and with
  /// refunds; late payment, write-offs, growth, relief, seasons and processes; named payers with
  /// tags, and one-off taxes; over months, quarters or years from any of them on.
  static func randomTaxes(_ seed: Int) -> ScenarioText {
    var maker = TaxMaker(generator: SeededGenerator(UInt64(seed) &* 104_729 &+ 5))
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    // A file that is there, so that links on the way to it are followed.
    let path = folder.appendingPathComponent("scenarios/hello.json").path
    return ScenarioText(
      name: "random taxes \(seed)", members: maker.scenario(seed),
      files: DiskFiles(scenario: path))
  }
}

private struct TaxMaker {
  var generator: SeededGenerator

  private mutating func chance(_ probability: Double) -> Bool {
    Double.random(in: 0..<1, using: &generator) < probability
  }

  private mutating func one<Element>(of list: [Element]) -> Element {
    list.randomElement(using: &generator)!
  }

  mutating func scenario(_ seed: Int) -> [String: Any] {
    let taxes = ["a", "b", "c"]
    let horizon: [String: Any] = one(of: [
      ["first": "2024-01", "periods": 24], ["first": "2023-11", "periods": 20],
      ["first": "2024-06", "periods": 13], ["first": "2024-Q2", "periods": 9],
      ["first": "2024", "periods": 3],
    ])
    var fiscal: [String: Any] = [
      "filingCalendar": "seeds/tax-filing-calendar.csv",
      "taxes": taxes.map { tax($0) },
      "definitions": [["id": "comparable", "excludes": ["enclave"]]],
      "payers": [
        [
          "id": "firms", "mix": ["a": 0.5, "b": 0.5], "previousYear": "70万元", "tags": ["enclave"],
          "pipeline": [
            [
              "id": "firm", "landing": "2024-08-01", "probability": 0.6,
              "annualTax": ["lognormal": ["median": "90万元", "p90": "200万元"]],
            ]
          ],
        ]
      ],
      "oneOff": [
        [
          "id": "sale", "probability": 0.5, "amount": "40万元", "tax": "c",
          "first": horizon["first"]!, "last": horizon["first"]!,
        ]
      ],
    ]
    if chance(0.7) { fiscal["holidays"] = "seeds/holidays-cn.csv" }
    return ["torreya": 1, "id": "taxes\(seed)", "horizon": horizon, "fiscal": fiscal]
  }

  private mutating func tax(_ id: String) -> [String: Any] {
    var tax: [String: Any] = [
      "id": id, "kind": "valueAddedTax", "localShare": 0.5,
      "annual": ["lognormal": ["median": "1000万元", "p90": "1500万元"]],
      "volatility": Double.random(in: 0...0.3, using: &generator),
    ]
    if chance(0.9) { tax["filing"] = filing() }
    if chance(0.5) { tax["growth"] = one(of: [0.1, growth] as [Any]) }
    if chance(0.5) { tax["relief"] = ["dated": ["2020": 0.1, "2025": 0.3]] }
    if chance(0.5) { tax["season"] = [0.2, 0, 0.1, 0.1, 0.1, 0, 0, 0.1, 0.1, 0.1, 0.1, 0.1] }
    if chance(0.5) { tax["process"] = ["ar1": ["persistence": 0.7, "standardDeviation": 0.1]] }
    if chance(0.5) {
      tax["previousYear"] = [
        "pert": ["low": "700万元", "likely": "800万元", "high": "1200万元"]
      ]
    }
    if chance(0.6) {
      tax["late"] = one(of: [0.1, uniform(to: 0.3, drawn: "everyPeriod")] as [Any])
      tax["recovery"] = one(of: [0.2, uniform(to: 1, drawn: "once")] as [Any])
      if chance(0.5) { tax["writeOff"] = one(of: [0.05, uniform(to: 0.5, drawn: "once")] as [Any]) }
    }
    if chance(0.3) { tax["openingArrears"] = "30万元" }
    if chance(0.7) { addSurcharge(to: &tax) }
    return tax
  }

  private mutating func addSurcharge(to tax: inout [String: Any]) {
    tax["surchargePerDay"] = one(of: [
      0.0005, ["dated": ["2020": 0.0005, "2025": 0.0003]],
      uniform(to: 0.002, drawn: "everyPeriod"),
    ] as [Any])
    if tax["openingArrears"] != nil, chance(0.6) { tax["openingSurcharge"] = "2万元" }
  }

  private func uniform(to high: Double, drawn: String) -> [String: Any] {
    ["uniform": ["low": 0, "high": high], "drawn": drawn]
  }

  private let growth: Any = [
    "normal": ["mean": 0.05, "standardDeviation": 0.05], "drawn": "everyYear",
  ]

  private mutating func filing() -> [String: Any] {
    let patterns = [
      "monthly", "quarterly", "annualSettlement", "personalAnnualSettlement",
      "businessIncomeSettlement", "halfYearly", "annual", "perTransaction",
    ].shuffled(using: &generator)
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: return [patterns[0]: 1]
    case 1: return [patterns[0]: 0.3, patterns[1]: 0.5, patterns[2]: "rest"]
    case 2: return [patterns[0]: 1.1, patterns[1]: "rest"]
    default:
      return [
        patterns[0]: ["normal": ["mean": 1, "standardDeviation": 0.1]], patterns[1]: "rest",
      ]
    }
  }
}
