import Formulas
import SourceText

extension RevenueChecks {
  /// Adds for each set that what arises with its members and elsewhere is what accrues of all
  /// taxes.
  mutating func add(
    _ results: [FiscalLayout.MemberResults], _ sources: [RevenueSource], _ revenue: Revenue
  ) {
    for set in results.map(\.set) {
      for definition in layout.definitions {
        for level in MemberRevenue.levels {
          let members = FiscalLayout.accrued(byAllOf: set.id, level, definition)
          add(
            "members.\(set.id).\(level.rawValue).\(definition.id)",
            "各成员与未归属之和＝应计", "members and elsewhere make what accrues",
            BilingualText(
              zh: "\(set.label.zh)，\(level.label.zh)，\(definition.label.zh)",
              en: "\(set.label.en), \(level.label.en), \(definition.label.en)"),
            .reference(members) - accrued(level, definition, sources, revenue))
        }
      }
    }
  }

  /// What accrues of all taxes, added up tax by tax: by the books where the definition counts all
  /// of a tax, else by its sources.
  private func accrued(
    _ level: RevenueLevel, _ definition: RevenueDefinition, _ sources: [RevenueSource],
    _ revenue: Revenue
  ) -> Formula {
    let amounts = taxes.reversed().compactMap { tax -> Formula? in
      let own = sources.filter { $0.amounts[tax.id] != nil }
      let counted = own.filter { definition.counts($0.tags) }
      guard !counted.isEmpty else { return nil }
      let books = own.count == counted.count ? revenue.entry(.accrued, ofTax: tax.id) : nil
      let accrued = books ?? .total(counted.compactMap { $0.amounts[tax.id] }, .yuan)
      return tax.sharing.share(of: level).map { accrued * $0 } ?? accrued
    }
    return .total(amounts, .yuan)
  }
}
