import Foundation
import Testing
import Torreya

/// What keyed randomness promises, on scenarios that people read and on random ones.
@Suite("a draw is a function of its name")
struct LawTests {
  @Test("a variant that changes nothing differs by zero in every cell", arguments: ScenarioText.all)
  func emptyVariant(scenario: ScenarioText) throws {
    let annual = (scenario.members["fiscal"] as? [String: Any])?["taxes"] as? [[String: Any]]
    let first = try #require(annual?.first { $0["annual"] != nil })
    let id = try #require(first["id"] as? String)
    let rewritten: [String: Any] = ["fiscal.\(id).annual": try #require(first["annual"])]
    let changed = scenario.adding(["id": "none", "set": [String: Any]()], to: "variants")
      .adding(["id": "rewritten", "set": rewritten], to: "variants")
    let base = try changed.model()
    let before = try changed.run(trials: 40).simulation
    for name in ["none", "rewritten"] {
      let variant = try #require(base.scenario.variants.first { $0.id == name })
      let (model, _) = load(variant, of: base, files: changed.files)
      let after = try Torreya.run(
        compile(try #require(model)), testSettings(trials: 40, threads: 2))
      var table = Table(columns: ComparisonTable.columns)
      ComparisonTable.append(
        compare(before, with: after.simulation), of: variant, base, to: &table)
      let differences = table.columns.indices.filter { index in
        let name = table.columns[index].name
        return name == "standardError" || name.lowercased().contains("difference")
          || name.wholeMatch(of: /p\d\d/) != nil
      }
      #expect(differences.count >= 9)
      #expect(!table.rows.isEmpty)
      for row in table.rows {
        #expect(differences.allSatisfy { row[$0] == .number(0) }, "\(row)")
      }
    }
  }

  @Test("what is added changes no cell of what was there", arguments: ScenarioText.all)
  func additions(scenario: ScenarioText) throws {
    let before = try scenario.run(trials: 40).lines("summary.csv")
    let additions: [(String, ScenarioText, Bool)] = [
      (
        "an indicator",
        scenario.adding(
          [
            "id": "added", "unit": "万元", "kind": "flow",
            "formula": "2 * fiscal.total.recurring",
          ], to: "indicators"), true
      ),
      (
        "an uncertain indicator",
        scenario.adding(
          ["id": "added", "unit": "次", "value": ["poisson": ["mean": 3]]], to: "indicators"), true
      ),
      (
        "a driver",
        scenario.setting(
          ["drivers", "added"],
          to: ["process": ["ar1": ["persistence": 0.5, "standardDeviation": 0.1]]]), true
      ),
      (
        "a tax's note",
        scenario.setting(["fiscal", "taxes", "0", "note"], to: "seen by nobody"), false
      ),
    ]
    for (what, changed, hasNewRows) in additions {
      let after = try changed.run(trials: 40).lines("summary.csv")
      let known = Set(after)
      #expect(before.filter { !known.contains($0) } == [], "\(what)")
      #expect((after.count > before.count) == hasNewRows, "\(what)")
    }
  }

  @Test("fewer trials are the first of more trials", arguments: ScenarioText.all)
  func prefix(scenario: ScenarioText) throws {
    let compiled = try scenario.compiled()
    let few = try simulate(compiled.plan, testSettings(trials: 1000))
    let many = try simulate(compiled.plan, testSettings(trials: 5000, threads: 2))
    for column in compiled.plan.columns {
      let isSame = few.withTrials(of: column) { few in
        many.withTrials(of: column) { many in
          few.count <= many.count
            && memcmp(few.baseAddress!, many.baseAddress!, few.count * MemoryLayout<Double>.size)
              == 0
        }
      }
      #expect(isSame, "\(column.label) in \(column.period)")
    }
  }

  @Test("trials.csv of fewer trials is how that of more begins")
  func prefixOfFile() throws {
    let scenario = ScenarioText.starting
    let few = try scenario.run(trials: 40).bytes("trials.csv")
    let many = try scenario.run(trials: 90).bytes("trials.csv")
    #expect(many.count > 2 * few.count)
    #expect(many.starts(with: few))
  }

  @Test("workers change no byte of any file", arguments: ScenarioText.all)
  func threads(scenario: ScenarioText) throws {
    let compiled = try scenario.compiled()
    let written = try [1, 2, 5].map { threads in
      let settings = testSettings(trials: 1100, threads: threads)
      let tables = try Torreya.run(compiled, settings).tables(threads: threads, withTrials: false)
      let folder = try TemporaryFolder()
      let request = Request(
        .run(withTrials: false), of: compiled.scenario, settings, format: .plain)
      _ = try publish(tables, for: request, in: folder.path)
      return try FileManager.default.allFiles(in: folder.path)
    }
    #expect(Set(written[0].keys).isSuperset(of: ["summary.csv", "targets.csv", "manifest.json"]))
    #expect(written[1] == written[0])
    #expect(written[2] == written[0])
  }

  @Test("another seed changes what is uncertain, and only that")
  func seeds() throws {
    let one = try ScenarioText.starting.run(trials: 200, seed: 1)
    let two = try ScenarioText.starting.run(trials: 200, seed: 2)
    for column in one.simulation.plan.columns {
      let other = try #require(two.simulation.column(column.label, period: column.period))
      let isSame = one.simulation.value(of: column, inTrial: 0)
        == two.simulation.value(of: other, inTrial: 0)
      if column.shape == .uniform { #expect(isSame) }
    }
    #expect(
      try one.values("fiscal.total.recurring", "2025")
        != two.values("fiscal.total.recurring", "2025"))
  }
}
