import Testing

import SourceText

@Suite("CSV")
struct CSVParserTests {
  private func read(_ text: String) -> (rows: [[String]], mistakes: [String]) {
    let (table, diagnostics) = readCSV(SourceFile(name: "test.csv", text: text))
    let all = table.map { [$0.header] + $0.rows } ?? []
    return (
      all.map { $0.map(\.text) },
      diagnostics.map {
        "\($0.range?.start.description ?? "") \($0.code.rawValue): \($0.message.en)"
      }
    )
  }

  @Test(
    "is read by RFC 4180",
    arguments: [
      ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
      ("a,b\r\n1,2\r\n\r\n3,4", [["a", "b"], ["1", "2"], ["3", "4"]]),
      ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
      ("\u{FEFF}名称,值\n榧,1", [["名称", "值"], ["榧", "1"]]),
      ("a,b\n,\n", [["a", "b"], ["", ""]]),
      ("a\n\"\"\n", [["a"], [""]]),
      ("a,b\n\"x,\"\"y\"\"\r\nz\", 1 \n", [["a", "b"], ["x,\"y\"\r\nz", " 1 "]]),
      ("a,b\n\"\"\"\",\"\"", [["a", "b"], ["\"", ""]]),
    ])
  func accepted(text: String, rows: [[String]]) {
    let result = read(text)
    #expect(result.rows == rows)
    #expect(result.mistakes.isEmpty)
  }

  @Test(
    "mistakes are told, and the table has its shape all the same",
    arguments: [
      ("a,b\n1\n1,2,3\n1,2",
        ["2:1 csv-ragged-row: the row has 1 cell, the header 2",
          "3:1 csv-ragged-row: the row has 3 cells, the header 2"],
        [["a", "b"], ["1", ""], ["1", "2"], ["1", "2"]]),
      ("a,,a\n1,2,3",
        ["1:3 csv-header: column 2 has no name", "1:4 csv-header: two columns are named 'a'"],
        [["a", "", "a"], ["1", "2", "3"]]),
      ("a;b\n", ["1:1 csv-header: the columns are not separated by commas"], [["a;b"]]),
      ("a,b\n1,\"2\n3,4\n", ["2:3 csv-quote: the quote is never closed"],
        [["a", "b"], ["1", "2\n3,4\n"]]),
      ("a,b\n5\" pipe,2", ["2:2 csv-quote: a quote stands inside a cell without quotes"],
        [["a", "b"], ["5\" pipe", "2"]]),
      ("a,b\n\"5\" pipe,2",
        ["2:4 csv-quote: text stands behind the closing quote of a cell"],
        [["a", "b"], ["5 pipe", "2"]]),
      ("", ["1:1 empty-file: the file has no header row"], []),
      ("\n\r\n", ["1:1 empty-file: the file has no header row"], []),
    ])
  func refused(text: String, mistakes: [String], rows: [[String]]) {
    let result = read(text)
    #expect(result.mistakes == mistakes)
    #expect(result.rows == rows)
  }

  @Test(
    "a title or an empty row above the header is told as one mistake, and no column is to go",
    arguments: [
      ("2024年财政收入,,\n指标,时期,数值\nrevenue,2024,5\n", 2),
      (",,\n指标,时期,数值\nrevenue,2024,5\n", 2),
      ("2024年财政收入\n\n,,\n指标,时期,数值\nrevenue,2024,5\n", 4),
      ("财政收入\n指标,时期,数值\n", 2),
    ])
  func rowsAboveHeader(text: String, line: Int) throws {
    let diagnostics = readCSV(SourceFile(name: "test.csv", text: text)).diagnostics
    let mistake = try #require(diagnostics.first)
    #expect(diagnostics.count == 1 && mistake.code == .csvHeader)
    #expect(mistake.range?.start == SourceLocation(line: 1, column: 1))
    #expect(mistake.message.en.hasSuffix("on line \(line)"))
    #expect(mistake.message.zh.hasSuffix("第 \(line) 行"))
    #expect(mistake.suggestion?.en == "delete the rows above the header")
    #expect(mistake.suggestion?.zh == "删去表头上方的行")
    // A name that is missing is still told as such.
    let unnamed = readCSV(SourceFile(name: "test.csv", text: "value,\n1,2\n")).diagnostics
    #expect(unnamed.map(\.message.en) == ["column 2 has no name"])
  }

  @Test("cells know their places, and columns their names")
  func lookup() throws {
    let (read, _) = readCSV(SourceFile(name: "test.csv", text: "年,值\n2023,\"1,5\"\n2024,2\n"))
    let table = try #require(read)
    #expect(table.columnNames == ["年", "值"])
    #expect(table.columnIndex(named: "值") == 1)
    #expect(table.column(named: "值")?.map(\.text) == ["1,5", "2"])
    #expect(table.column(named: "none") == nil)
    #expect(table.rows[0][1].range.text == "\"1,5\"")
    #expect(table.rows[1][1].range.start == SourceLocation(line: 3, column: 6))
  }

  @Test("bytes that are not UTF-8")
  func invalidUTF8() {
    let bytes = Array("a,b\n1,".utf8) + [0xBB, 0xFC]
    let (table, diagnostics) = readCSV(SourceFile(name: "test.csv", bytes: bytes))
    #expect(table == nil)
    #expect(diagnostics.map(\.code) == [.invalidUTF8])
    #expect(diagnostics.first?.range?.start == SourceLocation(line: 2, column: 3))
  }

  @Test(
    "a workbook is called what it is",
    arguments: [
      ([0x50, 0x4B, 0x03, 0x04, 0x14, 0x00], ".xlsx"),
      ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0x00], ".xls or .et"),
    ] as [([UInt8], String)])
  func workbook(bytes: [UInt8], name: String) throws {
    let (table, diagnostics) = readCSV(SourceFile(name: "test.xlsx", bytes: bytes))
    #expect(table == nil)
    let mistake = try #require(diagnostics.first)
    #expect(diagnostics.count == 1 && mistake.code == .invalidUTF8)
    #expect(mistake.found?.en.contains(name) == true)
    #expect(mistake.suggestion?.en.contains("CSV UTF-8") == true)
    #expect(mistake.suggestion?.zh.contains("CSV UTF-8") == true)
  }

  @Test("reading stops after a hundred mistakes")
  func tooMany() {
    let result = read("a,b\n" + String(repeating: "1\n", count: 1000))
    #expect(result.mistakes.count == 101)
    #expect(result.mistakes.last?.hasSuffix("reading stops after 100 mistakes") == true)
  }
}
