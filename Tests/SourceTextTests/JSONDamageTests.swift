import Testing

@testable import SourceText

/// A document with everything that JSON has, damaged in every place: each damage gives a tree or
/// a diagnostic that can be printed, and never stops the program.
@Suite("JSON: damaged documents")
struct JSONDamageTests {
  private static let document = Array(
    #"""
    {"id":"jidong2024","label":{"zh":"稽东镇","en":"Jidong \u69a7"},
     "values":[1,-2.5e3,true,false,null,"a\\b\n",[],{}], "“quoted”":"x，y"}
    """#.utf8)

  @Test("cut off after each byte")
  func truncations() throws {
    for end in 0..<Self.document.count {
      let bytes = Array(Self.document[..<end])
      let (_, diagnostics) = readJSON(SourceFile(name: "test.json", bytes: bytes))
      let codes = diagnostics.map(\.code)
      #expect(codes.count == 1, "\(end): \(codes)")
      #expect([.truncated, .emptyFile, .invalidUTF8].contains(try #require(codes.first)), "\(end)")
    }
  }

  @Test("one byte changed, left out or put in, at each place")
  func mutations() {
    let replacements = Array("\"'{}[],:;0-.eEtn\\/#u \n\t\u{1}".utf8) + [0, 0x80, 0xEF, 0xFF]
    for place in Self.document.indices {
      var shorter = Self.document
      shorter.remove(at: place)
      check(shorter)
      for byte in replacements {
        var changed = Self.document
        changed[place] = byte
        check(changed)
        var longer = Self.document
        longer.insert(byte, at: place)
        check(longer)
      }
    }
  }

  @Test("one full-width mark put in at each place")
  func fullWidthMarks() {
    for mark in ["，", "：", "”", "“", "｛", "」", "\u{3000}", "１"] {
      for place in Self.document.indices where Self.document[place] & 0xC0 != 0x80 {
        check(Array(Self.document[..<place]) + Array(mark.utf8) + Array(Self.document[place...]))
      }
    }
  }

  private func check(_ bytes: [UInt8]) {
    let (node, diagnostics) = readJSON(SourceFile(name: "test.json", bytes: bytes))
    #expect(node != nil || !diagnostics.isEmpty)
    for diagnostic in diagnostics {
      let lines = printed(diagnostic, language: .zh).split(separator: "\n")
      #expect(lines.count <= 7)
    }
  }
}
