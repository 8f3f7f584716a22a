import Formulas
import SourceText

/// Reads a list of one-offs: a table with the columns `period`, `amount` and `reason`, and where
/// a history has several series `series`.
///
/// Chinese names of the columns are understood as those of histories are; the reason may stand in
/// `note`, and is empty without either.
///
/// - Errors: those of `readCSV`; `invalid-value` for a missing column and for texts that are no
///   period or no number.
public func readOneOffs(_ file: SourceFile) -> (oneOffs: [OneOff], diagnostics: [Diagnostic]) {
  var (table, diagnostics) = readCSV(file)
  guard let table, diagnostics.isEmpty else { return ([], diagnostics) }
  let names = table.header.map { string(trimmed(normalizedScalars($0.text))) }
  func column(_ role: ColumnRole) -> Int? { names.firstIndex { ColumnRole.named($0) == role } }
  let reason = names.firstIndex { ["reason", "原因"].contains($0) } ?? column(.note)
  guard let period = column(.period), let amount = column(.value) else {
    diagnostics.append(
      Diagnostic(
        .invalidValue,
        .init(zh: "一次性事项的列表要有时段和金额", en: "a list of one-offs needs a period and an amount"),
        at: table.header[0].range,
        expected: .init(
          zh: "period、amount 和 reason 三列", en: "the columns period, amount and reason"),
        found: .columns(names)))
    return ([], diagnostics)
  }
  var oneOffs: [OneOff] = []
  for row in table.rows where !row.allSatisfy({ $0.text.isEmpty }) {
    guard case .period(let found)? = PeriodText(row[period].text) else {
      diagnostics.append(
        Diagnostic(
          .invalidValue, .noPeriod, at: row[period].range, expected: .aPeriod,
          found: .quoted(row[period].text)))
      continue
    }
    guard case .number(let number, "") = NumberText(row[amount].text) else {
      diagnostics.append(
        Diagnostic(
          .invalidValue, .noNumber, at: row[amount].range,
          expected: .init(zh: "以序列的单位计的金额", en: "an amount in the unit of the series"),
          found: .quoted(row[amount].text)))
      continue
    }
    oneOffs.append(
      OneOff(
        series: column(.series).flatMap { row[$0].text.isEmpty ? nil : row[$0].text },
        period: found, amount: number, reason: reason.map { row[$0].text } ?? "",
        origin: row[period].range))
  }
  return (oneOffs, diagnostics)
}
