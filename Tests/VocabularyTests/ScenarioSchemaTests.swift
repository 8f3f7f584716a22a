import Foundation
import Testing
import Torreya

/// The schema that editors use, asked through a validator that is not ours.
@Suite struct ScenarioSchemaTests {
  /// The scenarios that come with the engine: those of `scenarios/`, and the one of `init`.
  private static let scenarios: [(name: String, text: String)] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "scenarios", directoryHint: .isDirectory)
    let files =
      (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil))
      ?? []
    let own = files.filter { $0.pathExtension == "json" }.compactMap { url in
      whole(url, folder.deletingLastPathComponent()).map { (url.lastPathComponent, $0) }
    }
    return [("init", startingScenario())] + own.sorted { $0.0 < $1.0 }
  }()

  /// A scenario with the parts that it includes in place; nil for what is only such a part.
  private static func whole(_ url: URL, _ root: URL) -> String? {
    guard let text = try? String(contentsOf: url, encoding: .utf8),
      let parsed = try? JSONSerialization.jsonObject(with: Data(text.utf8)),
      var scenario = parsed as? [String: Any], scenario["torreya"] != nil
    else { return nil }
    guard let parts = scenario.removeValue(forKey: "include") as? [String] else { return text }
    for part in parts {
      guard let bytes = try? Data(contentsOf: root.appending(path: part)),
        let part = try? JSONSerialization.jsonObject(with: bytes) as? [String: Any]
      else { return nil }
      scenario.merge(part) { own, _ in own }
    }
    return (try? JSONSerialization.data(withJSONObject: scenario)).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// - Errors: nil without a validator, which is a failure where the tests are to be trusted.
  private func validator() -> SchemaValidator? {
    if let validator = SchemaValidator() { return validator }
    let advice = "the schema was not checked: install Python's jsonschema, as `make test` does"
    if ProcessInfo.processInfo.environment["CI"] == "true" {
      Issue.record("\(advice)")
    } else {
      print("NOT TESTED: \(advice)")
    }
    return nil
  }

  @Test func theSchemaTakesOurScenarios() throws {
    guard let validator = validator() else { return }
    let verdicts = try validator.verdicts(
      of: Self.scenarios.map(\.text), under: scenarioSchema())
    for (scenario, verdict) in zip(Self.scenarios, verdicts) {
      #expect(verdict == nil, "\(scenario.name): \(verdict ?? "")")
    }
  }

  @Test func theSchemaRefusesUnknownKeysWhereTheReaderDoes() throws {
    guard let validator = validator() else { return }
    for scenario in Self.scenarios {
      let mutations = withUnknownKeys(scenario.text).filter { isRefusedByReader($0.text) }
      #expect(mutations.count > 5, "\(scenario.name)")
      let verdicts = try validator.verdicts(
        of: mutations.map(\.text), under: scenarioSchema())
      for (mutation, verdict) in zip(mutations, verdicts) where verdict == nil {
        Issue.record("\(scenario.name): the schema takes an unknown key at \(mutation.place)")
      }
    }
  }

  /// A scenario in which a value is given by a piece of JSON.
  private func scenario(withValue json: String) -> String {
    """
    { "torreya": 1, "id": "a", "horizon": { "first": "2024", "periods": 1 },
      "indicators": [ { "id": "b", "value": \(json) } ] }
    """
  }

  @Test func theSchemaTakesTheExampleOfEveryDistribution() throws {
    guard let validator = validator() else { return }
    let examples =
      Distributions.all.map { $0.descriptor.example } + [
        #"{ "experts": { "pool": "quantileAverage", "#
          + #""opinions": [{ "p10": 1, "p50": 2, "p90": 3 }] } }"#,
        #"{ "mixture": [{ "mixture": [{ "uniform": { "low": 0, "high": 1 } }] }] }"#,
      ]
    let texts = examples.map { scenario(withValue: $0) }
    let verdicts = try validator.verdicts(of: texts, under: scenarioSchema())
    for (text, verdict) in zip(texts, verdicts) {
      #expect(verdict == nil, "\(text): \(verdict ?? "")")
      #expect(!hasMistakes(text), "\(text)")
    }
  }

  @Test func theSchemaRefusesWhatIsWrongWithinDistributions() throws {
    guard let validator = validator() else { return }
    let values = [
      #"{ "metalog": { "quantiles": [1, 2, 3] } }"#,
      #"{ "metalog": { "quantiles": { "0.1": [1] } } }"#,
      #"{ "histogram": { "low": 0 } }"#, #"{ "histogram": [] }"#,
      #"{ "histogram": [{ "low": 0, "hihg": 1, "probability": 1 }] }"#,
      #"{ "histogram": [{ "low": 0, "high": 1 }] }"#,
      #"{ "mixture": [{ "weight": 1, "triangluar": { "low": 0 } }] }"#,
      #"{ "mixture": [{ "pert": { "lowest": 0 } }] }"#,
      #"{ "experts": [{ "name": 7, "p10": 1, "p50": 2, "p90": 3 }] }"#,
      #"{ "experts": { "opinions": [{ "p10": 1 }], "pool": "median" } }"#,
      #"{ "zeroInflated": { "probability": 0.3, "normal": { "mean": 1 } } }"#,
    ]
    let texts = values.map { scenario(withValue: $0) }
    let verdicts = try validator.verdicts(of: texts, under: scenarioSchema())
    for (text, verdict) in zip(texts, verdicts) {
      #expect(verdict != nil, "the schema takes \(text)")
      #expect(hasMistakes(text), "the reader takes \(text)")
    }
  }

  @Test func theSchemaRefusesWhatLacksARequiredKey() throws {
    guard let validator = validator() else { return }
    let documents = [
      "{}", #"{ "torreya": 1, "id": "a" }"#, #"{ "torreya": 2, "id": "a", "horizon": {} }"#,
      #"{ "torreya": 1, "id": "a", "horizon": { "first": "2024-13", "periods": 1 } }"#,
      #"{ "torreya": 1, "id": "a", "horizon": { "first": "2024", "periods": 0 } }"#,
      "[]",
    ]
    let verdicts = try validator.verdicts(of: documents, under: scenarioSchema())
    for (document, verdict) in zip(documents, verdicts) {
      #expect(verdict != nil, "\(document)")
    }
  }

  /// The scenario with a key that nobody knows at the start of each of its objects, one at a time.
  /// Objects that differ only in their place in a list are alike: the first one stands for them.
  private func withUnknownKeys(_ text: String) -> [(text: String, place: String)] {
    let source = SourceFile(name: "scenario.json", text: text)
    guard let root = readJSON(source).node else { return [] }
    var objects: [(path: String, range: SourceRange)] = []
    collectObjects(root, "$", into: &objects)
    var seen: Set<String> = []
    return objects.filter { seen.insert($0.path).inserted }.map { path, range in
      var bytes = source.bytes
      let isEmpty = range.text.dropFirst().first { !$0.isWhitespace } == "}"
      let key = #""zzUnknown": 1"# + (isEmpty ? "" : ", ")
      bytes.insert(contentsOf: Array(key.utf8), at: range.offsets.lowerBound + 1)
      return (String(decoding: bytes, as: UTF8.self), path)
    }
  }

  private func collectObjects(
    _ node: JSONNode, _ path: String, into objects: inout [(path: String, range: SourceRange)]
  ) {
    switch node.value {
    case .object(let members):
      objects.append((path, node.range))
      for member in members {
        collectObjects(member.value, path + "." + member.key, into: &objects)
      }
    case .array(let elements):
      for element in elements { collectObjects(element, path + "[]", into: &objects) }
    default: break
    }
  }

  /// Whether the reader tells a mistake of any kind.
  private func hasMistakes(_ text: String) -> Bool {
    let (document, mistakes) = read(
      SourceFile(name: "scenario.json", text: text), files: NoFiles())
    guard let document, mistakes.isEmpty else { return true }
    return !check(document, files: NoFiles()).diagnostics.isEmpty
  }

  /// Whether the reader says that the key is unknown, or is no form of a value.
  private func isRefusedByReader(_ text: String) -> Bool {
    let (document, mistakes) = read(
      SourceFile(name: "scenario.json", text: text), files: NoFiles())
    guard let document, mistakes.isEmpty else { return false }
    let (_, diagnostics) = check(document, files: NoFiles())
    return diagnostics.contains { diagnostic in
      diagnostic.code == .unknownKey || diagnostic.message.en == "a value has exactly one form"
    }
  }
}
