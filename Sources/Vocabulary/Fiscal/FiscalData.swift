import Formulas
import SourceText

/// The rules of revenue that are data with a date and a source: when taxes are filed, and how
/// they are shared.
struct FiscalData {
  let filing: FilingCalendar
  private var rules: [SharingRule] = []
  /// The file of the sharing rules, which is the source of their shares.
  private let sharingFile: String?

  private struct SharingRule {
    let kind: String
    let localShare: Double
    let validFrom: CalendarDate
  }

  init(_ reader: ObjectReader) {
    filing = FilingCalendar(reader)
    sharingFile = reader.text(Fiscal.sharing)
    if let table = reader.table(Fiscal.sharing) { readRules(table, reader) }
  }

  // MARK: Sharing

  private mutating func readRules(_ table: CSVTable, _ reader: ObjectReader) {
    guard let kinds = reader.cells(table, "taxKind", Fiscal.sharing),
      let shares = table.numbers(inColumn: "localShare", reader, Fiscal.sharing),
      let dates = reader.cells(table, "validFrom", Fiscal.sharing)
    else { return }
    for index in kinds.indices {
      guard let date = CalendarDate(iso: dates[index].text) else {
        reader.context.report(
          Diagnostic(
            .invalidValue, "this is no date", at: dates[index].range,
            expected: "a date such as 2016-05-01", found: dates[index].text))
        continue
      }
      rules.append(
        SharingRule(kind: kinds[index].text, localShare: shares[index], validFrom: date))
    }
    rules.sort { $0.validFrom < $1.validFrom }
  }

  /// The part of a kind that stays local: in each period the rule in force on its first day.
  func localShares(of kind: TaxKind, in reader: ObjectReader) -> Formula? {
    let own = rules.filter { $0.kind == kind.rawValue }
    let horizon = reader.context.horizon
    guard let first = own.first, first.validFrom <= horizon.firstDay else { return nil }
    let shares = horizon.periods.map { period in
      own.last { $0.validFrom <= period.firstDay }!.localShare
    }
    let name = reader.name(Tax.localShare.key)
    let owner = reader.label ?? kind.label
    let label = BilingualText(
      zh: owner.zh + "：" + Tax.localShare.summary.zh,
      en: owner.en + ": the part that stays local")
    reader.context.add(
      Indicator(
        name, label: label, kind: .level, unit: .share, Formula(.series(shares, .share)),
        visibility: .inner, origin: reader.node.range))
    reader.context.add(
      Assumption(
        id: name, label: label, value: shares[0], unit: .share,
        text: "in force from \(own.last { $0.validFrom <= horizon.firstDay }!.validFrom)",
        isUncertain: false, source: sharingFile, note: nil))
    return .reference(name)
  }
}

extension ObjectReader {
  /// The cells of a column of a file; nil, with a diagnostic, when there is none.
  func cells(_ table: CSVTable, _ name: String, _ field: Field) -> [CSVTable.Cell]? {
    if let cells = table.column(named: name) { return cells }
    reportInvalid(
      field, "the file has no column '\(name)'",
      expected: "the columns " + table.columnNames.joined(separator: ", ") + " and \(name)")
    return nil
  }
}
