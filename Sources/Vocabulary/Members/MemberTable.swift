import Formulas
import SourceText

/// The file of a set of members: a row for each, and columns of what they have.
struct MemberTable: Sendable {
  let fileName: String
  private let table: CSVTable
  private let places: [String: Int]

  /// nil, with diagnostics where it cannot be read, when the set names no file.
  init?(_ reader: ObjectReader) {
    guard let table = reader.table(MemberSet.file) else { return nil }
    fileName = reader.text(MemberSet.file) ?? ""
    self.table = table
    places = Dictionary(
      table.columnNames.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  var isEmpty: Bool { table.rows.isEmpty }

  /// The columns that hold values of the members.
  var valueColumns: [String] {
    table.columnNames.filter { !["id", "zh", "en", "within"].contains($0) }
  }

  /// A cell of the row of a member; nil when there is no such column.
  func cell(_ column: String, of member: MemberSet.Member) -> CSVTable.Cell? {
    cell(column, inRow: member.row)
  }

  private func cell(_ column: String, inRow row: Int) -> CSVTable.Cell? {
    places[column].map { table.rows[row][$0] }
  }

  /// The members, a row each; rows whose id is none, or is given already, are told and left out.
  func members(_ reader: ObjectReader) -> [MemberSet.Member] {
    guard let ids = reader.cells(table, "id", MemberSet.file) else { return [] }
    var first: [String: SourceRange] = [:]
    return ids.enumerated().compactMap { row, cell in
      guard isUsable(cell, reader, &first) else { return nil }
      let zh = text("zh", row) ?? text("en", row) ?? cell.text
      return MemberSet.Member(
        id: cell.text, label: BilingualText(zh: zh, en: text("en", row) ?? zh),
        parent: text("within", row), origin: cell.range,
        parentOrigin: self.cell("within", inRow: row)?.range ?? cell.range, row: row)
    }
  }

  /// The text of a cell, where there is one.
  private func text(_ column: String, _ row: Int) -> String? {
    cell(column, inRow: row).flatMap { $0.text.isEmpty ? nil : $0.text }
  }

  /// Whether a cell is the id of a member that has come in no earlier row.
  private func isUsable(
    _ cell: CSVTable.Cell, _ reader: ObjectReader, _ first: inout [String: SourceRange]
  ) -> Bool {
    guard cell.text.isIdentifier else {
      reader.context.markIncomplete()
      reader.context.report(
        Diagnostic(
          .invalidValue, .init(zh: "这不能作成员的标识", en: "this is no name of a member"),
          at: cell.range, expected: FieldShape.id.expectation, found: .same(cell.text)))
      return false
    }
    guard let earlier = first[cell.text] else {
      first[cell.text] = cell.range
      return true
    }
    reader.context.report(
      Diagnostic(
        .duplicateID,
        .init(zh: "标识“\(cell.text)”写了两次", en: "the id '\(cell.text)' is given twice"),
        at: cell.range,
        expected: .init(zh: "每个标识在文件中只写一次", en: "each id once in the file"),
        found: .init(zh: "\(earlier.start) 处已有", en: "it at \(earlier.start) already"),
        suggestion: .giveAnotherID))
    return false
  }
}
