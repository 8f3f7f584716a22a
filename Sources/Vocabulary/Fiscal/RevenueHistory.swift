import Formulas
import SourceText

/// What was collected before the horizon begins, by kind, level and period: what growth on the
/// year before is reckoned from.
public struct RevenueHistory: Sendable {
  private struct Place: Hashable {
    /// nil for all kinds together.
    let kind: String?
    let level: RevenueLevel
    /// nil for an amount that every definition counts.
    let definition: String?
    let period: Period
  }

  private let kinds: [String]
  private var amounts: [Place: Double] = [:]

  private static let columns = ["period", "kind", "level", "amount"]
  /// How a row names all kinds together.
  private static let allKinds = "all"

  /// Reads the rows of the file that the scenario names.
  ///
  /// - Errors: nil without a file that can be read; a row that makes no sense is reported and
  ///   left out.
  init?(_ reader: ObjectReader, kinds: [String], definitions: [RevenueDefinition]) {
    guard let table = reader.table(Fiscal.history) else { return nil }
    self.kinds = kinds
    let cells = Self.columns.compactMap { reader.cells(table, $0, Fiscal.history) }
    guard cells.count == Self.columns.count else { return nil }
    let definitionCells = table.column(named: "definition")
    for row in table.rows.indices {
      let place = Self.place(
        period: cells[0][row], kind: cells[1][row], level: cells[2][row],
        definition: definitionCells?[row], kinds, definitions, reader.context)
      let amount = Double(cells[3][row].text).flatMap { $0.isFinite ? $0 : nil }
      if amount == nil {
        reader.context.report(
          Self.invalid(
            .noNumber, cells[3][row], .init(zh: "以万元计的数", en: "a number of 万元")))
      }
      guard let place, let amount else { continue }
      guard amounts[place] == nil else {
        reader.context.report(
          Self.invalid(
            .init(
              zh: "这一时段、税种和层级已有金额",
              en: "this period has an amount of this kind and level already"), cells[0][row],
            .init(
              zh: "每个时段、税种、层级和口径只写一次",
              en: "each period, kind, level and definition once")))
        continue
      }
      amounts[place] = UnitOfMeasure.tenThousandYuan.baseValue(of: amount)
    }
  }

  // MARK: Reading

  private static func place(
    period: CSVTable.Cell, kind: CSVTable.Cell, level: CSVTable.Cell, definition: CSVTable.Cell?,
    _ kinds: [String], _ definitions: [RevenueDefinition], _ context: ReadingContext
  ) -> Place? {
    let knownDefinition = definition.flatMap { $0.text.isEmpty ? nil : $0 }
    let checks = [
      known(kind, among: [allKinds] + kinds, .kindOfScenario, context),
      known(level, among: RevenueLevel.allCases.map(\.rawValue), .level, context),
      knownDefinition.map {
        known($0, among: definitions.map(\.id), .definitionOfScenario, context)
      } ?? true,
    ]
    guard let found = Period(written: period.text) else {
      context.report(
        invalid(
          .noPeriod, period,
          .init(
            zh: "月、季度或年，例如 2023-05", en: "a month, quarter or year, such as 2023-05")))
      return nil
    }
    let horizon = context.horizon
    guard found.lastDay < horizon.firstDay else {
      let first = horizon.first.label
      context.report(
        invalid(
          .init(
            zh: "历史数据到预测期开始（\(first)）为止",
            en: "the history ends where the horizon begins, with \(first)"), period,
          .init(zh: "早于 \(first) 的时段", en: "a period before \(first)")))
      return nil
    }
    guard checks.allSatisfy({ $0 }), let level = RevenueLevel(rawValue: level.text) else {
      return nil
    }
    return Place(
      kind: kind.text == allKinds ? nil : kind.text, level: level,
      definition: knownDefinition?.text, period: found)
  }

  private static func known(
    _ cell: CSVTable.Cell, among names: [String], _ noun: BilingualText,
    _ context: ReadingContext
  ) -> Bool {
    if names.contains(cell.text) { return true }
    context.report(
      Diagnostic(
        .unknownName,
        .init(zh: "“\(cell.text)”不是\(noun.zh)", en: "'\(cell.text)' is no \(noun.en)"),
        at: cell.range, expected: .oneOf(names),
        suggestion: didYouMean(cell.text, among: names)))
    return false
  }

  private static func invalid(
    _ message: BilingualText, _ cell: CSVTable.Cell, _ expected: BilingualText
  ) -> Diagnostic {
    Diagnostic(
      .invalidValue, message, at: cell.range, expected: expected, found: .same(cell.text))
  }

  // MARK: Asking

  /// What was collected in some months in a row.
  ///
  /// Rows of years, quarters and months add up to it. What passed upward is the rest where only
  /// the other two levels are given; all kinds together are their sum where each is given.
  ///
  /// - Parameter kind: nil for all kinds together.
  /// - Parameter months: counted from January of year 0, as the ordinals of months are.
  /// - Returns: yuan; nil when some of it is not known.
  public func amount(
    ofKind kind: String?, _ level: RevenueLevel, _ definition: RevenueDefinition,
    months: Range<Int>
  ) -> Double? {
    var sum = 0.0
    var month = months.lowerBound
    while month < months.upperBound {
      let piece = Frequency.allCases.lazy.compactMap { frequency -> (months: Int, Double)? in
        let length = frequency.monthsPerPeriod
        guard month % length == 0, month + length <= months.upperBound else { return nil }
        let period = Period(frequency, ordinal: month / length)
        return self.amount(kind, level, definition, period).map { (length, $0) }
      }.first
      guard let piece else { return nil }
      sum += piece.1
      month += piece.months
    }
    return sum
  }

  private func amount(
    _ kind: String?, _ level: RevenueLevel, _ definition: RevenueDefinition, _ period: Period
  ) -> Double? {
    if let amount = given(kind, level, definition, period) { return amount }
    if level == .central, let total = amount(kind, .total, definition, period),
      let local = amount(kind, .local, definition, period)
    {
      return total - local
    }
    guard kind == nil, !kinds.isEmpty else { return nil }
    var sum = 0.0
    for kind in kinds {
      guard let part = amount(kind, level, definition, period) else { return nil }
      sum += part
    }
    return sum
  }

  private func given(
    _ kind: String?, _ level: RevenueLevel, _ definition: RevenueDefinition, _ period: Period
  ) -> Double? {
    amounts[Place(kind: kind, level: level, definition: definition.id, period: period)]
      ?? amounts[Place(kind: kind, level: level, definition: nil, period: period)]
  }
}

extension BilingualText {
  fileprivate static let kindOfScenario = BilingualText(
    zh: "本情景的税种", en: "kind of revenue of this scenario")
  fileprivate static let level = BilingualText(zh: "收入层级", en: "level")
  fileprivate static let definitionOfScenario = BilingualText(
    zh: "本情景的收入口径", en: "definition of this scenario")
}
