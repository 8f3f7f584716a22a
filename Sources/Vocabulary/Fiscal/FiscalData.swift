import Formulas
import SourceText

/// The rules of revenue that are data with a date and a source: when taxes are filed, and how
/// they are shared.
struct FiscalData {
  let filing: FilingCalendar
  let sharing: SharingRules
  /// Of what the rules of sharing book whole; nil when the scenario does not say.
  let division: Division?

  init(_ reader: ObjectReader) {
    filing = FilingCalendar(reader)
    sharing = SharingRules(reader)
    division = reader.object(Fiscal.division).map(Division.init)
  }
}

extension ObjectReader {
  /// The cells of a column of a file; nil, with a diagnostic, when there is none.
  func cells(_ table: CSVTable, _ name: String, _ field: Field) -> [CSVTable.Cell]? {
    if let cells = table.column(named: name) { return cells }
    reportInvalid(
      field, .init(zh: "文件没有“\(name)”列", en: "the file has no column '\(name)'"),
      expected: .init(
        zh: "以下各列：" + (table.columnNames + [name]).joined(separator: "、"),
        en: "the columns " + table.columnNames.joined(separator: ", ") + " and \(name)"))
    return nil
  }
}
