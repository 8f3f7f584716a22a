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
}
