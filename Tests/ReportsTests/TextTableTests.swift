import Testing

import Reports
import SourceText

@Suite("tables for the terminal")
struct TextTableTests {
  private let table = Table(
    columns: ["indicator", "label", "mean", "date"].map {
      Table.Column($0, BilingualText(zh: "说明", en: "description"))
    },
    rows: [
      [.text("fiscal.vat"), .text("增值税"), .number(1234.5), .date("2024-03")],
      [.text("visitors"), .text("a\nb"), .number(7), .empty],
    ])

  @Test("columns line up below Chinese, numbers to the right")
  func alignment() {
    #expect(
      textTable(table) == """
        indicator   label     mean  date
        ----------  ------  ------  -------
        fiscal.vat  增值税  1234.5  2024-03
        visitors    a b          7
        """)
  }

  @Test("wide texts are cut to the terminal, numbers are not")
  func limit() {
    #expect(
      textTable(table, widthMaximum: 31) == """
        indic…  label     mean  date
        ------  ------  ------  -------
        fisca…  增值税  1234.5  2024-03
        visit…  a b          7
        """)
    let narrow = textTable(table, widthMaximum: 1)
    #expect(narrow.contains("1234.5"))
  }

  @Test("texts that begin alike are cut in the middle")
  func middle() {
    let alike = Table(
      columns: [Table.Column("target", BilingualText(zh: "目标", en: "target"))],
      rows: ["revenue in all, cash", "revenue in all, due", "总收入不低于一亿元", "short"].map {
        [.text($0)]
      })
    #expect(
      textTable(alike, widthMaximum: 13) == """
        target
        -------------
        revenu…, cash
        revenu…l, due
        总收入…一亿元
        short
        """)
  }

  @Test("columns that say nothing are left out for people") func filled() {
    let empty = Table(
      columns: ["a", "b", "c"].map { Table.Column($0, BilingualText(zh: "说明", en: "what")) },
      rows: [[.integer(1), .empty, .text("")], [.empty, .empty, .text("x")]])
    #expect(empty.withoutEmptyColumns.columns.map(\.name) == ["a", "c"])
    #expect(empty.withoutEmptyColumns.rows == [[.integer(1), .text("")], [.empty, .text("x")]])
  }
}
