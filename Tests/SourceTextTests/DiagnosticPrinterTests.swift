import Testing

@testable import SourceText

@Suite("printed diagnostics, in full")
struct DiagnosticPrinterTests {
  private func report(_ text: String, _ language: Language = .en) -> String {
    printed(read(text).diagnostics, language: language)
  }

  @Test("a duplicate key")
  func duplicateKey() {
    #expect(
      report("{\n  \"nights\": 12,\n  \"nights\": 13\n}") == """
        test.json:3:3: error: the key 'nights' is given twice [duplicate-key]
          at  $.nights
          3 |   "nights": 13
            |   ^^^^^^^^
          expected each key once
          found it at 2:3 already
          remove one of the two, or rename it

        1 error
        """)
  }

  @Test("a truncated file")
  func truncated() {
    #expect(
      report("{\n  \"taxes\": [\n    { \"id\": \"vat\"\n") == """
        test.json:3:18: error: the file ends inside '{' opened at 3:5 [truncated]
          at  $.taxes[0]
          3 |     { "id": "vat"
            |                  ^
          expected '}' for line 3, then ']' for line 2, then '}' for line 1
          found the end of the file
          was the file copied or downloaded whole?

        1 error
        """)
  }

  @Test("an empty file")
  func empty() {
    #expect(
      report("") == """
        test.json:1:1: error: the file is empty [empty-file]
          expected a JSON value, such as { }

        1 error
        """)
  }

  @Test("a file in GBK")
  func invalidUTF8() {
    let gbk: [UInt8] = [0xBB, 0xFC, 0xB6, 0xAB]
    let bytes = Array("{\n  \"label\": \"".utf8) + gbk + Array("\"\n}".utf8)
    #expect(
      printed(readJSON(SourceFile(name: "test.json", bytes: bytes)).diagnostics) == """
        test.json:2:13: error: the file is not UTF-8 [invalid-utf8]
          2 |   "label": "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"
            |             ^
          expected UTF-8
          found the bytes 0xBB 0xFC
          it may be GB18030/GBK, as Excel, WPS or Notepad save Chinese text: open it there and \
        save it as UTF-8

        1 error
        """)
  }

  @Test("deep nesting, on a line that is cut around the place")
  func deep() {
    let before = "…" + String(repeating: "[", count: 56)
    #expect(
      report(String(repeating: "[", count: 100_000)) == """
        test.json:1:513: error: objects and arrays are nested more than 512 deep \
        [nesting-too-deep]
          1 | \(before)[\(String(repeating: "[", count: 39))…
            | \(String(repeating: " ", count: 57))^
          expected at most 512 levels

        1 error
        """)
  }

  @Test("a full-width comma, in Chinese, behind tabs and characters of two columns")
  func fullWidthComma() {
    #expect(
      report("{\n\t\"名称\": \"稽东镇\"，\n\t\"面积\": 112亩\n}", .zh) == """
        test.json:2:13: 错误：这里应是“,”，却用了全角的“，” [syntax]
          2 |     "名称": "稽东镇"，
            |                     ^^
          应为 “,”
          实为 “，”（U+FF0C）
          建议：把输入法切换到英文，再输入“,”

        test.json:3:8: 错误：“112亩”不是数 [syntax]
          位于  $.面积
          3 |     "面积": 112亩
            |             ^^^^^
          应为 数，或引号里的文字
          建议：带单位的数和日期是文字：写成 "112亩"

        2 个错误
        """)
  }

  @Test("without a place, and warnings counted apart, in the order of files and places")
  func order() {
    let first = SourceFile(name: "a.json", text: "{}\n")
    let second = SourceFile(name: "b.json", text: "[]\n")
    let all = [
      Diagnostic(
        .timing, .same("late"), at: SourceRange(file: second, offsets: 1..<2), severity: .warning),
      Diagnostic(.timing, .same("two"), at: SourceRange(file: first, offsets: 1..<2)),
      Diagnostic(.timing, .same("one"), at: SourceRange(file: first, offsets: 0..<1)),
      Diagnostic(.unreadableFile, .same("'c.json' does not exist"), at: nil),
    ]
    #expect(
      printed(all) == """
        torreya: error: 'c.json' does not exist [unreadable-file]

        a.json:1:1: error: one [timing]
          1 | {}
            | ^

        a.json:1:2: error: two [timing]
          1 | {}
            |  ^

        b.json:1:2: warning: late [timing]
          1 | []
            |  ^

        3 errors, 1 warning
        """)
    #expect(printed([Diagnostic]()) == "")
  }

  @Test("what a file holds does not act on the terminal")
  func controlCharacters() {
    let text = printed(read("[\"\u{1B}[31m\u{202E}\"]").diagnostics)
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
    #expect(text.contains("␛[31m\u{FFFD}"))
  }

  @Test("a range over several lines is underlined on its first")
  func severalLines() {
    let file = SourceFile(name: "a.json", text: "[1,\n2]\n")
    let diagnostic = Diagnostic(.timing, .same("m"), at: SourceRange(file: file, offsets: 1..<6))
    #expect(printed(diagnostic) == "a.json:1:2: error: m [timing]\n  1 | [1,\n    |  ^^")
  }
}
