import Formulas
import SourceText

/// Firms that pay, or may come to pay, taxes beyond the ones declared as a whole: an enclave, a
/// group in the pipeline.
public struct PayerGroup: Component {
  static let pipeline = Field(
    "pipeline", .list(.object(Payer.descriptor)), .optional, zh: "企业清单",
    en: "the firms that have names: those there are and those that may come")
  static let leads = Field(
    "leads", .list(.object(Leads.descriptor)), .optional, zh: "招商线索（按数量）",
    en: "firms that are counted and have no names")
  static let stages = Field(
    "stages", .object(PipelineRates.descriptor), .optional, zh: "各阶段月度转移概率",
    en: "how firms move through the pipeline, unless they say so themselves")
  static let season = Field(
    "season", .profile, .optional, zh: "税收的各月占比；不写则各月相同",
    en: "how the firms' taxes spread over the months; left out, evenly")
  static let hostShare = Field(
    "hostShare", .value(.share), .optional, zh: "飞入地分享比例",
    en: "the part of the taxes that an enclave's host counts and the town does not")

  static let previousYear = Field(
    "previousYear", .value(.yuan), .defaults(to: "0元"), zh: "上年应计税额",
    en: "what accrued of its firms' taxes in the calendar year before the first")

  public static let descriptor = ObjectDescriptor(
    "payerGroup", zh: "纳税企业组", en: "firms that pay or may come to pay taxes",
    fields: [
      .id, .label, pipeline, leads, stages, season, hostShare, TaxMix.field, previousYear,
      ObjectReader.tags,
    ] + VillageShares.fields)

  public let id: String
  let label: BilingualText
  let indicators: [Indicator]
  let sources: [RevenueSource]
  let taxpayers: [Taxpayer]
  /// Of the firms that have none of their own.
  private let mix: TaxMix?

  init(_ reader: ObjectReader, taxes: [String], places: Places) {
    id = reader.id()
    label = reader.labelOrID
    let terms = GroupTerms(
      taxes: taxes, places: places, mix: TaxMix(reader, taxes: taxes),
      rates: reader.object(Self.stages).map(PipelineRates.init),
      season: reader.season(Self.season), hostShare: reader.probability(Self.hostShare),
      tags: reader.tags(), location: reader.location(among: places))
    let firms = reader.list(Self.pipeline).map { Payer($0, terms) }
    let leads = reader.list(Self.leads).compactMap { Leads($0, terms) }
    mix = terms.mix
    taxpayers = firms.map(\.taxpayer) + leads.map(\.taxpayer)
    Self.check(reader, terms, taxpayers)
    sources = Self.sources(reader, terms, taxpayers)
    indicators =
      taxpayers.flatMap(\.indicators) + Self.results(reader, terms, taxpayers)
      + Self.pipelineResults(reader, taxpayers)
  }

  /// What each firm brings, where it is.
  func placed(_ sharing: [String: TaxShares]) -> [PlacedRevenue] {
    taxpayers.map { taxpayer in
      let parts = (taxpayer.mix ?? mix)?.parts ?? []
      return PlacedRevenue(
        amount: taxpayer.revenue,
        taxes: parts.compactMap { part in
          sharing[part.tax].map { .init(share: part.share, sharing: $0) }
        }, tags: taxpayer.tags, location: taxpayer.location, firms: taxpayer.present)
    }
  }

  private static func check(
    _ reader: ObjectReader, _ terms: GroupTerms, _ taxpayers: [Taxpayer]
  ) {
    if !reader.has(pipeline), !reader.has(leads) {
      reader.context.report(
        Diagnostic(
          .missingKey, .init(zh: "企业组里没有企业", en: "the group has no firms"),
          at: reader.node.range, path: reader.path.description,
          expected: .init(
            zh: "\"pipeline\" 或 \"leads\"", en: "\"pipeline\" or \"leads\"")))
    }
    let isOpen = taxpayers.contains { $0.mix == nil } || taxpayers.isEmpty
    if !reader.has(TaxMix.field), isOpen {
      reader.context.report(
        Diagnostic(
          .missingKey,
          .init(
            zh: "没有写明企业缴纳的是哪些税种",
            en: "nothing says to which taxes the firms' payments belong"),
          at: reader.node.range, path: reader.path.description,
          expected: .mix(terms.taxes.first ?? "vat")))
    }
  }

  /// Firms with the same mix and the same tags bring revenue together. What the group brought
  /// before the horizon belongs to those with its own, or to the first where there are none.
  private static func sources(
    _ reader: ObjectReader, _ terms: GroupTerms, _ taxpayers: [Taxpayer]
  ) -> [RevenueSource] {
    struct Bundle: Hashable {
      let mix: TaxMix
      let tags: Set<String>
    }
    var order: [Bundle] = []
    var members: [Bundle: [Taxpayer]] = [:]
    for taxpayer in taxpayers {
      guard let mix = taxpayer.mix else { continue }
      let bundle = Bundle(mix: mix, tags: taxpayer.tags)
      if members[bundle] == nil { order.append(bundle) }
      members[bundle, default: []].append(taxpayer)
    }
    let past = reader.value(previousYear).map { reader.atStart(previousYear, $0) }
    let plain = terms.mix.map { Bundle(mix: $0, tags: terms.tags) }
    let heir = order.first { $0 == plain } ?? order.first
    return order.map { bundle in
      let own = members[bundle]!
      let isAll = own.count == taxpayers.count
      let revenue =
        isAll
        ? Formula.reference(reader.name("revenue")) : .total(own.map(\.revenue), .yuan)
      return RevenueSource(
        id: isAll ? reader.idPath : own[0].id, label: isAll ? reader.labelOrID : own[0].label,
        amounts: bundle.mix.amounts(of: revenue),
        before: bundle == heir ? past.map { bundle.mix.before($0) } ?? [:] : [:],
        payment: .filed, tags: bundle.tags)
    }
  }

  private static func results(
    _ reader: ObjectReader, _ terms: GroupTerms, _ taxpayers: [Taxpayer]
  ) -> [Indicator] {
    var results = [
      reader.indicator(
        "revenue", "税收", "taxes", .flow, .tenThousandYuan,
        .total(taxpayers.map(\.revenue), .yuan)),
      reader.indicator(
        "payers", "在册企业数", "firms present", .level, .firm, .total(taxpayers.map(\.present), .firm)),
    ]
    if terms.hostShare != nil {
      let taxes = Formula.reference(reader.name("taxes"))
      results += [
        reader.indicator(
          "taxes", "税收（含飞入地分享）", "taxes with the host's part", .flow, .tenThousandYuan,
          .total(taxpayers.map(\.taxes), .yuan)),
        reader.indicator(
          "hostRevenue", "飞入地分享税收", "the host's part", .flow, .tenThousandYuan,
          taxes - .reference(reader.name("revenue"))),
      ]
    }
    return results
  }

  /// Firms by stage and new registrations, where some firms move through the pipeline.
  private static func pipelineResults(_ reader: ObjectReader, _ taxpayers: [Taxpayer])
    -> [Indicator]
  {
    let moving = taxpayers.filter { $0.stages != nil }
    guard !moving.isEmpty else { return [] }
    let stages = PipelineStage.allCases.map { stage in
      reader.indicator(
        "inStage." + stage.rawValue, "：" + stage.label.zh, stage.label.en.lowercased(), .level,
        .firm, .total(moving.compactMap { $0.stages?[stage] }, .firm))
    }
    return stages + [
      reader.indicator(
        "registrations", "新注册企业数", "new registrations", .count, .firm,
        .total(moving.compactMap(\.registrations), .firm))
    ]
  }
}

extension BilingualText {
  fileprivate static func mix(_ tax: String) -> BilingualText {
    BilingualText(
      zh: "\"mix\": { \"\(tax)\": 1 }，写在此处或各企业中",
      en: "\"mix\": { \"\(tax)\": 1 }, here or in each firm")
  }
}
