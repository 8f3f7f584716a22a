import Testing

import Reports
import SourceText

private func table(_ names: [String], _ rows: [[Cell]]) -> Table {
  let description = BilingualText(zh: "说明", en: "description")
  return Table(columns: names.map { Table.Column($0, description) }, rows: rows)
}

@Suite("CSV that is written")
struct CSVWriterTests {
  @Test("every kind of cell, in both formats")
  func formats() {
    let all = table(
      ["indicator", "period", "mean", "trials"],
      [
        [.text("fiscal.vat"), .date("2024-01"), .number(1_920_000), .integer(-5)],
        [.text("稽东, \"镇\"\n2"), .empty, .number(-0.5), .empty],
      ])
    let plain = """
      indicator,period,mean,trials
      fiscal.vat,2024-01,1920000,-5
      "稽东, ""镇""
      2",,-0.5,

      """
    #expect(String(decoding: csv(all), as: UTF8.self) == plain)
    let spreadsheet = csv(all, format: .spreadsheet)
    #expect(spreadsheet.starts(with: [0xEF, 0xBB, 0xBF]))
    let lines = """
      indicator,period,mean,trials\r
      fiscal.vat,2024-01,1920000,-5\r
      "稽东, ""镇""
      2",,-0.5,\r

      """
    #expect(String(decoding: spreadsheet.dropFirst(3), as: UTF8.self) == lines)
  }

  @Test(
    "texts that a spreadsheet would run get an apostrophe, numbers do not",
    arguments: [
      ("=1+1", "'=1+1"), ("+86", "'+86"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"),
      ("\tx", "'\tx"), ("\r=1", "\"'\r=1\""), ("＝1", "'＝1"), ("a=1", "a=1"), ("'", "'"),
      ("=HYPERLINK(\"x\",1)", "\"'=HYPERLINK(\"\"x\"\",1)\""),
    ])
  func formulas(text: String, written: String) {
    let bytes = csv(table(["a", "b"], [[.text(text), .number(-1)]]))
    #expect(String(decoding: bytes, as: UTF8.self) == "a,b\n\(written),-1\n")
  }

  @Test("an empty cell that stands alone is a row all the same")
  func emptyRow() {
    #expect(csv(table(["a"], [[.empty], [.text("")]])) == Array("a\n\"\"\n\"\"\n".utf8))
  }

  @Test("what is written is read again")
  func roundTrip() throws {
    let rows: [[Cell]] = [[.text("a\"b,c\r\nd"), .text(" 榧 ")], [.text(""), .text("x")]]
    for format in [CSVFormat.plain, .spreadsheet] {
      let bytes = csv(table(["甲", "乙"], rows), format: format)
      let (read, diagnostics) = readCSV(SourceFile(name: "a.csv", bytes: bytes))
      #expect(diagnostics.isEmpty)
      #expect(try #require(read).columnNames == ["甲", "乙"])
      #expect(read?.rows.map { $0.map { Cell.text($0.text) } } == rows)
    }
  }
}
