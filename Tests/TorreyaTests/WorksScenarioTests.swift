import Foundation
import Testing
import Torreya

/// The works of the scenarios that people read: windows hold in every trial, and a variant moves
/// what it touches, and nothing else.
struct WorksScenarioTests {
  private static let small = scenario("works-small")

  private static func scenario(_ name: String) -> ScenarioText? {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let path = folder.appendingPathComponent("scenarios/\(name).json").path
    guard let bytes = FileManager.default.contents(atPath: path) else { return nil }
    return try? ScenarioText(
      name: "scenarios/\(name).json", text: String(decoding: bytes, as: UTF8.self),
      files: DiskFiles(scenario: path))
  }

  /// The days that a date falls on, as year, month and day.
  private func days(_ indicator: String, _ result: RunResult) throws -> [[Int]] {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    return try result.values(indicator, "2024").map { day in
      let parts = calendar.dateComponents(
        [.year, .month, .day], from: Date(timeIntervalSince1970: day * 86_400))
      return [parts.year, parts.month, parts.day].map { $0 ?? 0 }
    }
  }

  private func isInLowWater(_ day: [Int]) -> Bool {
    (day[1], day[2]) >= (10, 16) || (day[1], day[2]) <= (4, 14)
  }

  @Test func windowsHoldInEveryTrial() throws {
    let result = try #require(Self.small).run(trials: 2000, seed: 3)
    let foundations = try days("works.bridge.foundations.finish", result)
    #expect(foundations.allSatisfy(isInLowWater))
    let paving = try days("works.path.paving.finish", result)
    #expect(paving.allSatisfy { (3...11).contains($0[1]) })
    // What is known holds in every trial, and the rest comes after the status date.
    let approval = try days("works.bridge.approval.finish", result)
    #expect(approval.allSatisfy { $0 == [2024, 3, 8] })
    let design = try days("works.bridge.design.finish", result)
    #expect(design.allSatisfy { [2024, 3, 26].lexicographicallyPrecedes($0) })
  }

  @Test("in Chinese works on a site 开工, and what an office does 开始")
  func starts() throws {
    let model = try #require(Self.small).model()
    func label(_ id: String) -> String? {
      model.model.indicators.first { $0.indicator.id == id }?.indicator.label.zh
    }
    for (id, word) in [("foundations", "开工"), ("design", "开始"), ("approval", "开始")] {
      for (key, before) in [("start", ""), ("plannedStart", "计划")] {
        let found = try #require(label("works.bridge.\(id).\(key)"))
        #expect(found.hasSuffix(before + word), "\(found)")
      }
    }
    #expect(try #require(label("works.bridge.start")).hasSuffix("开工"))
  }

  @Test func aVariantMovesWhatItTouches() throws {
    let small = try #require(Self.small)
    let base = try small.run(trials: 2000, seed: 3)
    let every = Array(1...12)
    let slabs = try small.setting(
      ["works", "projects", "1", "activities", "1", "months"], to: every
    ).run(trials: 2000, seed: 3)
    for indicator in ["bridge.finish", "bridge.deck.finish", "path.earthworks.finish"] {
      let name = "works.\(indicator)"
      #expect(try base.values(name, "2024") == slabs.values(name, "2024"), "\(indicator)")
    }
    let before = try base.values("works.path.finish", "2024")
    let after = try slabs.values("works.path.finish", "2024")
    #expect(zip(before, after).allSatisfy { $0 >= $1 })
    #expect(zip(before, after).count { $0 > $1 } > 1900)
  }

  @Test func aTenderThatFailsForSureFailsOnce() throws {
    let small = try #require(Self.small)
    let never = try small.setting(
      ["works", "projects", "0", "activities", "2", "retry", "probability"], to: 0
    ).run(trials: 500, seed: 3)
    let once = try small.setting(
      ["works", "projects", "0", "activities", "2", "retry", "probability"], to: 1
    ).run(trials: 500, seed: 3)
    // Twenty working days are four weeks of five. Labour Day takes three of them and Dragon Boat
    // one; two Sundays and Saturdays are worked in exchange.
    let later = zip(
      try once.values("works.bridge.tender.finish", "2024"),
      try never.values("works.bridge.tender.finish", "2024")
    ).map { $0 - $1 }
    #expect(later.allSatisfy { (25...33).contains($0) })
    // The foundations wait for October either way.
    #expect(
      try once.values("works.bridge.foundations.finish", "2024")
        == never.values("works.bridge.foundations.finish", "2024"))
  }
}
