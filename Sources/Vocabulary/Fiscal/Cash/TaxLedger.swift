import Formulas

/// The books of a tax: what accrued, fell due and was paid of it, and what is owed.
///
/// In every period and trial what is paid is what accrued and the surcharge on arrears, less the
/// rise of the receivable, less what was written off. Sources that definitions tell apart have
/// pages of their own; a page is linear in what accrues, so that a sum of sources goes through it
/// as one.
struct TaxLedger {
  private(set) var payments: [TaxPayment] = []
  private(set) var indicators: [Indicator] = []
  /// What the books say of the whole tax.
  private(set) var entries: [LedgerEntry: Formula] = [:]

  /// - Parameter sources: of revenue; the first that brings this tax is the tax's own.
  init(of tax: Tax, sources: [RevenueSource]) {
    var bundles: [(tags: Set<String>, sources: [RevenueSource])] = []
    for source in sources where source.amounts[tax.id] != nil {
      if let place = bundles.firstIndex(where: { $0.tags == source.tags }) {
        bundles[place].sources.append(source)
      } else {
        bundles.append((source.tags, [source]))
      }
    }
    let pages = bundles.enumerated().map { place, bundle in
      LedgerPage(
        of: tax, number: bundles.count == 1 ? nil : place + 1, sources: bundle.sources)
    }
    for (bundle, page) in zip(bundles, pages) {
      payments.append(TaxPayment(tags: bundle.tags, paid: page.paid))
      indicators += page.indicators
    }
    if pages.count == 1 { entries = pages[0].entries } else { addUp(pages, tax) }
  }

  private mutating func addUp(_ pages: [LedgerPage], _ tax: Tax) {
    for entry in LedgerEntry.allCases {
      let parts = pages.compactMap { $0.entries[entry] }
      guard !parts.isEmpty else { continue }
      indicators.append(tax.indicator(entry, .total(parts, .yuan)))
      entries[entry] = .reference(tax.name(entry.rawValue))
    }
  }
}

extension Tax {
  func name(_ key: String) -> String { idPath + "." + key }

  /// An entry of its books, as a result.
  func indicator(_ entry: LedgerEntry, _ formula: Formula) -> Indicator {
    indicator(entry.rawValue, entry, formula, .reported)
  }

  func indicator(
    _ key: String, _ entry: LedgerEntry, _ formula: Formula, _ visibility: Indicator.Visibility
  ) -> Indicator {
    Indicator(
      name(key), label: labelled(entry.label.zh, entry.label.en), kind: entry.kind,
      unit: .tenThousandYuan, formula, visibility: visibility, origin: origin)
  }
}
