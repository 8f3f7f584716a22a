import Formulas
import SourceText

/// The rules of revenue that are data with a date and a source: when taxes are filed, and how
/// they are shared.
struct FiscalData {
  /// For each filing pattern the share of the year in each month; in the order of the file.
  private var patterns: [(name: String, shares: [Double])] = []
  private var rules: [SharingRule] = []
  /// The file of the sharing rules, which is the source of their shares.
  private let sharingFile: String?

  private struct SharingRule {
    let kind: String
    let localShare: Double
    let validFrom: CalendarDate
  }

  init(_ reader: ObjectReader) {
    sharingFile = reader.text(Fiscal.sharing)
    if let table = reader.table(Fiscal.filingCalendar) { readPatterns(table, reader) }
    if let table = reader.table(Fiscal.sharing) { readRules(table, reader) }
  }

  // MARK: Filing

  private mutating func readPatterns(_ table: CSVTable, _ reader: ObjectReader) {
    guard let names = reader.cells(table, "pattern", Fiscal.filingCalendar),
      let months = table.numbers(inColumn: "month", reader, Fiscal.filingCalendar),
      let shares = table.numbers(inColumn: "share", reader, Fiscal.filingCalendar)
    else { return }
    for (index, name) in names.enumerated() {
      guard (1...12).contains(months[index]), shares[index] >= 0 else {
        reader.reportInvalid(
          Fiscal.filingCalendar, "row \(index + 2) of the file has no month from 1 to 12 or a "
            + "negative share")
        continue
      }
      let position = patterns.firstIndex { $0.name == name.text } ?? patterns.count
      if position == patterns.count {
        patterns.append((name.text, [Double](repeating: 0, count: 12)))
      }
      patterns[position].shares[Int(months[index]) - 1] += shares[index]
    }
    for pattern in patterns where abs(pattern.shares.reduce(0, +) - 1) > 1e-6 {
      reader.reportInvalid(
        Fiscal.filingCalendar, "the shares of the pattern '\(pattern.name)' do not sum to 1")
    }
  }

  /// The share of the year that is paid in each month, January first.
  ///
  /// A tax without a filing pattern is paid evenly.
  func profile(of reader: ObjectReader) -> [Double] {
    var profile = [Double](repeating: 0, count: 12)
    guard let parts = reader.quantities(Tax.filing) else {
      return [Double](repeating: 1.0 / 12, count: 12)
    }
    for (member, part) in parts {
      guard let pattern = patterns.first(where: { $0.name == member.key }) else {
        reader.context.report(unknown(member, reader))
        continue
      }
      for month in 0..<12 { profile[month] += part * pattern.shares[month] }
    }
    let sum = parts.reduce(0) { $0 + $1.value }
    if abs(sum - 1) > 1e-6 {
      reader.reportInvalid(Tax.filing, "the parts of the tax sum to \(sum), not to 1")
    }
    return profile
  }

  private func unknown(_ member: JSONMember, _ reader: ObjectReader) -> Diagnostic {
    let names = patterns.map(\.name)
    return Diagnostic(
      .unknownName, "'\(member.key)' is no filing pattern", at: member.keyRange,
      path: reader.path.appending(key: Tax.filing.key).appending(key: member.key).description,
      expected: names.isEmpty
        ? "a file of patterns in \"fiscal.filingCalendar\""
        : "one of: " + names.sorted().joined(separator: ", "),
      suggestion: didYouMean(member.key, among: names))
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
