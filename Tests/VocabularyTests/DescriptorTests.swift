import Testing
import Torreya

@testable import Vocabulary

/// What a descriptor says of an object, and what the reader makes of it.
@Suite struct DescriptorTests {
  @Test(arguments: Catalog.all.map(\.name))
  func theDescriptorSpeaksBothLanguages(_ name: String) throws {
    let descriptor = try #require(Catalog.all.first { $0.name == name })
    for text in [descriptor.summary] + descriptor.fields.map(\.summary) {
      let isEnglish = text.en.unicodeScalars.allSatisfy { $0.isASCII }
      let isChinese = text.zh.unicodeScalars.contains { $0.properties.isIdeographic }
      #expect(!text.en.isEmpty && isEnglish, "\(text.en)")
      #expect(isChinese, "\(text.zh)")
    }
    let keys = descriptor.fields.map(\.key)
    #expect(Set(keys).count == keys.count, "each key once")
  }

  @Test func theCatalogueReachesEverything() {
    let names = Set(Catalog.all.map(\.name))
    for name in ["scenario", "tax", "payer", "segment", "activity", "retry", "plumRain", "ar1"] {
      #expect(names.contains(name))
    }
  }

  /// An example may stand for its object wherever that object may stand.
  @Test(arguments: Catalog.all.filter { !$0.example.isEmpty }.map(\.name))
  func theExampleIsReadWithoutAMistake(_ name: String) throws {
    let descriptor = try #require(Catalog.all.first { $0.name == name })
    let draft = try #require(DraftScenario(of: name, text: descriptor.example))
    let mistakes = draft.diagnosticsInside()
    #expect(mistakes.isEmpty, "\(printed(mistakes))\n\(draft.source.lineText(1))")
  }

  /// The objects that are told apart by the key before them.
  private static let alternatives = Set(
    Catalog.all.flatMap(\.fields).flatMap { field -> [String] in
      if case .oneOf(let descriptors) = field.shape { descriptors.map(\.name) } else { [] }
    })

  /// A field whose value has the wrong type must be told; else the reader never looks at it, and
  /// what a planner writes there is lost.
  @Test(arguments: Catalog.all.map(\.name))
  func everyFieldIsRead(_ name: String) throws {
    let descriptor = try #require(Catalog.all.first { $0.name == name })
    // A merge of files and the editor's schema happen before and beside the reading.
    for field in descriptor.fields where !["include", "$schema"].contains(field.key) {
      guard let wrong = field.shape.wrongValue else { continue }
      let others = DraftScenario.object(descriptor, without: field.key)
      let object = "{ " + (others + ["\"\(field.key)\": \(wrong)"]).joined(separator: ", ") + " }"
      let text = Self.alternatives.contains(name) ? "{ \"\(name)\": \(object) }" : object
      let draft = try #require(DraftScenario(of: name, text: text))
      let place = try #require(draft.source.bytes.lastRange(of: "\"\(field.key)\": \(wrong)"))
      let told = draft.diagnostics.contains { diagnostic in
        diagnostic.range.map { place.overlaps($0.offsets) && $0.offsets.count < text.utf8.count }
          ?? false
      }
      #expect(told, "\(name).\(field.key) may be \(wrong)")
    }
  }
}

extension FieldShape {
  /// A value that cannot stand there; nil where anything can.
  fileprivate var wrongValue: String? {
    switch self {
    case .text, .id, .label, .unit, .formula, .file, .period, .date, .dayOfYear, .calendarDay,
      .lunarDay:
      "false"
    case .boolean, .integer, .choice, .value, .valueInDeclaredUnit, .quantity: "[false]"
    case .profile, .list: "false"
    case .map, .object, .oneOf: "[false]"
    case .either: "false"
    case .anything: nil
    }
  }
}

extension [UInt8] {
  fileprivate func lastRange(of text: String) -> Range<Int>? {
    let pattern = Array(text.utf8)
    guard count >= pattern.count else { return nil }
    for start in stride(from: count - pattern.count, through: 0, by: -1)
    where self[start..<(start + pattern.count)].elementsEqual(pattern) {
      return start..<(start + pattern.count)
    }
    return nil
  }
}
