import SeededNumbers
import Torreya

extension ScenarioText {
  /// A small scenario by chance: taxes that follow drivers, one-off taxes, visitors, and
  /// indicators over them, with every kind of look back.
  static func random(_ seed: Int) -> ScenarioText {
    var maker = ScenarioMaker(generator: SeededGenerator(UInt64(seed) &* 7919 &+ 17))
    var payers = PayersMaker(generator: SeededGenerator(UInt64(seed) &* 104_729 &+ 3))
    return ScenarioText(
      name: "random \(seed)", members: payers.adding(to: maker.scenario(seed)))
  }
}

private struct ScenarioMaker {
  var generator: SeededGenerator
  private let months = ["2024-03", "2024-05", "2025-02", "2025-04"]

  init(generator: SeededGenerator) { self.generator = generator }

  mutating func scenario(_ seed: Int) -> [String: Any] {
    let drivers = (0..<Int.random(in: 1...3, using: &generator)).map { "driver\($0)" }
    let taxes = (0..<Int.random(in: 1...4, using: &generator)).map { "tax\($0)" }
    return [
      "torreya": 1, "id": "random\(seed)",
      "horizon": ["first": "2024-03", "periods": Int.random(in: 14...26, using: &generator)],
      "drivers": Dictionary(
        uniqueKeysWithValues: drivers.map { ($0, driver()) }),
      "fiscal": [
        "taxes": taxes.map { tax($0, drivers) },
        "oneOff": (0..<Int.random(in: 0...2, using: &generator)).map { oneOff($0, taxes) },
      ],
      "visitors": ["segments": [segment(drivers)]],
      "indicators": indicators(taxes),
      "targets": [
        [
          "id": "goal", "indicator": "fiscal.total.recurring", "period": "2024-08",
          "atLeast": "\(taxes.count * 100)万元",
        ]
      ],
    ]
  }

  private mutating func driver() -> [String: Any] {
    switch Int.random(in: 0..<3, using: &generator) {
    case 0:
      let persistence = Double.random(in: 0...0.9, using: &generator)
      return ["process": ["ar1": ["persistence": persistence, "standardDeviation": 0.05]]]
    case 1: return ["process": ["randomWalk": ["start": 0, "standardDeviation": 0.02]]]
    default: return ["value": ["normal": ["mean": 0, "standardDeviation": 0.1]]]
    }
  }

  private mutating func amount(_ low: Int) -> Any {
    let values = (0..<3).map { _ in low + Int.random(in: 0...low, using: &generator) }.sorted()
    switch Int.random(in: 0..<3, using: &generator) {
    case 0: return "\(values[1])万元"
    case 1:
      return [
        "triangular": [
          "low": "\(low - 1)万元", "likely": "\(values[1])万元", "high": "\(2 * low + 1)万元",
        ]
      ]
    default: return ["lognormal": ["median": "\(low)万元", "p90": "\(3 * low)万元"]]
    }
  }

  private mutating func tax(_ id: String, _ drivers: [String]) -> [String: Any] {
    [
      "id": id, "kind": ["valueAddedTax", "nonTaxRevenue"].randomElement(using: &generator)!,
      "annual": amount(Int.random(in: 200...2000, using: &generator)),
      "localShare": "\(Int.random(in: 0...100, using: &generator))%",
      "follows": [drivers.randomElement(using: &generator)!: 0.8],
      "volatility": Double.random(in: 0...0.3, using: &generator),
    ]
  }

  private mutating func oneOff(_ number: Int, _ taxes: [String]) -> [String: Any] {
    let ends = [0, 1].map { _ in months.randomElement(using: &generator)! }.sorted()
    return [
      "id": "sale\(number)", "probability": 0.4, "first": ends[0], "last": ends[1],
      "amount": amount(100), "tax": taxes.randomElement(using: &generator)!,
    ]
  }

  private mutating func segment(_ drivers: [String]) -> [String: Any] {
    [
      "id": "daytrip",
      "annual": ["pert": ["low": "6万人次", "likely": "8万人次", "high": "10万人次"]],
      "volatility": 0.1, "follows": [drivers.randomElement(using: &generator)!: 1.2],
      "spendingPerVisit": "60元/人次",
    ]
  }

  private mutating func indicators(_ taxes: [String]) -> [[String: Any]] {
    let formulas = [
      "yearToDate(fiscal.total.recurring)", "previous(fiscal.total.recurring, 10万元)",
      "max(fiscal.total.reported, fiscal.local.reported)",
      "sum(fiscal.*.local.recurring)", "maxOverPeriods(visitors.total.spending)",
      "if(visitors.total.spending > 100万元, fiscal.total.recurring, 5万元)",
      "0.3 * visitors.total.spending + \(Int.random(in: 1...9, using: &generator))万元",
    ]
    return formulas.shuffled(using: &generator).prefix(4).enumerated().map { number, formula in
      ["id": "own\(number)", "unit": "万元", "kind": "flow", "formula": formula]
    }
  }
}
