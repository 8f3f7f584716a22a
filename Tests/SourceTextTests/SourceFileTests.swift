import Testing

@testable import SourceText

@Suite("places in a file")
struct SourceFileTests {
  private func place(_ bytes: [UInt8], _ offset: Int) -> String {
    SourceFile(name: "a", bytes: bytes).location(of: offset).description
  }

  @Test("columns count scalars, from 1")
  func columns() {
    let bytes = Array("a榧🌲b\nc".utf8)
    #expect([0, 1, 4, 8, 9, 10, 11].map { place(bytes, $0) }
      == ["1:1", "1:2", "1:3", "1:4", "1:5", "2:1", "2:2"])
    // Inside a character, its own column.
    #expect([2, 3].map { place(bytes, $0) } == ["1:2", "1:2"])
  }

  @Test("the byte order mark has no column")
  func byteOrderMark() {
    let bytes = Array("\u{FEFF}{".utf8)
    #expect([0, 3, 4].map { place(bytes, $0) } == ["1:1", "1:1", "1:2"])
    #expect(SourceFile(name: "a", bytes: bytes).lineText(1) == "{")
  }

  @Test("bytes that are no UTF-8 count as the replacement characters that stand for them")
  func invalid() {
    let bytes: [UInt8] = [0x61, 0xBB, 0xFC, 0xE2, 0x82, 0x62, 0xF0, 0x9F, 0x8C]
    let file = SourceFile(name: "a", bytes: bytes)
    for offset in [1, 2, 3, 5, 6, 9] {
      let before = String(decoding: bytes[..<offset], as: UTF8.self).unicodeScalars.count
      #expect(file.location(of: offset) == SourceLocation(line: 1, column: before + 1))
    }
  }

  @Test("lines end at LF or CRLF, and a last line may be empty")
  func lines() {
    let file = SourceFile(name: "a", text: "one\r\ntwo\n\nfour\n")
    #expect(file.lineCount == 5)
    #expect((1...5).map(file.lineText) == ["one", "two", "", "four", ""])
    #expect(file.location(of: 15) == SourceLocation(line: 5, column: 1))
  }
}
