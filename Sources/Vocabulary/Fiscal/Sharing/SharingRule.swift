import Formulas
import SourceText

/// A row of the file of sharing rules: who gets which part of a kind of revenue, from a day on.
struct SharingRule {
  let kind: String
  let validFrom: CalendarDate
  let central: ExactShare
  let local: ExactShare
  /// What province, county and town take; nil where the row books the local part whole.
  let division: [RevenueLevel: ExactShare]?
  /// The levels of the division that the row names.
  let named: Set<RevenueLevel>
  /// Where the row stands: its kind.
  let place: CSVTable.Cell

  /// The share of a level as a number; nil where the row does not say it.
  func share(of level: RevenueLevel) -> Double? {
    switch level {
    case .total: 1
    case .local: local.value
    case .central: central.value
    case .province, .county, .town: division?[level, default: .zero].value
    }
  }
}

/// Reads the rows of a file of sharing rules.
///
/// A row says the local share, or what province, county and town take, or both; the centre gets
/// the rest. What it says is added in decimal, so that shares which do not make exactly one are
/// found.
struct SharingRuleReader {
  private let table: CSVTable
  private let context: ReadingContext
  private let kinds: [CSVTable.Cell]
  private let dates: [CSVTable.Cell]

  /// - Errors: nil, with a diagnostic at the name of the file, when a column is missing.
  init?(_ table: CSVTable, _ reader: ObjectReader) {
    guard let kinds = reader.cells(table, "taxKind", Fiscal.sharing) else { return nil }
    let levels = [RevenueLevel.local] + RevenueLevel.divided
    if !levels.contains(where: { table.columnIndex(named: $0.shareName) != nil }) {
      _ = reader.cells(table, RevenueLevel.local.shareName, Fiscal.sharing)
      return nil
    }
    guard let dates = reader.cells(table, "validFrom", Fiscal.sharing) else { return nil }
    (self.table, self.kinds, self.dates) = (table, kinds, dates)
    context = reader.context
  }

  /// All rules, those of each kind in the order of their dates.
  func rules() -> [SharingRule] {
    var rules: [SharingRule] = []
    for row in kinds.indices {
      guard let rule = rule(row) else { continue }
      if rules.contains(where: { $0.kind == rule.kind && $0.validFrom == rule.validFrom }) {
        report(
          .init(
            zh: "“\(rule.kind)”自 \(rule.validFrom) 起有两条规则",
            en: "'\(rule.kind)' has two rules from \(rule.validFrom)"), at: dates[row],
          expected: .init(
            zh: "每个税种、每个生效日一条规则", en: "one rule for each kind and day"))
      } else {
        rules.append(rule)
      }
    }
    return rules.sorted { $0.validFrom < $1.validFrom }
  }

  private func rule(_ row: Int) -> SharingRule? {
    guard let date = CalendarDate(iso: dates[row].text) else {
      report(
        .noDate, at: dates[row],
        expected: .init(zh: "日期，例如 2016-05-01", en: "a date such as 2016-05-01"))
      return nil
    }
    var given: [RevenueLevel: (share: ExactShare, cell: CSVTable.Cell)] = [:]
    for level in [RevenueLevel.central, .local] + RevenueLevel.divided {
      guard let cell = cell(row, level), !cell.text.isEmpty else { continue }
      guard let share = ExactShare(cell.text) else {
        report(
          Double(cell.text) != nil ? .noShare : .noNumber, at: cell,
          expected: .init(
            zh: "0 到 1 的小数，例如 0.4",
            en: "a share from 0 to 1 in decimal, such as 0.4"))
        return nil
      }
      given[level] = (share, cell)
    }
    return rule(row, from: date, given)
  }

  private func rule(
    _ row: Int, from date: CalendarDate,
    _ given: [RevenueLevel: (share: ExactShare, cell: CSVTable.Cell)]
  ) -> SharingRule? {
    let named = Set(RevenueLevel.divided.filter { given[$0] != nil })
    let parts = named.reduce(into: [RevenueLevel: ExactShare]()) { $0[$1] = given[$1]?.share }
    let divided = parts.values.reduce(ExactShare.zero, +)
    guard let local = given[.local]?.share ?? (named.isEmpty ? nil : divided) else {
      report(.noLocalShare, at: kinds[row], expected: .localOrBelow)
      return nil
    }
    if let whole = given[.local], !named.isEmpty, divided != local {
      report(
        .init(
          zh: "省、区县、镇三级合计为 \(divided.value)",
          en: "province, county and town have \(divided.value) together"), at: whole.cell,
        expected: .init(zh: "恰为三级比例之和", en: "the sum of their shares, exactly"))
      return nil
    }
    guard local <= .whole else {
      report(.rowSum(local.value), at: kinds[row], expected: .restToCentre)
      return nil
    }
    if let central = given[.central], central.share + local != .whole {
      report(
        .rowSum((central.share + local).value), at: central.cell,
        expected: .init(
          zh: "中央与地方的比例之和恰为 1",
          en: "shares of the centre and below it that sum to 1, exactly"))
      return nil
    }
    return SharingRule(
      kind: kinds[row].text, validFrom: date, central: local.rest, local: local,
      division: named.isEmpty ? nil : parts, named: named, place: kinds[row])
  }

  private func cell(_ row: Int, _ level: RevenueLevel) -> CSVTable.Cell? {
    table.columnIndex(named: level.shareName).map { table.rows[row][$0] }
  }

  private func report(
    _ message: BilingualText, at cell: CSVTable.Cell, expected: BilingualText
  ) {
    context.report(
      Diagnostic(
        .invalidValue, message, at: cell.range, expected: expected, found: .same(cell.text)))
  }
}

extension BilingualText {
  fileprivate static let noLocalShare = BilingualText(
    zh: "这一行没有写地方分成比例", en: "the row does not say which part stays local")
  fileprivate static let localOrBelow = BilingualText(
    zh: "localShare 列的比例，或 provinceShare、countyShare、townShare 列的比例",
    en: "a share in localShare, or shares in provinceShare, countyShare or townShare")

  fileprivate static func rowSum(_ sum: Double) -> BilingualText {
    BilingualText(zh: "这一行的比例之和为 \(sum)", en: "the shares of the row sum to \(sum)")
  }
}
