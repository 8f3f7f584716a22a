import Reports
import SourceText
import Testing

/// Tables of the terminal, whose headings are a planner's labels, and cells of what has no number.
@Suite("tables") struct TableTests {
  private func column(_ name: String) -> Table.Column {
    Table.Column(name, BilingualText(zh: name, en: name))
  }

  @Test("levers with the same label have a column each on the terminal")
  func alike() {
    let table = Table(
      columns: [column("decision"), column("visits"), column("visits")],
      rows: [[.text("best"), .integer(4), .integer(2)]])
    let lines = textTable(table).split(separator: "\n")
    #expect(lines[0] == "decision  visits  visits")
    #expect(lines[2] == "best           4       2")
  }

  @Test("a number that is not finite leaves its cell empty, and the others as they are")
  func notFinite() {
    var table = Table(columns: [column("a"), column("b")])
    table.append([.number(.infinity), .number(1.5)])
    table.append([.number(.nan), .text("x")])
    #expect(table.rows == [[.empty, .number(1.5)], [.empty, .text("x")]])
  }
}
