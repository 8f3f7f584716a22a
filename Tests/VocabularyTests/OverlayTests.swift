import Testing
import Torreya

@testable import Vocabulary

/// The id paths by which variants reach into a scenario.
@Suite struct OverlayTests {
  private let document = """
    { "fiscal": { "taxes": [ { "id": "vat", "annual": 1, "rates": { "low": 2 } },
                             { "id": "deed", "annual": 3 } ] },
      "drivers": { "rain": { "value": 4 } } }
    """

  private var unchanged: String { document.filter { !$0.isWhitespace } }

  /// The document after the changes of a variant's `set`, as JSON without blanks.
  private func changed(by set: String) throws -> (text: String, diagnostics: [Diagnostic]) {
    let root = try #require(readJSON(SourceFile(name: "base.json", text: document)).node)
    let text = #"{ "id": "v", "set": \#(set) }"#
    let node = try #require(readJSON(SourceFile(name: "variant.json", text: text)).node)
    let context = ReadingContext(
      horizon: Horizon(first: Period(.yearly, year: 2024), count: 1), files: NoFiles())
    let reader = try #require(
      ObjectReader(node, as: Variant.descriptor, path: .root, idPath: "", context: context))
    let (result, diagnostics) = overlay(root, with: Variant(reader))
    return (result.compact, diagnostics)
  }

  @Test(arguments: [
    ("fiscal.vat.annual", "9", #""vat","annual":9,"#),
    ("fiscal.deed.annual", "9", #""deed","annual":9}"#),
    ("fiscal.taxes", "[]", #""taxes":[]"#),
    ("drivers.rain.value", "9", #""rain":{"value":9}"#),
    ("fiscal.deed.note", "\"new\"", #""annual":3,"note":"new"}"#),
    ("fiscal.vat.rates.low", "9", #""rates":{"low":9}"#),
  ])
  func aPathLeadsToItsPlace(_ path: String, _ value: String, _ expected: String) throws {
    let (text, diagnostics) = try changed(by: #"{ "\#(path)": \#(value) }"#)
    #expect(diagnostics.isEmpty)
    #expect(text.contains(expected), "\(text)")
  }

  @Test func anObjectWithAnIDIsMerged() throws {
    let (text, _) = try changed(by: #"{ "fiscal.vat": { "annual": 9, "rates": null } }"#)
    #expect(text.contains(#"{"id":"vat","annual":9}"#), "\(text)")
  }

  @Test func anObjectWithoutAnIDIsReplaced() throws {
    let (text, _) = try changed(by: #"{ "drivers.rain": { "process": 1 } }"#)
    #expect(text.contains(#""rain":{"process":1}"#), "\(text)")
  }

  @Test func nothingElseChanges() throws {
    let (text, _) = try changed(by: "{}")
    #expect(text == unchanged)
  }

  @Test(arguments: [
    ("fiscal.vatt.annual", "did you mean 'vat'?"), ("fiscl.vat.annual", "did you mean 'fiscal'?"),
  ])
  func aPathThatLeadsNowhereIsTold(_ path: String, _ suggestion: String) throws {
    let (text, diagnostics) = try changed(by: #"{ "\#(path)": 1 }"#)
    #expect(text == unchanged)
    #expect(diagnostics.map(\.code) == [.unknownPath])
    #expect(diagnostics.first?.suggestion?.en == suggestion)
  }

  @Test func belowANumberThereIsNothing() throws {
    let (_, diagnostics) = try changed(by: #"{ "fiscal.vat.annual.low": 1 }"#)
    #expect(diagnostics.map(\.code) == [.unknownPath])
  }
}

extension JSONNode {
  /// The node as JSON without blanks.
  fileprivate var compact: String {
    switch value {
    case .null: "null"
    case .boolean(let truth): "\(truth)"
    case .number(let text): text
    case .string(let text): "\"\(text)\""
    case .array(let elements): "[" + elements.map(\.compact).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { "\"\($0.key)\":\($0.value.compact)" }.joined(separator: ",") + "}"
    }
  }
}
