import Formulas
import SourceText

/// The rules of revenue that are data with a date and a source: when taxes are filed, and how
/// they are shared.
struct FiscalData {
  /// For each filing pattern the share of the year in each month; in the order of the file.
  private var patterns: [(name: String, shares: [Double])] = []
  let sharing: SharingRules
  /// Of what the rules of sharing book whole; nil when the scenario does not say.
  let division: Division?

  init(_ reader: ObjectReader) {
    sharing = SharingRules(reader)
    division = reader.object(Fiscal.division).map(Division.init)
    if let table = reader.table(Fiscal.filingCalendar) { readPatterns(table, reader) }
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
