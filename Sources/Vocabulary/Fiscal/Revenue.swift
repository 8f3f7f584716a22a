import Formulas
import SourceText

/// What is paid of each kind of revenue, at each level and under each definition, and their
/// totals.
struct Revenue {
  private(set) var indicators: [Indicator] = []
  /// What the books of each tax say.
  private(set) var ledgers: [(tax: String, entries: [LedgerEntry: Formula])] = []
  private let layout: FiscalLayout

  init(taxes: [Tax], sources: [RevenueSource], layout: FiscalLayout) {
    self.layout = layout
    for tax in taxes { add(tax, sources.filter { $0.amounts[tax.id] != nil }) }
    for definition in layout.definitions {
      for level in layout.levels { addTotal(level, definition) }
    }
    addLedgerTotals()
  }

  /// A kind of revenue: what its sources bring, under each definition.
  private mutating func add(_ tax: Tax, _ sources: [RevenueSource]) {
    let ledger = TaxLedger(of: tax, sources: sources)
    let payments = ledger.payments
    indicators += tax.indicators + ledger.indicators
    ledgers.append((tax.id, ledger.entries))
    for definition in layout.definitions {
      let counted = payments.filter { definition.counts($0.tags) }.map(\.paid)
      add(tax, .total, definition, .total(counted, .yuan))
      let all = Formula.reference(layout.indicator(ofKind: tax.id, .total, definition))
      let local = Formula.reference(layout.indicator(ofKind: tax.id, .local, definition))
      add(tax, .local, definition, all * tax.localShare)
      add(tax, .central, definition, all - local)
    }
  }

  private mutating func add(
    _ tax: Tax, _ level: RevenueLevel, _ definition: RevenueDefinition, _ formula: Formula
  ) {
    let label = BilingualText(
      zh: "\(tax.label.zh)\(level.ofKind.zh)（\(definition.label.zh)）",
      en: "\(tax.label.en)\(level.ofKind.en), \(definition.label.en)")
    indicators.append(
      Indicator(
        layout.indicator(ofKind: tax.id, level, definition), label: label, kind: .flow,
        unit: .tenThousandYuan, formula, origin: tax.origin))
  }

  /// The entries of the books over all taxes, those that any of them has.
  private mutating func addLedgerTotals() {
    for entry in LedgerEntry.allCases {
      let parts = ledgers.compactMap { $0.entries[entry] }
      guard !parts.isEmpty else { continue }
      let label = BilingualText(
        zh: "财政收入" + entry.label.zh, en: "Revenue: " + entry.label.en)
      indicators.append(
        Indicator(
          layout.indicator(ofKind: nil, entry), label: label, kind: entry.kind,
          unit: .tenThousandYuan, .total(parts, .yuan)))
    }
  }

  private mutating func addTotal(_ level: RevenueLevel, _ definition: RevenueDefinition) {
    let kinds = layout.kinds.map {
      Formula.reference(layout.indicator(ofKind: $0.id, level, definition))
    }
    let label = BilingualText(
      zh: "\(level.label.zh)（\(definition.label.zh)）",
      en: "\(level.label.en), \(definition.label.en)")
    indicators.append(
      Indicator(
        layout.indicator(ofKind: nil, level, definition), label: label, kind: .flow,
        unit: .tenThousandYuan, .total(kinds, .yuan)))
  }
}

/// What some sources of a tax that definitions do not tell apart pay in a period.
struct TaxPayment {
  let tags: Set<String>
  let paid: Formula
}
