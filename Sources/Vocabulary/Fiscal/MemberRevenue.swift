import Formulas
import SourceText

/// What arises with each member, such as a village, of all kinds of revenue together: at each
/// level that is shared by rates, and under each definition.
///
/// It is what is due by the base of the period; when it is paid is known for a kind as a whole.
struct MemberRevenue {
  private(set) var indicators: [Indicator] = []
  private let taxes: [Tax]
  private let definitions: [RevenueDefinition]
  private let reader: ObjectReader

  init(_ taxes: [Tax], _ definitions: [RevenueDefinition], _ reader: ObjectReader) {
    self.taxes = taxes.filter { $0.members != nil }
    self.definitions = definitions
    self.reader = reader
    for set in reader.context.members.all
    where self.taxes.contains(where: { $0.members?.has(set) ?? false }) {
      for index in set.members.indices { addTotals(of: set, index) }
    }
    indicators += self.taxes.flatMap { $0.members?.indicators ?? [] }
  }

  private mutating func addTotals(of set: MemberSet, _ index: Int) {
    for definition in definitions {
      let counted = taxes.filter { definition.counts($0.source.tags) }
      for level in [RevenueLevel.total, .local] {
        let amounts = counted.compactMap { tax -> Formula? in
          guard let id = tax.members?.id(in: set, index) else { return nil }
          let due = Formula.reference(id)
          return tax.sharing.share(of: level).map { due * $0 } ?? due
        }
        add(level, definition, .total(amounts, .yuan), set, index)
      }
    }
  }

  private mutating func add(
    _ level: RevenueLevel, _ definition: RevenueDefinition, _ formula: Formula,
    _ set: MemberSet, _ index: Int
  ) {
    let member = set.members[index]
    let label = BilingualText(
      zh: "\(member.label.zh)：\(level.label.zh)（应征，\(definition.label.zh)）",
      en: "\(member.label.en): \(level.label.en), accrued, \(definition.label.en)")
    var indicator = Indicator(
      FiscalLayout.accrued(by: member.id, of: set.id, level, definition), label: label,
      kind: .flow, unit: .tenThousandYuan, formula, visibility: set.visibility,
      reportedPeriods: set.reportedPeriods, origin: member.origin)
    indicator.memberOrder = reader.context.members.order(of: set, index)
    indicators.append(indicator)
  }
}
