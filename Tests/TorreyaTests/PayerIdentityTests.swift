import Foundation
import Testing
import Torreya

/// What results by firm, stage, village and rank have to do with each other, trial by trial, in
/// scenarios that nobody would write.
@Suite("payers: identities, trial by trial")
struct PayerIdentityTests {
  /// In every third one the firms of the first group come once only, in the others they recur.
  static let scenarios = (0..<12).map { seed in
    let scenario = ScenarioText.random(seed)
    return seed % 3 == 0
      ? scenario.setting(["fiscal", "payers", "0", "tags"], to: ["oneOff"]) : scenario
  }
  private let trials = 60

  /// A firm as the scenario declares it.
  private struct Firm {
    let id: String
    let isNamed, isRecurring: Bool
    let mix: [String: Double]
  }

  private func isClose(_ left: Double, _ right: Double) -> Bool {
    abs(left - right) <= 1e-12 * max(1, abs(left), abs(right))
  }

  private func groups(_ scenario: ScenarioText) throws -> [(id: String, firms: [Firm])] {
    let fiscal = try #require(scenario.members["fiscal"] as? [String: Any])
    let groups = try #require(fiscal["payers"] as? [[String: Any]])
    return groups.map { group in
      let id = group["id"] as? String ?? ""
      func firms(_ key: String, isNamed: Bool) -> [Firm] {
        (group[key] as? [[String: Any]] ?? []).map { firm in
          let tags = [group, firm].flatMap { $0["tags"] as? [String] ?? [] }
          return Firm(
            id: "fiscal.\(id).\(firm["id"] as? String ?? "")", isNamed: isNamed,
            isRecurring: !tags.contains("oneOff"),
            mix: [firm, group].lazy.compactMap { $0["mix"] as? [String: Double] }.first ?? [:])
        }
      }
      return (id, firms("pipeline", isNamed: true) + firms("leads", isNamed: false))
    }
  }

  @Test("groups are the sums of their firms, and the host has its share", arguments: scenarios)
  func groups(scenario: ScenarioText) throws {
    let result = try scenario.run(trials: trials)
    let groups = try groups(scenario)
    for label in result.compiled.model.model.horizon.periods.map(\.label) {
      for group in groups {
        let all = try result.values("fiscal.\(group.id).revenue", label)
        let firms = try group.firms.map { try result.values($0.id + ".revenue", label) }
        for trial in 0..<trials {
          #expect(isClose(firms.reduce(0) { $0 + $1[trial] }, all[trial]))
        }
        guard result.simulation.column("fiscal.\(group.id).taxes", period: label) != nil else {
          continue
        }
        let whole = try result.values("fiscal.\(group.id).taxes", label)
        let host = try result.values("fiscal.\(group.id).hostRevenue", label)
        let share = label < "2025" ? 0.2 : 0.35
        for trial in 0..<trials {
          #expect(isClose(host[trial] + all[trial], whole[trial]))
          #expect(abs(host[trial] - share * whole[trial]) <= 1e-9 * max(1, whole[trial]))
        }
      }
    }
  }

  @Test("ranks and the index are what sorting the firms of a trial gives", arguments: scenarios)
  func concentration(scenario: ScenarioText) throws {
    let result = try scenario.run(trials: trials)
    let horizon = result.compiled.model.model.horizon
    let firms = try groups(scenario).flatMap(\.firms).filter { $0.isNamed && $0.isRecurring }
    guard !firms.isEmpty else {
      #expect(result.simulation.column("fiscal.concentration.largest1", period: "2024-03") == nil)
      return
    }
    let labels =
      horizon.years.isEmpty ? horizon.periods.map(\.label) : horizon.years.map { "\($0.year)" }
    for label in labels {
      let months = horizon.periods.map(\.label)
        .filter { $0.hasPrefix(label.prefix(4)) && (label.count == 4 || $0 <= label) }
      func yearToDate(_ id: String, _ trial: Int) throws -> Double {
        try months.reduce(0) { try $0 + result.values(id, $1)[trial] }
      }
      func value(_ key: String, _ trial: Int) throws -> Double {
        try result.values("fiscal.concentration." + key, label)[trial]
      }
      for trial in stride(from: 0, to: trials, by: 7) {
        let amounts = try firms.map { try yearToDate($0.id + ".revenue", trial) }.sorted(by: >)
        let whole = try yearToDate("fiscal.concentration.accrued", trial)
        for rank in [1, 3, 5] {
          let largest = amounts.prefix(rank).reduce(0, +)
          #expect(try isClose(value("largest\(rank)", trial), largest / whole))
        }
        let squares = amounts.reduce(0) { $0 + ($1 / whole) * ($1 / whole) }
        #expect(try isClose(value("herfindahl", trial), squares))
        #expect(try isClose(value("largestPayer", trial), amounts[0]))
      }
    }
  }

  @Test("without the firm that brings most, each level lacks what it has of that firm",
    arguments: scenarios)
  func withoutLargest(scenario: ScenarioText) throws {
    let result = try scenario.run(trials: trials)
    let fiscal = try #require(scenario.members["fiscal"] as? [String: Any])
    let local = try #require(fiscal["taxes"] as? [[String: Any]]).reduce(into: [String: Double]()) {
      $0[$1["id"] as? String ?? ""] = Double(("\($1["localShare"]!)").dropLast())! / 100
    }
    let firms = try groups(scenario).flatMap(\.firms).filter { $0.isNamed && $0.isRecurring }
    let horizon = result.compiled.model.model.horizon
    for year in horizon.years where !firms.isEmpty {
      let months = year.periods.map { horizon[$0].label }
      for trial in stride(from: 0, to: trials, by: 7) {
        func yearOf(_ id: String) throws -> Double {
          try months.reduce(0) { try $0 + result.values(id, $1)[trial] }
        }
        let brought = try firms.map { try yearOf($0.id + ".revenue") }
        let largest = brought.indices.reduce(0) { brought[$1] > brought[$0] ? $1 : $0 }
        let share = firms[largest].mix.reduce(0) { $0 + $1.value * local[$1.key]! }
        for (level, part) in [("total", 1), ("local", share), ("central", 1 - share)] {
          let paid = try yearOf("fiscal.\(level).recurring")
          let found = try result.values(
            "fiscal.concentration.withoutLargest.\(level)", "\(year.year)")[trial]
          let expected = paid - part * brought[largest]
          #expect(
            abs(found - expected) < 1e-9 * max(1, abs(paid) + brought[largest]),
            "\(level) of \(year.year), trial \(trial): \(found), \(expected)")
        }
      }
    }
  }

  @Test("stages hold the firms that there are", arguments: scenarios)
  func stages(scenario: ScenarioText) throws {
    let result = try scenario.run(trials: trials)
    let ids = Set(result.compiled.model.model.indicators.map(\.indicator.id))
    let names = ["lead", "talks", "signed", "registered", "rampUp", "stable", "lost"]
    for group in try groups(scenario) where ids.contains("fiscal.\(group.id).inStage.lost") {
      let hasLeads = ids.contains("fiscal.\(group.id).leads.leads")
      let named = group.firms.count { ids.contains($0.id + ".place") }
      var before = [Double](repeating: 0, count: trials)
      for (index, period) in result.compiled.model.model.horizon.periods.enumerated() {
        let columns = try names.map {
          try result.values("fiscal.\(group.id).inStage.\($0)", period.label)
        }
        for trial in 0..<trials {
          let number = columns.reduce(0) { $0 + $1[trial] }
          #expect(columns.allSatisfy { $0[trial] >= 0 && $0[trial] == $0[trial].rounded() })
          if hasLeads {
            // Six at the start; new ones come, none vanishes.
            #expect(number >= max(before[trial], Double(named) + (index == 0 ? 6 : 0)))
          } else {
            #expect(number == Double(named))
          }
          before[trial] = number
        }
      }
    }
  }
}
