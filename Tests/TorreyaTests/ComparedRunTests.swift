import Foundation
import Simulation
import Testing
import Torreya

@testable import Reports

/// Variants beside the scenario in all results: paired by what they are called.
@Suite("variants beside the scenario, in all results") struct ComparedRunTests {
  private let targets = [
    ["id": "all", "indicator": "all", "atLeast": "480万元"],
    ["id": "streams", "indicator": "streams", "atLeast": "13条"],
  ]

  private func model() throws -> ScenarioModel {
    func normal(_ mean: String, _ deviation: String) -> [String: Any] {
      ["normal": ["mean": mean, "standardDeviation": deviation]]
    }
    return try ScenarioText(
      name: "town.json",
      members: [
        "torreya": 1, "id": "town", "horizon": ["first": "2024-01", "periods": 2],
        "indicators": [
          ["id": "all", "unit": "万元", "value": normal("500万元", "40万元")],
          ["id": "streams", "unit": "条", "value": ["discrete": ["12": 0.4, "13": 0.6]]],
        ],
        "targets": targets,
        "variants": [
          ["id": "turned", "set": ["targets": Array(targets.reversed())]],
          ["id": "one", "set": ["targets": [targets[1]]]],
          ["id": "more", "set": ["all.value": normal("520万元", "40万元")]],
        ],
      ]
    ).model()
  }

  private func compared() throws -> Comparison {
    let model = try model()
    return try compare(
      model, with: model.scenario.variants, testSettings(trials: 500),
      files: DiskFiles(scenario: nil))
  }

  @Test("targets are those of the same name, in whatever order a variant has them")
  func order() throws {
    let turned = try compared().variants[0]
    #expect(turned.targets.map(\.judged.target.id) == ["all", "streams"])
    #expect(turned.targets.allSatisfy { $0.isUnchanged })
    #expect(turned.missingTargets.isEmpty)
    #expect(turned.joint?.difference == 0 && turned.joint?.differenceError == 0)
  }

  @Test("what a variant does not judge is named, and nothing is held against it")
  func missing() throws {
    let found = try compared()
    let one = found.variants[1]
    #expect(one.targets.map(\.judged.target.id) == ["streams"])
    #expect(one.targets.allSatisfy { $0.isUnchanged })
    #expect(one.missingTargets.map(\.target.id) == ["all"])
    #expect(one.joint == nil)
    let rows = found.tables[1].wholeTable.rows
    // Two targets and both together in the others, one in this.
    #expect(rows.count == 3 + 1 + 3)
  }

  @Test("a shift of 20 is 20 in every trial")
  func shift() throws {
    let more = try compared().variants[2]
    let all = try #require(more.targets.first)
    #expect(abs(all.difference.difference.mean - 200_000) < 1e-4)
    #expect(all.difference.difference.standardError < 1e-6)
    #expect(!all.isUnchanged && more.targets[1].isUnchanged)
  }

  @Test("the trials of two runs have room, or what has is told; those of more are not needed")
  func memory() throws {
    let model = try model()
    func comparison(_ memory: Int) throws -> Comparison {
      var settings = testSettings(trials: 50_000)
      settings.memory = memory
      return try compare(
        model, with: model.scenario.variants, settings, files: DiskFiles(scenario: nil))
    }
    // 49 blocks of 1,024 trials in 8 bytes, for each of the two columns, twice.
    let both = 2 * 2 * 49 * 1024 * 8
    let diagnostics = #expect(throws: Diagnostics.self) { try comparison(both - 1) }
    #expect(diagnostics?.all.map(\.code) == [.memoryBudget])
    // Beside it only what a worker works in, which is less than a third column.
    #expect(try comparison(both + both / 4).variants.count == 3)
  }
}
