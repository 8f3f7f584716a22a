import Formulas
import SourceText

/// What is paid of each kind of revenue, at each level and under each definition, and their
/// totals.
struct Revenue {
  private(set) var indicators: [Indicator] = []
  private let taxes: [Tax]
  /// What the books of each tax say.
  private(set) var ledgers: [(tax: String, entries: [LedgerEntry: Formula])] = []
  /// The entries of the books that any tax has.
  var entries: Set<LedgerEntry> { Set(ledgers.flatMap(\.entries.keys)) }
  private let layout: FiscalLayout

  /// An entry of the books of a tax; nil where it has nothing to enter.
  func entry(_ entry: LedgerEntry, ofTax id: String) -> Formula? {
    ledgers.first { $0.tax == id }?.entries[entry]
  }

  init(taxes: [Tax], sources: [RevenueSource], layout: FiscalLayout) {
    self.taxes = taxes
    self.layout = layout
    for tax in taxes { add(tax, sources.filter { $0.amounts[tax.id] != nil }) }
    for definition in layout.definitions {
      for level in layout.levels { addTotal(level, definition) }
    }
    for level in layout.levels { addOneOffs(level) }
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
      for level in layout.levels where level != .total {
        // What has no share was reported with the tax.
        let share = tax.sharing.share(of: level) ?? .constant(0)
        add(tax, level, definition, all * share)
      }
    }
    let jumps = payments.filter { $0.tags.contains(RevenueSource.oneOffTag) }.map(\.paid)
    add(tax, .total, .oneOff, .total(jumps, .yuan), .inner)
  }

  private mutating func add(
    _ tax: Tax, _ level: RevenueLevel, _ definition: RevenueDefinition, _ formula: Formula,
    _ visibility: Indicator.Visibility = .reported
  ) {
    let label = BilingualText(
      zh: "\(tax.label.zh)\(level.ofKind.zh)（\(definition.label.zh)）",
      en: "\(tax.label.en)\(level.ofKind.en), \(definition.label.en)")
    indicators.append(
      Indicator(
        layout.indicator(ofKind: tax.id, level, definition), label: label, kind: .flow,
        unit: .tenThousandYuan, formula, visibility: visibility, origin: tax.origin))
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
    add(level, definition, .total(kinds, .yuan))
  }

  /// What the one-offs alone bring at a level: what `reported` has and `recurring` has not.
  private mutating func addOneOffs(_ level: RevenueLevel) {
    let kinds = taxes.map { tax in
      let all = Formula.reference(layout.indicator(ofKind: tax.id, .total, .oneOff))
      return level == .total ? all : all * (tax.sharing.share(of: level) ?? .constant(0))
    }
    add(level, .oneOff, .total(kinds, .yuan))
  }

  private mutating func add(
    _ level: RevenueLevel, _ definition: RevenueDefinition, _ formula: Formula
  ) {
    let label = BilingualText(
      zh: "\(level.label.zh)（\(definition.label.zh)）",
      en: "\(level.label.en), \(definition.label.en)")
    indicators.append(
      Indicator(
        layout.indicator(ofKind: nil, level, definition), label: label, kind: .flow,
        unit: .tenThousandYuan, formula))
  }
}

/// What some sources of a tax that definitions do not tell apart pay in a period.
struct TaxPayment {
  let tags: Set<String>
  let paid: Formula
}
