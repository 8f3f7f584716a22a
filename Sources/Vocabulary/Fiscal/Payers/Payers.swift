import Formulas
import SourceText

/// Whoever pays by name, by number or by head: groups of firms, equity incentives, talent; and the
/// villages that they and the taxes are in.
struct Payers {
  static let groups = Field(
    "payers", .list(.object(PayerGroup.descriptor)), .optional, zh: "纳税企业组",
    en: "named firms and those in the pipeline")
  static let incentives = Field(
    "equityIncentives", .list(.object(EquityIncentive.descriptor)), .optional,
    zh: "股权激励个人所得税分期", en: "taxes on equity incentives, paid in instalments")
  static let talent = Field(
    "talent", .list(.object(Talent.descriptor)), .optional, zh: "高层次人才",
    en: "people who come and pay personal income tax")

  static let fields = [
    groups, incentives, InstalmentRules.file, talent, Villages.list, Villages.file,
  ]

  let sources: [RevenueSource]
  let villages: Villages
  private let horizon: Horizon
  private let groups: [PayerGroup]
  private let own: [Indicator]
  /// What has a place of its own in a village.
  private let placed: [RevenueSource]

  /// - Parameter taxes: the ids of the scenario's taxes.
  init(_ reader: ObjectReader, taxes: [String]) {
    let villages = Villages(reader)
    self.villages = villages
    horizon = reader.context.horizon
    groups = Fiscal.named(reader.list(Self.groups)).map {
      PayerGroup($0, taxes: taxes, villages: villages)
    }
    let rules = InstalmentRules(reader)
    let incentives = Fiscal.named(reader.list(Self.incentives)).map {
      EquityIncentive($0, taxes: taxes, villages: villages, rules: rules)
    }
    let talent = Fiscal.named(reader.list(Self.talent)).map {
      Talent($0, taxes: taxes, villages: villages)
    }
    placed = incentives.map(\.source) + talent.map(\.source)
    sources = groups.flatMap(\.sources) + placed
    own =
      groups.flatMap(\.indicators) + incentives.flatMap(\.indicators)
      + talent.flatMap(\.indicators)
  }

  // MARK: What tables of revenue show

  var groupMembers: [FiscalLayout.Member] {
    groups.map { group in
      FiscalLayout.Member(
        id: group.id, label: group.label, indicator: "fiscal.\(group.id).revenue")
    }
  }

  var payerMembers: [FiscalLayout.Member] {
    groups.flatMap(\.taxpayers).map { taxpayer in
      FiscalLayout.Member(
        id: String(taxpayer.id.drop { $0 != "." }.dropFirst()), label: taxpayer.label,
        indicator: taxpayer.id + ".revenue")
    }
  }

  /// The villages under each definition; what is in none is none of them.
  func villageMembers(_ definitions: [RevenueDefinition]) -> [FiscalLayout.Member] {
    villages.all.flatMap { village in
      definitions.map { definition in
        FiscalLayout.Member(
          id: village.id, label: village.label,
          indicator: VillageRevenue.indicator(of: village.id, definition),
          definition: definition.id)
      }
    }
  }

  // MARK: Results

  /// All results.
  ///
  /// - Parameters:
  ///   - others: the sources of revenue that are declared elsewhere.
  ///   - sharing: what each level takes of a tax, by its id.
  func indicators(
    _ others: [RevenueSource], _ layout: FiscalLayout, _ sharing: [String: TaxShares]
  ) -> [Indicator] {
    let taxpayers = groups.flatMap(\.taxpayers)
    let parts =
      (others + placed).map { source in
        VillageRevenue.Part(
          accrued: source.accrued, tags: source.tags, location: source.location, firms: nil)
      }
      + taxpayers.map { taxpayer in
        VillageRevenue.Part(
          accrued: taxpayer.revenue, tags: taxpayer.tags, location: taxpayer.location,
          firms: taxpayer.present)
      }
    let recurring = RevenueDefinition.standard[0]
    let counted = parts.filter { recurring.counts($0.tags) }
    let levels = layout.levels.filter { $0 != .total }
    let firms = taxpayers.filter { $0.isNamed && recurring.counts($0.tags) }
    let concentration = Concentration(
      firms: firms.map { LargestPayer.Firm($0, at: levels, sharing) }, levels: levels,
      whole: .total(counted.map(\.accrued), .yuan),
      paid: { layout.indicator(ofKind: nil, $0, recurring) })
    return own + VillageRevenue(villages, parts, layout.definitions, horizon).indicators
      + concentration.indicators
  }
}
