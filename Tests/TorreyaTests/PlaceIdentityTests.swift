import Foundation
import Testing
import Torreya

@testable import Reports

/// What results by village and town have to do with each other and with the books, trial by trial:
/// payers with a place, taxes spread over places, and taxes that exist for each member.
@Suite("places: identities, trial by trial")
struct PlaceIdentityTests {
  private let trials = 60
  private static let members = [
    "villages": ["east", "west", "south"], "towns": ["upper", "lower"],
  ]

  private func expectSame(
    _ left: [[Double]], _ right: [[Double]], _ what: String, within tolerance: Double = 1e-12
  ) {
    for trial in 0..<trials {
      let sums = [left, right].map { $0.reduce(0) { $0 + $1[trial] } }
      #expect(abs(sums[0] - sums[1]) <= tolerance * max(1, abs(sums[0])), "\(what)")
    }
  }

  private func fiscal(_ scenario: ScenarioText) throws -> [String: Any] {
    try #require(scenario.members["fiscal"] as? [String: Any])
  }

  @Test("members and elsewhere make the whole", arguments: PayerIdentityTests.scenarios)
  func whole(scenario: ScenarioText) throws {
    let result = try scenario.run(trials: trials)
    for label in result.compiled.model.model.horizon.periods.map(\.label) {
      for (set, members) in Self.members {
        for end in ["total.recurring", "total.reported", "local.recurring", "local.reported"] {
          try expectSame(
            (members + ["elsewhere"]).map {
              try result.values("fiscal.\(set).\($0).accrued.\(end)", label)
            }, [result.values("fiscal.\(set).accrued.\(end)", label)], "\(set) \(end) \(label)")
        }
      }
    }
  }

  @Test("the whole is what the books of all taxes say", arguments: PayerIdentityTests.scenarios)
  func books(scenario: ScenarioText) throws {
    let result = try scenario.run(trials: trials)
    let taxes = try #require(fiscal(scenario)["taxes"] as? [[String: Any]])
    for label in result.compiled.model.model.horizon.periods.map(\.label) {
      for set in Self.members.keys {
        func whole(_ end: String) throws -> [[Double]] {
          try [result.values("fiscal.\(set).accrued.\(end)", label)]
        }
        try expectSame(
          whole("total.reported"), [result.values("fiscal.accrued", label)], "total \(label)")
        let local = try taxes.map { tax in
          let share = try share(#require(tax["localShare"]))
          let id = try #require(tax["id"] as? String)
          return try result.values("fiscal.\(id).accrued", label).map { $0 * share }
        }
        try expectSame(whole("local.reported"), local, "local \(label)")
        // Without what comes once, where there is a firm to look at.
        let recurring = "fiscal.concentration.accrued"
        if result.simulation.column(recurring, period: label) != nil {
          try expectSame(
            whole("total.recurring"), [result.values(recurring, label)], "recurring \(label)")
        }
      }
    }
  }

  /// `0.4` or `"40%"`.
  private func share(_ given: Any) throws -> Double {
    if let number = given as? Double { return number }
    let text = try #require(given as? String)
    return try #require(Double(text.dropLast())) / 100
  }

  @Test(
    "towns are their villages, and what only they have", arguments: PayerIdentityTests.scenarios)
  func towns(scenario: ScenarioText) throws {
    let result = try scenario.run(trials: trials)
    let taxes = try #require(fiscal(scenario)["taxes"] as? [[String: Any]])
    let tax = try #require(taxes.first { $0["by"] != nil })
    let isOfTowns = tax["by"] as? String == "towns"
    for label in result.compiled.model.model.horizon.periods.map(\.label) {
      for town in ["upper", "lower"] {
        let villages = PayersMaker.townOf.filter { $0.value == town }.map(\.key).sorted()
        var parts = try villages.map {
          try result.values("fiscal.villages.\($0).accrued.total.reported", label)
        }
        if isOfTowns {
          parts.append(try result.values("fiscal.ofMembers.towns.\(town).accrued", label))
        }
        try expectSame(
          [result.values("fiscal.towns.\(town).accrued.total.reported", label)], parts,
          "\(town) \(label)")
      }
    }
  }

  @Test(
    "a village has its parts of firms, talent and taxes", arguments: PayerIdentityTests.scenarios)
  func parts(scenario: ScenarioText) throws {
    var taxes = try #require(fiscal(scenario)["taxes"] as? [[String: Any]])
    // So that what the tax itself brings, which has no result of its own, is in no village.
    taxes[0]["villages"] = nil
    let changed = scenario.setting(["fiscal", "taxes"], to: taxes)
    let result = try changed.run(trials: trials)
    let shares = try Dictionary(
      uniqueKeysWithValues: taxes.map { tax in
        (try #require(tax["id"] as? String), try share(#require(tax["localShare"])))
      })
    let isOfTowns = taxes.last?["by"] as? String == "towns"
    for label in result.compiled.model.model.horizon.periods.map(\.label) {
      for village in Self.members["villages"]! {
        var (total, local): ([[Double]], [[Double]]) = ([], [])
        func add(_ id: String, _ part: Double, _ mix: [String: Double]) throws {
          let amounts = try result.values(id, label)
          let stays = mix.reduce(0) { $0 + $1.value * (shares[$1.key] ?? 0) }
          total.append(amounts.map { $0 * part })
          local.append(amounts.map { $0 * part * stays })
        }
        for firm in try placedFirms(changed) {
          try add(firm.id + ".revenue", firm.places[village] ?? 0, firm.mix)
        }
        if village == "east" { try add("fiscal.talent.revenue", 1, ["tax0": 1]) }
        if !isOfTowns {
          try add("fiscal.ofMembers.villages.\(village).accrued", 1, ["ofMembers": 1])
        }
        let prefix = "fiscal.villages.\(village).accrued."
        try expectSame([result.values(prefix + "total.reported", label)], total, village)
        try expectSame([result.values(prefix + "local.reported", label)], local, village)
      }
    }
  }

  /// The firms of the scenario: which part of each is where, and belongs to which tax.
  private func placedFirms(_ scenario: ScenarioText) throws -> [(
    id: String, places: [String: Double], mix: [String: Double]
  )] {
    let groups = try #require(fiscal(scenario)["payers"] as? [[String: Any]])
    return try groups.flatMap { group in
      let firms = ["pipeline", "leads"].flatMap { group[$0] as? [[String: Any]] ?? [] }
      return try firms.map { firm in
        let place = (firm["village"] as? String).map { [$0: 1.0] }
        return (
          "fiscal.\(group["id"]!).\(firm["id"]!)",
          place ?? (firm["villages"] as? [String: Double] ?? [:]),
          try #require((firm["mix"] ?? group["mix"]) as? [String: Double])
        )
      }
    }
  }

  @Test("firms in places and elsewhere are all firms", arguments: PayerIdentityTests.scenarios)
  func numbers(scenario: ScenarioText) throws {
    let result = try scenario.run(trials: trials)
    let groups = try #require(fiscal(scenario)["payers"] as? [[String: Any]])
    for label in result.compiled.model.model.horizon.periods.map(\.label) {
      let firms = try groups.map { try result.values("fiscal.\($0["id"]!).payers", label) }
      for (set, members) in Self.members {
        let placed = try (members + ["elsewhere"]).map {
          try result.values("fiscal.\(set).\($0).payers", label)
        }
        expectSame(placed, firms, "\(set) \(label)", within: 1e-9)
      }
    }
  }

  @Test("the checks say so of every trial", arguments: PayerIdentityTests.scenarios)
  func checks(scenario: ScenarioText) throws {
    let result = try scenario.run(trials: trials)
    let checks = identityChecks(result.compiled.model, result.simulation)
    let own = checks.filter { $0.indicator.id.hasPrefix("fiscal.checks.members.") }
    #expect(own.count == 8)
    for check in own {
      #expect(check.holds, "\(check.indicator.id): \(check.residual)")
      #expect(check.tolerance > 0)
    }
  }
}
