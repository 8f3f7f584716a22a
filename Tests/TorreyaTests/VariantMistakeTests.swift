import Testing
import Torreya
import Vocabulary

@Suite("mistakes in variants are told together with all others")
struct VariantMistakeTests {
  private func mistakes(_ set: String, besides: String = "") throws -> [Diagnostic] {
    let text = try ScenarioText(
      name: "mistakes.json",
      text: """
        { "torreya": 1, "id": "s", "horizon": { "first": "2024-01", "periods": 12 }\(besides),
          "fiscal": { "taxes": [ { "id": "vat", "kind": "valueAddedTax", "annual": "1万元",
            "localShare": "50%" } ] },
          "variants": [ { "id": "v", "set": \(set) } ] }
        """)
    let source = try text.source
    return load(source, files: NoFiles()).diagnostics
  }

  @Test("a path that leads nowhere hides no other mistake of its variant")
  func ofOneVariant() throws {
    let found = try mistakes(
      #"{ "x.y": 1, "fiscal.vat.localShare": "150%", "fiscal.vat.lat": 1 }"#)
    #expect(Set(found.map(\.code)) == [.unknownPath, .invalidValue, .unknownKey], "\(found)")
  }

  @Test("a mistake of the scenario hides none of its variants, and is told once")
  func besideTheScenario() throws {
    let found = try mistakes(#"{ "x.y": 1 }"#, besides: #", "zzz": 1"#)
    #expect(found.map(\.code) == [.unknownKey, .unknownPath], "\(found)")
  }

  @Test("a mistake that a variant words otherwise is told once")
  func inOtherWords() throws {
    let target = #"{ "id": "T", "indicator": "fiscal.vat.total.recurring", "#
      + #""period": "2030", "atLeast": "1万元" }"#
    let found = try mistakes(
      #"{ "horizon.periods": 24 }"#, besides: ", \"targets\": [\(target)]")
    #expect(found.map(\.code) == [.periodOutsideHorizon], "\(found)")
  }

  @Test("of many names the nearest are shown, and how many others there are")
  func nearest() throws {
    let found = try mistakes(#"{ "fiscal.vat.localShar.x": 1, "fiscl.vat": 1, "fiscl.va.t": 2 }"#)
    let expected = found.compactMap(\.expected?.en)
    #expect(!expected.isEmpty)
    #expect(expected.allSatisfy { $0.split(separator: ",").count <= 5 }, "\(expected)")
    #expect(Torreya.nearest(2, to: "vta", among: ["deed", "vat", "stamp"]) == ["vat", "stamp"])
  }
}
