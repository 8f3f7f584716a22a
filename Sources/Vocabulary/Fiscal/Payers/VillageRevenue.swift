import Formulas
import SourceText

/// What accrues in each village under each definition, and the firms that are there.
///
/// What is in no village stands beside them, and the whole is their sum.
struct VillageRevenue {
  /// Something that accrues somewhere.
  struct Part {
    let accrued: Formula
    let tags: Set<String>
    let location: VillageShares
    /// How many firms it is; nil where it is none.
    let firms: Formula?
  }

  private(set) var indicators: [Indicator] = []
  private let villages: Villages
  private let parts: [Part]
  private let horizon: Horizon

  init(
    _ villages: Villages, _ parts: [Part], _ definitions: [RevenueDefinition], _ horizon: Horizon
  ) {
    self.villages = villages
    self.parts = parts
    self.horizon = horizon
    guard !villages.all.isEmpty else { return }
    for definition in definitions {
      for village in villages.all { add(village, definition) { $0.share(of: village.id) } }
      add(Self.elsewhere, definition, \.rest)
      addWhole(definition)
    }
    for village in villages.all { addFirms(village) { $0.share(of: village.id) } }
    addFirms(Self.elsewhere, \.rest)
  }

  private static let elsewhere = Village(
    id: Villages.elsewhere, label: BilingualText(zh: "未归村", en: "in no village"))

  /// The indicator that holds what accrues in a village.
  static func indicator(of village: String, _ definition: RevenueDefinition) -> String {
    "fiscal.villages.\(village).accrued.\(definition.id)"
  }

  private static func part(_ formula: Formula, _ share: Double) -> Formula? {
    // What is left over of shares that sum to 1 is nothing, whatever rounding makes of it.
    abs(share) < 1e-9 ? nil : share == 1 ? formula : formula * .constant(share)
  }

  private mutating func add(
    _ village: Village, _ definition: RevenueDefinition, _ share: (VillageShares) -> Double
  ) {
    let amounts = parts.filter { definition.counts($0.tags) }
      .compactMap { Self.part($0.accrued, share($0.location)) }
    indicators.append(
      Indicator(
        Self.indicator(of: village.id, definition),
        label: BilingualText(
          zh: "\(village.label.zh)：应计税收（\(definition.label.zh)）",
          en: "\(village.label.en): revenue accrued, \(definition.label.en)"),
        kind: .flow, unit: .tenThousandYuan, .total(amounts, .yuan)))
  }

  private mutating func addWhole(_ definition: RevenueDefinition) {
    let all = (villages.all + [Self.elsewhere]).map {
      Formula.reference(Self.indicator(of: $0.id, definition))
    }
    indicators.append(
      Indicator(
        "fiscal.villages.accrued.\(definition.id)",
        label: BilingualText(
          zh: "应计税收合计（\(definition.label.zh)）",
          en: "Revenue accrued, \(definition.label.en)"),
        kind: .flow, unit: .tenThousandYuan, .total(all, .yuan)))
  }

  private mutating func addFirms(_ village: Village, _ share: (VillageShares) -> Double) {
    let firms = parts.compactMap { part in
      part.firms.flatMap { Self.part($0, share(part.location)) }
    }
    // A village without firms has none in each period, and not once for all.
    let none = Formula(.series([Double](repeating: 0, count: horizon.count), .firm))
    indicators.append(
      Indicator(
        "fiscal.villages.\(village.id).payers",
        label: BilingualText(
          zh: "\(village.label.zh)：在册企业数", en: "\(village.label.en): firms present"),
        kind: .level, unit: .firm, firms.isEmpty ? none : .total(firms, .firm)))
  }
}
