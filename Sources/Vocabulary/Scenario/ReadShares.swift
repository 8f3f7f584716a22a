import Formulas
import History
import SourceText

/// Reads a table of shares: a member and a number a row, under a header.
///
/// Numbers are written as in tables of actuals: `1,234.5`, `３００`, `5000万元`.
///
/// - Returns: the shares that can be read; which members there are the file does not say.
/// - Errors: each with its place: fewer than two columns, no row, no number, one below 0 or beyond
///   counting, units of different kinds.
public func readShares(_ file: SourceFile) -> (
  shares: [AllocationShares.Share], diagnostics: [Diagnostic]
) {
  let (table, mistakes) = readCSV(file)
  guard let table, mistakes.isEmpty else { return ([], mistakes) }
  guard table.header.count >= 2, !table.rows.isEmpty else {
    return (
      [],
      [
        Diagnostic(
          .csvHeader,
          .init(
            zh: "份额表要有两列，一列成员，一列数，每个成员一行",
            en: "a table of shares has two columns, a member and a number, and a row for each"),
          at: table.header.last?.range)
      ]
    )
  }
  var reader = SharesReader()
  let shares = table.rows.compactMap { reader.share($0) }
  return (shares, reader.diagnostics)
}

private struct SharesReader {
  var diagnostics: [Diagnostic] = []
  private var unit: UnitOfMeasure?

  /// A row; nil where it is wrong, and that has been noted.
  mutating func share(_ cells: [CSVTable.Cell]) -> AllocationShares.Share? {
    let (text, given): (Double, String)
    switch NumberText(cells[1].text) {
    case .number(let number, let own): (text, given) = (number, own)
    case .missing:
      note(.invalidValue, .init(zh: "这个成员没有份额", en: "this member has no share"), cells[1])
      return nil
    case .wrong(let defect):
      note(defect == .tooLarge ? .numberOverflow : .invalidValue, defect.message, cells[1])
      return nil
    }
    do throws(UnitError) {
      let own = given.isEmpty ? UnitOfMeasure.one : try UnitOfMeasure(parsing: given)
      let size = own.baseValue(of: text)
      guard size >= 0 else {
        note(.invalidValue, .init(zh: "份额小于 0", en: "the share is below 0"), cells[1])
        return nil
      }
      guard size <= ActualsTable.largestNumber else {
        note(
          .numberOverflow, .init(zh: "份额大得不可能", en: "the share is larger than can be"), cells[1])
        return nil
      }
      if let unit, !unit.hasSameDimension(as: own) {
        note(
          .unitMismatch,
          .init(zh: "份额的单位各不相同", en: "the shares are in units of different kinds"), cells[1])
        return nil
      }
      unit = own
      let member = cells[0].text.trimmingBlanks
      return AllocationShares.Share(member: member, size: size, origin: cells[0].range)
    } catch {
      diagnostics.append(error.diagnostic(at: cells[1].range))
      return nil
    }
  }

  private mutating func note(
    _ code: DiagnosticCode, _ message: BilingualText, _ cell: CSVTable.Cell
  ) {
    diagnostics.append(
      Diagnostic(
        code, message, at: cell.range,
        expected: .init(zh: "不小于 0 的数，如 556.7", en: "a number of at least 0, such as 556.7"),
        found: cell.text.isEmpty ? nil : .quoted(cell.text)))
  }
}
