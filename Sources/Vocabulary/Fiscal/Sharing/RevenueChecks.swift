import Formulas
import SourceText

/// The identities that tie the readings of the revenue together, each as an indicator of what is
/// left when one side is taken from the other.
///
/// What is left is zero to rounding in every trial and period: both sides come from the same
/// draws, each by a way of its own. For each identity there is its residual by period, and, kept
/// for a table, the largest without its sign over all periods.
struct RevenueChecks {
  private(set) var indicators: [Indicator] = []
  let taxes: [Tax]
  let layout: FiscalLayout

  /// The prefix of the residuals.
  static let prefix = "fiscal.checks."

  /// - Parameter entries: the entries of the books that any tax has.
  init(taxes: [Tax], entries: Set<LedgerEntry>, layout: FiscalLayout) {
    self.taxes = taxes
    self.layout = layout
    for definition in layout.definitions { addChecks(of: definition) }
    for level in layout.levels { addOneOffs(level) }
    addBooks(entries)
  }

  /// What is paid is what accrued and the surcharge on arrears, less the rise of what is
  /// receivable, less what is written off; from the second period on, because what was receivable
  /// before the first has no indicator.
  private mutating func addBooks(_ entries: Set<LedgerEntry>) {
    func all(_ entry: LedgerEntry) -> Formula? {
      entries.contains(entry) ? .reference(layout.indicator(ofKind: nil, entry)) : nil
    }
    guard let accrued = all(.accrued) else { return }
    var sum = Formula.reference(layout.indicator(ofKind: nil, .total, .reported)) - accrued
    if let receivable = all(.receivable) {
      sum = sum + (receivable - .call(.previous, receivable, .yuanNothing))
    }
    if let writtenOff = all(.writtenOff) { sum = sum + writtenOff }
    var besides = BilingualText(zh: "", en: "")
    if let surcharge = all(.surcharge) {
      sum = sum - surcharge
      besides = BilingualText(zh: "＋滞纳金", en: " and surcharges")
    }
    let isFirst = Formula.call(.equal, .reference("period.index"), .constant(0))
    add(
      "books", "入库＝应计\(besides.zh)－应收增加－核销",
      "payments are what accrued\(besides.en), less the rise of what is receivable",
      BilingualText(zh: "第二期起", en: "from the second period on"),
      .call(.conditional, isFirst, .yuanNothing, sum))
  }

  private mutating func addChecks(of definition: RevenueDefinition) {
    func all(_ level: RevenueLevel) -> Formula {
      .reference(layout.indicator(ofKind: nil, level, definition))
    }
    func kind(_ tax: Tax, _ level: RevenueLevel) -> Formula {
      .reference(layout.indicator(ofKind: tax.id, level, definition))
    }
    func add(_ identity: String, _ zh: String, _ en: String, _ residual: Formula) {
      self.add("\(identity).\(definition.id)", zh, en, definition.label, residual)
    }
    add(
      "levels", "中央与地方之和＝总收入", "central and local make the total",
      all(.central) + all(.local) - all(.total))
    let divided = layout.levels.filter(RevenueLevel.divided.contains)
    if !divided.isEmpty {
      add(
        "division", "省、区县、镇之和＝地方收入", "province, county and town make the local part",
        .total(divided.map(all), .yuan) - all(.local))
    }
    // The other way round than the totals are made, so that this is another sum.
    let backwards = taxes.reversed()
    add(
      "kinds", "各税种之和＝总收入", "the kinds make the total",
      .total(backwards.map { kind($0, .central) + kind($0, .local) }, .yuan) - all(.total))
    add(
      "shares", "各税种乘以分成比例之和＝地方收入", "shares times kinds make the local part",
      .total(
        backwards.map { kind($0, .total) * ($0.sharing.share(of: .local) ?? .constant(0)) },
        .yuan) - all(.local))
  }

  private mutating func addOneOffs(_ level: RevenueLevel) {
    func all(_ definition: RevenueDefinition) -> Formula {
      .reference(layout.indicator(ofKind: nil, level, definition))
    }
    add(
      "oneOff.\(level.rawValue)", "经常性与一次性之和＝含一次性",
      "recurring and one-off make reported", level.label,
      all(.recurring) + all(.oneOff) - all(.reported))
  }

  /// Adds an identity.
  ///
  /// - Parameter reading: what it is checked for.
  mutating func add(
    _ identity: String, _ zh: String, _ en: String, _ reading: BilingualText,
    _ residual: Formula
  ) {
    let label = BilingualText(zh: "\(zh)（\(reading.zh)）", en: "\(en) (\(reading.en))")
    indicators += Indicator.identity(Self.prefix + identity, label, .yuan, residual: residual)
  }
}
