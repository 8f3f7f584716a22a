import SeededNumbers

/// Firms by chance: some that are there, some in the pipeline, some without names, in villages and
/// an enclave; talent and instalments beside them, and a tax that exists for each village or town.
struct PayersMaker {
  var generator: SeededGenerator

  static let townOf = ["east": "upper", "west": "upper", "south": "lower"]
  private let villages = ["east", "west", "south"]

  init(generator: SeededGenerator) { self.generator = generator }

  /// The scenario with payers that pay its taxes.
  mutating func adding(to scenario: [String: Any]) -> [String: Any] {
    var scenario = scenario
    guard var fiscal = scenario["fiscal"] as? [String: Any],
      var taxes = fiscal["taxes"] as? [[String: Any]]
    else { return scenario }
    let ids = taxes.compactMap { $0["id"] as? String }
    taxes[0]["villages"] = spread()
    taxes.append(taxOfMembers())
    fiscal["taxes"] = taxes
    scenario["members"] = [
      "towns": ["list": ["upper", "lower"].map { ["id": $0] }],
      "villages": [
        "within": "towns", "list": villages.map { ["id": $0, "within": Self.townOf[$0]!] },
      ],
    ]
    fiscal["payers"] = (0..<Int.random(in: 1...2, using: &generator)).map { group($0, ids) }
    fiscal["talent"] = [
      [
        "id": "talent", "start": 5, "rate": 0.7, "attrition": 0.2, "taxPerPerson": "8万元",
        "tax": ids[0], "village": villages[0],
      ]
    ]
    fiscal["equityIncentives"] = [
      [
        "id": "options", "exercise": ["uniform": ["low": "2023-06-01", "high": "2025-06-01"]],
        "amount": "90万元", "instalments": Int.random(in: 1...18, using: &generator),
        "tax": ids[ids.count - 1], "resigns": "2025-03-10",
      ]
    ]
    scenario["fiscal"] = fiscal
    return scenario
  }

  private func share(_ low: Double, _ high: Double, _ numbers: inout SeededGenerator) -> Double {
    Double.random(in: low...high, using: &numbers)
  }

  /// A tax that each village has, or each town, so that it is in no village.
  private mutating func taxOfMembers() -> [String: Any] {
    [
      "id": "ofMembers", "kind": "deedTax", "reportMembers": "everyPeriod",
      "by": ["villages", "towns"].randomElement(using: &generator)!, "annual": "80万元",
      "localShare": share(0, 1, &generator), "volatility": 0.2,
      "tags": [[], ["windfall"], ["oneOff"]].randomElement(using: &generator)!,
    ]
  }

  private mutating func spread() -> [String: Double] {
    let shares = villages.map { _ in share(0, 1, &generator) }
    let whole = shares.reduce(0, +) + share(0, 0.5, &generator)
    return Dictionary(uniqueKeysWithValues: zip(villages, shares.map { $0 / whole }))
  }

  private mutating func mix(_ taxes: [String]) -> [String: Double] {
    let parts = taxes.map { _ in share(0.1, 1, &generator) }
    let whole = parts.reduce(0, +)
    return Dictionary(uniqueKeysWithValues: zip(taxes, parts.map { $0 / whole }))
  }

  private mutating func group(_ number: Int, _ taxes: [String]) -> [String: Any] {
    var stages: [String: Any] = [:]
    for stage in ["lead", "talks", "signed", "registered", "rampUp", "stable"] {
      var rates: [String: Any] = ["lose": share(0, 0.1, &generator)]
      if stage != "stable" { rates["advance"] = share(0.1, 0.9, &generator) }
      stages[stage] = rates
    }
    var group: [String: Any] = [
      "id": "group\(number)", "mix": mix(taxes), "stages": stages,
      "pipeline": (0..<Int.random(in: 1...8, using: &generator)).map { firm($0, taxes) },
      "leads": (0..<Int.random(in: 0...1, using: &generator)).map { _ in leads() },
    ]
    if number == 1 { group["hostShare"] = ["dated": ["2024-03": 0.2, "2025-01": 0.35]] }
    return group
  }

  private mutating func firm(_ number: Int, _ taxes: [String]) -> [String: Any] {
    var firm: [String: Any] = [
      "id": "firm\(number)",
      "annualTax": ["lognormal": ["median": "\(100 + 40 * number)万元", "p90": "900万元"]],
      "volatility": 0.2, "growth": share(-0.1, 0.2, &generator),
    ]
    if Bool.random(using: &generator) {
      firm["startStage"] = ["lead", "signed", "rampUp"].randomElement(using: &generator)!
      if Bool.random(using: &generator) { firm["rampMonths"] = 5 }
    } else {
      firm["landing"] = ["uniform": ["low": "2023-10-01", "high": "2025-01-01"]]
      firm["exit"] = share(0, 0.6, &generator)
      firm["leaves"] = "2025-10"
    }
    if Bool.random(using: &generator) { firm["mix"] = mix(taxes) }
    if Bool.random(using: &generator) { firm["tags"] = ["windfall"] }
    if Bool.random(using: &generator) {
      firm["village"] = villages.randomElement(using: &generator)!
    } else {
      firm["villages"] = spread()
    }
    return firm
  }

  private mutating func leads() -> [String: Any] {
    var leads: [String: Any] = [
      "id": "leads", "rate": share(0.5, 3, &generator), "start": ["lead": 4, "rampUp": 2],
      "annualTax": "30万元", "villages": spread(),
    ]
    if Bool.random(using: &generator) { leads["rampMonths"] = 4 }
    return leads
  }
}
