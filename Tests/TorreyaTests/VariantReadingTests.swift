import Foundation
import Synchronization
import Testing
import Torreya

@testable import Vocabulary

@Suite("variants: what they leave as it is is taken over from the scenario")
struct VariantReadingTests {
  /// What reading a document gives, mistakes included, as text.
  private func told(_ document: ScenarioDocument, _ files: any ProjectFiles) -> String {
    let (scenario, mistakes) = check(document, files: files)
    guard let scenario else { return printed(mistakes, language: .en) }
    let (model, more) = Vocabulary.model(scenario)
    let parts: [Any] = [
      scenario.assumptions, scenario.targets, scenario.levers, scenario.inputs.map(\.name),
      scenario.projects.map(\.id), scenario.workRisks.count, scenario.isIncomplete,
    ]
    return printed(mistakes + more, language: .en) + (model?.model.description ?? "no model\n")
      + parts.map { "\($0)" }.joined(separator: "\n")
  }

  /// The document of a variant without the scenario over which it is laid.
  private func alone(_ document: ScenarioDocument) -> ScenarioDocument {
    ScenarioDocument(
      root: document.root, source: document.source, included: document.included,
      former: document.former)
  }

  @Test("each variant of the town's plan is read as it is without the scenario")
  func readsTheSame() throws {
    let text = try #require(ScenarioText.jidong)
    let base = try text.model().scenario
    #expect(!base.variants.isEmpty)
    for variant in base.variants {
      let (document, mistakes) = base.document(of: variant)
      #expect(mistakes.isEmpty)
      try #require(document.base != nil)
      #expect(told(document, text.files) == told(alone(document), text.files), "\(variant.id)")
    }
  }

  /// Changes of every section, mistakes among them.
  private static let changes = [
    #"{ "id": "otherTown" }"#, #"{ "horizon": { "first": "2024-03", "periods": 10 } }"#,
    #"{ "asOf": "2024-01-15" }"#, #"{ "unheardOf": 1 }"#, #"{ "members": {} }"#,
    #"{ "weather": null }"#, #"{ "works.risks": [] }"#, #"{ "works": 7 }"#,
    #"{ "visitors.dayTrips.daily": 4 }"#, #"{ "visitors": null }"#, #"{ "crops": [] }"#,
    #"{ "crops.torreya.yield": "many" }"#, #"{ "farmersIncome.residents": "9人" }"#,
    #"{ "fiscal": null }"#, #"{ "fiscal.shareSale.probability": 2 }"#, #"{ "indicators": [] }"#,
    #"{ "targets": [] }"#, #"{ "simulation": { "trials": -1 } }"#, #"{ "levers": [] }"#,
    #"{ "source": "somebody" }"#,
  ]

  @Test("changes of every section are read as they are without the scenario", arguments: changes)
  func readsChangesTheSame(_ set: String) throws {
    let text = try #require(ScenarioText.jidong)
    let changed = try JSONSerialization.jsonObject(with: Data(set.utf8))
    let base = try text.model().scenario
    let other = text.adding(["id": "changed", "set": changed], to: "variants")
    let document = try #require(read(try other.source, files: text.files).document)
    let (scenario, _) = check(document, files: text.files)
    let variant = try #require(scenario?.variants.last)
    #expect(variant.id == "changed")
    let (laid, _) = base.document(of: variant)
    try #require(laid.base != nil)
    #expect(told(laid, text.files) == told(alone(laid), text.files))
  }

  /// Files that count how often each is read.
  private final class CountingFiles: ProjectFiles, Sendable {
    private let files: DiskFiles
    let counts = Mutex<[String: Int]>([:])

    init(_ files: DiskFiles) { self.files = files }

    func read(_ name: String) -> Result<SourceFile, ProjectFileProblem> {
      counts.withLock { $0[name, default: 0] += 1 }
      return files.read(name)
    }

    func count(of name: String) -> Int { counts.withLock { $0[name] ?? 0 } }
  }

  @Test("a variant of revenue reads no weather again, and names its file among the inputs")
  func takesOver() throws {
    let text = try #require(ScenarioText.jidong)
    let files = CountingFiles(text.files)
    let normals = "seeds/weather-normals-mountain.csv"
    let (model, diagnostics) = load(try text.source, files: files, withVariants: false)
    let base = try #require(model, "\(printed(diagnostics, language: .en))")
    let atFirst = files.count(of: normals)
    #expect(atFirst > 0)
    let variants = try base.variants(named: ["loseFirmA", "wetYear"])
    let firm = try #require(load(variants[0], of: base, files: files).model)
    #expect(files.count(of: normals) == atFirst)
    #expect(firm.scenario.inputs.contains { $0.name == normals })
    _ = try #require(load(variants[1], of: base, files: files).model)
    #expect(files.count(of: normals) > atFirst)
  }
}
