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
  private(set) var checks: [FiscalLayout.Check] = []
  private let taxes: [Tax]
  private let layout: FiscalLayout

  /// The prefix of the residuals.
  static let prefix = "fiscal.checks."

  init(taxes: [Tax], layout: FiscalLayout) {
    self.taxes = taxes
    self.layout = layout
    for definition in layout.definitions { addChecks(of: definition) }
    for level in layout.levels { addOneOffs(level) }
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
    let id = Self.prefix + identity
    let label = BilingualText(zh: "\(zh)（\(reading.zh)）", en: "\(en) (\(reading.en))")
    let check = FiscalLayout.Check(id: identity, label: label, residual: id)
    checks.append(check)
    indicators += [
      Indicator(id, label: label, kind: .flow, unit: .yuan, residual, visibility: .inner),
      Indicator(
        check.largest, label: label, kind: .level, unit: .yuan,
        .call(.maxOverPeriods, .call(.absolute, .reference(id))), visibility: .kept),
    ]
  }
}
