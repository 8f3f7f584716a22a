import ProjectImport
import SourceText
import Testing

@Suite struct EncodingTests {
  private let plain = importProject(SourceFile(name: "plan.xml", text: smallPlan)).json

  private func utf16(_ text: String, littleEndian: Bool, mark: Bool) -> [UInt8] {
    let units = (mark ? [0xFEFF] : []) + Array(text.utf16)
    return units.flatMap { unit -> [UInt8] in
      let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
      return littleEndian ? [low, high] : [high, low]
    }
  }

  @Test(arguments: [true, false], [true, false])
  func utf16GivesTheSameWorks(littleEndian: Bool, mark: Bool) {
    let text = smallPlan.replacing("UTF-8", with: "UTF-16")
    let bytes = utf16(text, littleEndian: littleEndian, mark: mark)
    let result = importProject(SourceFile(name: "plan.xml", bytes: bytes))
    #expect(result.json == plain)
    #expect(plain?.contains("劳动节") == true)
  }

  @Test func aByteOrderMarkOfUTF8IsNoText() {
    let bytes = [0xEF, 0xBB, 0xBF] + Array(smallPlan.utf8)
    #expect(importProject(SourceFile(name: "plan.xml", bytes: bytes)).json == plain)
  }

  /// The line of a mistake is that of the text, not of its bytes.
  @Test func placesInUTF16AreLinesAndColumns() throws {
    let text = "<Project>\n<名 a=\"1\" a=\"2\"/></Project>"
    for bytes in [Array(text.utf8), utf16(text, littleEndian: true, mark: true)] {
      let result = importProject(SourceFile(name: "plan.xml", bytes: bytes))
      let range = try #require(result.diagnostics.first?.range)
      #expect(range.start.line == 2)
      #expect(range.start.column == 10)
    }
  }

  @Test func halfACharacterIsTold() {
    var bytes = utf16(smallPlan, littleEndian: true, mark: true)
    bytes.removeLast()
    let result = importProject(SourceFile(name: "plan.xml", bytes: bytes))
    #expect(result.diagnostics.map(\.code) == [.invalidUTF8])
  }

  /// 路 in GBK, in a file that says it is UTF-8.
  @Test func chineseOfAnotherEncodingIsTold() {
    let start = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Project><Title>".utf8)
    let bytes = start + [0xC2, 0xB7] + [0xB7, 0xBE] + Array("</Title></Project>".utf8)
    let result = importProject(SourceFile(name: "plan.xml", bytes: bytes))
    #expect(result.diagnostics.map(\.code) == [.invalidUTF8])
    #expect(result.diagnostics[0].suggestion?.en.contains("GBK") == true)
  }
}
