import Formulas
import SourceText

/// A kind of revenue: what falls due in a year, when it is paid, and how it moves.
///
/// The monthly amount is the annual amount times the filing profile of the month, moved by the
/// shared drivers and by a shock of its own whose mean is one.
public struct Tax: Component {
  static let kind = Field(
    "kind", .choice(TaxKind.allCases.map(\.rawValue)), zh: "税种", en: "the kind of revenue")
  static let annual = Field(
    "annual", .value(.yuan), .optional, zh: "全年应收", en: "what falls due in a year")
  static let base = Field(
    "base", .value(.yuan), .optional, zh: "税基", en: "the yearly base, instead of `annual`")
  static let rate = Field("rate", .value(.share), .optional, zh: "税率", en: "the rate on `base`")
  static let collection = Field(
    "collection", .value(.share), .defaults(to: "1"), zh: "征收率",
    en: "the part of what is due that is collected, with `base`")
  static let localShare = Field(
    "localShare", .value(.share), .optional, zh: "地方分成比例",
    en: "the part that stays local; left out, the share of the kind in `fiscal.sharing`")
  static let filing = Field(
    "filing", .map(.quantity(.share)), .defaults(to: "{ \"monthly\": 1 }"), zh: "入库方式",
    en: "filing patterns of `fiscal.filingCalendar` and the part of the tax that follows each")
  static let follows = Field(
    "follows", .map(.value(.one)), .optional, zh: "随驱动因素变动的弹性",
    en: "elasticities to drivers: 0.8 raises the tax by 0.8 % for each 1 % of the driver")
  static let volatility = Field(
    "volatility", .value(.share), .defaults(to: "0"), zh: "月度波动率",
    en: "the standard deviation of the logarithm of a month's own shock")

  public static let descriptor = ObjectDescriptor(
    "tax", zh: "税种或非税收入", en: "a kind of revenue",
    fields: [
      .id, .label, kind, annual, base, rate, collection, localShare, filing, follows, volatility,
      ObjectReader.tags,
    ] + VillageShares.fields)

  public let id: String
  public let label: BilingualText
  /// The taxpayers that have no name of their own in the scenario.
  let source: RevenueSource
  let localShare: Formula
  let origin: SourceRange

  init(_ reader: ObjectReader, section: FiscalData) {
    id = reader.id()
    origin = reader.node.range
    let kind = reader.choice(Self.kind).flatMap(TaxKind.init(rawValue:))
    label = reader.label ?? kind?.label ?? reader.labelOrID
    let profile = section.profile(of: reader)
    let horizon = reader.context.horizon
    let shares = horizon.periods.map { period in
      (period.firstMonth..<(period.firstMonth + horizon.frequency.monthsPerPeriod))
        .reduce(0) { $0 + profile[$1 - 1] }
    }
    let accrual =
      Self.due(reader) * Formula(.series(shares, .share))
      * reader.movement(follows: Self.follows, volatility: Self.volatility)
    source = RevenueSource(
      id: reader.idPath, label: label, amounts: [id: accrual], payment: .filed,
      tags: reader.tags())
    localShare = Self.localShare(reader, kind, section)
  }

  /// What its sources pay in a period, those with the same tags together.
  func payments(of sources: [RevenueSource]) -> [TaxPayment] {
    var bundles: [(tags: Set<String>, amounts: [Formula])] = []
    for source in sources {
      guard let amount = source.amounts[id] else { continue }
      if let place = bundles.firstIndex(where: { $0.tags == source.tags }) {
        bundles[place].amounts.append(amount)
      } else {
        bundles.append((source.tags, [amount]))
      }
    }
    return bundles.map {
      TaxPayment(tags: $0.tags, paid: .total($0.amounts, .yuan), indicators: [])
    }
  }

  /// What falls due in a year: given, or base × rate × collection.
  private static func due(_ reader: ObjectReader) -> Formula {
    if let annual = reader.value(annual) {
      for field in [base, rate, collection] where reader.has(field) {
        reader.reportInvalid(
          field, "a tax has either 'annual' or 'base' and 'rate'",
          suggestion: "remove one of them")
      }
      return annual
    }
    guard let base = reader.value(base), let rate = reader.value(rate) else {
      reader.context.report(
        Diagnostic(
          .missingKey, "the tax says neither what falls due nor what it is levied on",
          at: reader.node.range, path: reader.path.description,
          expected: "\"annual\", or \"base\" and \"rate\""))
      return .constant(0, .yuan)
    }
    return base * rate * reader.value(collection, default: 1)
  }

  private static func localShare(
    _ reader: ObjectReader, _ kind: TaxKind?, _ section: FiscalData
  ) -> Formula {
    if let share = reader.value(localShare) { return share }
    if let kind, let series = section.localShares(of: kind, in: reader) { return series }
    reader.context.report(
      Diagnostic(
        .missingKey, "nothing says which part of this tax stays local", at: reader.node.range,
        path: reader.path.description,
        expected: "\"localShare\", or a row for the kind in the file of \"fiscal.sharing\""))
    return .constant(1)
  }
}
