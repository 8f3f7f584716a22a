import Formulas
import SourceText

/// Whoever pays by name, by number or by head: groups of firms, equity incentives, talent.
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

  static let fields = [groups, incentives, InstalmentRules.file, talent]

  let sources: [RevenueSource]
  private let groups: [PayerGroup]
  private let own: [Indicator]
  /// Those that are no firms.
  private let people: [RevenueSource]

  /// - Parameter taxes: the ids of the scenario's taxes.
  init(_ reader: ObjectReader, taxes: [String], places: Places) {
    groups = Fiscal.named(reader.list(Self.groups)).map {
      PayerGroup($0, taxes: taxes, places: places)
    }
    let rules = InstalmentRules(reader)
    let incentives = Fiscal.named(reader.list(Self.incentives)).map {
      EquityIncentive($0, taxes: taxes, places: places, rules: rules)
    }
    let talent = Fiscal.named(reader.list(Self.talent)).map {
      Talent($0, taxes: taxes, places: places)
    }
    people = incentives.map(\.source) + talent.map(\.source)
    sources = groups.flatMap(\.sources) + people
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

  /// The firms of which a stage may be known.
  var pipelineFirms: [PipelineFirm] { groups.flatMap(\.taxpayers).compactMap(\.pipelineFirm) }

  // MARK: Where they are

  /// What each of them brings, where it is.
  func placed(_ sharing: [String: TaxShares]) -> [PlacedRevenue] {
    people.flatMap { $0.placed(sharing) } + groups.flatMap { $0.placed(sharing) }
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
    let recurring = RevenueDefinition.standard[0]
    let counted =
      (others + people).filter { recurring.counts($0.tags) }.map(\.accrued)
      + taxpayers.filter { recurring.counts($0.tags) }.map(\.revenue)
    let levels = layout.levels.filter { $0 != .total }
    let firms = taxpayers.filter { $0.isNamed && recurring.counts($0.tags) }
    let concentration = Concentration(
      firms: firms.map { LargestPayer.Firm($0, at: levels, sharing) }, levels: levels,
      whole: .total(counted, .yuan),
      paid: { layout.indicator(ofKind: nil, $0, recurring) })
    return own + concentration.indicators
  }
}
