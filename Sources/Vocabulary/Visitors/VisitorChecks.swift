import Formulas
import SourceText

/// The identities that keep the books of visitors whole, in every trial and period: who wanted to
/// come is among the arrivals, the spilled or the lost, and what they spend is in one place.
///
/// Each side is a sum of its own, so that a slip shows.
enum VisitorChecks {
  /// The prefix of the residuals.
  static let prefix = "visitors.checks."

  /// The residual of each group that a capacity limits, and the largest of any period, kept.
  static func indicators(_ groups: [VisitorsLayout.Group]) -> [Indicator] {
    groups.filter { $0.readings.contains(.demand) }.flatMap { group -> [Indicator] in
      func part(_ reading: VisitorsLayout.Group.Reading) -> Formula {
        .reference(group.indicator(reading))
      }
      let label = BilingualText(
        zh: group.label.zh + "：需求＝接待＋分流＋流失",
        en: group.label.en + ": demand is arrivals, spilled and lost")
      let residual = part(.demand) - (part(.lost) + part(.spilled) + part(.arrivals))
      return Indicator.identity(
        prefix + group.id, label, .visit, residual: residual)
    }
  }

  /// What categories and, where there is one, the way into incomes leave of the spending.
  static func indicators(_ spending: SpendingTotals, hasIncome: Bool) -> [Indicator] {
    guard !spending.indicators.isEmpty else { return [] }
    func residual(_ parts: [Formula]) -> Formula {
      .total(parts, .yuan) - .reference(SpendingTotals.total)
    }
    let categories = Indicator.identity(
      prefix + "spendingCategories",
      BilingualText(zh: "各类消费之和＝总消费", en: "the categories make the spending"), .yuan,
      residual: residual(
        spending.categories.reversed().map { .reference(SpendingTotals.id(of: $0)) }))
    guard hasIncome else { return categories }
    return categories
      + Indicator.identity(
        prefix + "spendingDestinations",
        BilingualText(
          zh: "消费＝工资＋经营＋财产＋村集体＋企业＋流出",
          en: "spending is wages, business, property, village, enterprise and leakage"),
        .yuan,
        residual: residual(
          SpendingDestination.allCases.map { .reference(VisitorIncome.id(of: $0)) }))
  }
}
