import Formulas
import SourceText

/// What accrues of a tax: the liability that arises in each period, whenever it is paid.
///
/// The amount of a year, grown and relieved, times the season's share of the period, moved by the
/// shared drivers, a process and a shock of its own.
struct TaxAccrual {
  static let annual = Field(
    "annual", .value(.yuan), .optional, zh: "全年应计税额", en: "what accrues in a year",
    called: BilingualText(zh: "全年应计税额", en: "accrual of a year"))
  static let base = Field(
    "base", .value(.yuan), .optional, zh: "税基", en: "the yearly base, instead of `annual`",
    called: BilingualText(zh: "税基", en: "base of a year"))
  static let rate = Field("rate", .value(.share), .optional, zh: "税率", en: "the rate on `base`",
    called: BilingualText(zh: "税率", en: "rate"))
  static let collection = Field(
    "collection", .value(.share), .defaults(to: "1"), zh: "征收率",
    en: "the part of the tax on `base` that is assessed at all",
    called: BilingualText(zh: "征收率", en: "part that is assessed"))
  static let growth = Field(
    "growth", .value(.share), .defaults(to: "0"), zh: "年增长率，自首年之次年起逐年复合",
    en: "the growth in a year, compounded by calendar year after the first of the horizon",
    called: BilingualText(zh: "年增长率", en: "yearly growth"))
  static let relief = Field(
    "relief", .value(.share), .defaults(to: "0"), zh: "减免比例",
    en: "the part that is remitted, before it falls due")
  static let season = Field(
    "season", .profile, .optional, zh: "应计税额的各月占比；不写则各月相同",
    en: "how a year's accrual spreads over its months; left out, evenly")
  static let follows = Field(
    "follows", .map(.value(.one)), .optional, zh: "随驱动因素变动的弹性",
    en: "elasticities to drivers: 0.8 raises the tax by 0.8 % for each 1 % of the driver",
    called: BilingualText(zh: "随驱动因素变动的弹性", en: "elasticity"))
  static let volatility = Field(
    "volatility", .value(.share), .defaults(to: "0"), zh: "各期波动率",
    en: "the standard deviation of the logarithm of a period's own shock",
    called: BilingualText(zh: "各期波动率", en: "volatility of a period"))
  static let process = Field(
    "process", .oneOf(Processes.all.map { $0.descriptor }), .optional,
    zh: "自身的对数偏离过程", en: "a log deviation of its own that moves through time")
  static let previousYear = Field(
    "previousYear", .value(.yuan), .optional, zh: "上年应计税额",
    en: "what accrued in the calendar year before the first; left out, `annual` without its growth",
    called: BilingualText(zh: "上年应计税额", en: "accrual of last year"))

  static let fields = [
    annual, base, rate, collection, growth, relief, season, follows, volatility, process,
    previousYear,
  ]

  /// What accrues in a period.
  let amount: Formula
  /// Twelve shares of a year, January first.
  let season: [Double]
  let past: AccrualBefore
  let indicators: [Indicator]

  init(_ reader: ObjectReader) {
    season = reader.profile(Self.season) ?? Horizon.evenProfile
    let shares = reader.context.horizon.shares(of: season)
    var indicators: [Indicator] = []
    let year = Self.year(reader)
    var amount = Formula.product(year.map(\.formula)) * Formula(.series(shares, .share))
    let growth = reader.value(Self.growth)
    if let growth {
      if let number = reader.constant(Self.growth), number <= -1 {
        reader.reportInvalid(
          Self.growth,
          .init(zh: "税收不可能减得一点不剩", en: "a tax cannot shrink by all of itself"),
          expected: .shrinksLess)
      }
      amount = amount * reader.grown(Self.growth, by: growth, &indicators)
    }
    if let process = Self.process(reader, &indicators) { amount = amount * .call(.exp, process) }
    let movement = reader.movement(follows: Self.follows, volatility: Self.volatility)
    self.amount = amount * movement
    self.indicators = indicators
    past = Self.past(reader, year, growth)
  }

  /// What accrues with several, together.
  init(of parts: [TaxAccrual], amount: Formula) {
    self.amount = amount
    season = parts.first?.season ?? Horizon.evenProfile
    past = AccrualBefore(
      lastYear: .total(parts.map(\.past.lastYear), .yuan),
      thisYear: .total(parts.map(\.past.thisYear), .yuan),
      unknownBecauseOf: parts.lazy.compactMap(\.past.unknownBecauseOf).first)
    indicators = parts.flatMap(\.indicators)
  }

  /// The accrual of a tax as a whole, or with each member of the set for which it is declared.
  static func reading(_ reader: ObjectReader, _ label: BilingualText) -> (
    accrual: TaxAccrual, members: MemberAmounts?
  ) {
    var parts: [TaxAccrual] = []
    let entry = LedgerEntry.accrued
    let accrued = reader.amounts(
      entry.rawValue, entry.label.zh, entry.label.en, label, unit: .tenThousandYuan
    ) { own in
      parts.append(TaxAccrual(own))
      return parts[parts.count - 1].amount
    }
    guard accrued.members != nil || parts.count != 1 else { return (parts[0], nil) }
    return (TaxAccrual(of: parts, amount: accrued.total), accrued.members)
  }

  // MARK: The amount of a year

  /// A factor of a year's amount, and the field that it comes from.
  private typealias Factor = (field: Field, formula: Formula)

  /// Given, or base × rate × collection; and what relief leaves of it.
  private static func year(_ reader: ObjectReader) -> [Factor] {
    var factors = due(reader)
    if let relief = reader.value(relief) { factors.append((Self.relief, .constant(1) - relief)) }
    return factors
  }

  private static func due(_ reader: ObjectReader) -> [Factor] {
    if let amount = reader.value(annual, fitted: .everyYear) {
      for field in [base, rate, collection] where reader.has(field) {
        reader.reportInvalid(
          field,
          .init(
            zh: "税种写“annual”，或写“base”和“rate”，不能都写",
            en: "a tax has either 'annual' or 'base' and 'rate'"), suggestion: .removeOne)
      }
      return [(annual, amount)]
    }
    guard let amount = reader.value(base, fitted: .everyYear), let share = reader.value(rate) else {
      reader.context.report(
        Diagnostic(
          .missingKey,
          .init(
            zh: "这个税种既没有写应计税额，也没有写税基",
            en: "the tax says neither what falls due nor what it is levied on"),
          at: reader.node.range, path: reader.path.description,
          expected: .init(
            zh: "\"annual\"，或 \"base\" 和 \"rate\"",
            en: "\"annual\", or \"base\" and \"rate\"")))
      return [(annual, .constant(0, .yuan))]
    }
    return [(base, amount), (rate, share)]
      + (reader.value(collection).map { [(collection, $0)] } ?? [])
  }

  // MARK: Movement

  /// The logarithm by which it strays, as a process of its own.
  private static func process(_ reader: ObjectReader, _ indicators: inout [Indicator]) -> Formula? {
    let id = reader.name(process.key)
    guard let (key, inner) = reader.chosen(process, idPath: id),
      let family = Processes.all.first(where: { $0.descriptor.name == key })
    else { return nil }
    let formulas = family.formulas(inner, id: id, unit: .share)
    indicators.append(
      reader.indicator(
        process.key, "对数偏离", "log deviation", .level, .share, formulas.value, .inner))
    indicators += formulas.beside.map {
      var inner = $0
      inner.visibility = .inner
      return inner
    }
    return .reference(id)
  }

  // MARK: Before the horizon

  /// The amounts of the calendar years that began before the horizon.
  private static func past(_ reader: ObjectReader, _ year: [Factor], _ growth: Formula?)
    -> AccrualBefore
  {
    let grown = growth.map { .constant(1) + reader.atStart(Self.growth, $0) } ?? .constant(1)
    if let amount = reader.value(previousYear) {
      let last = reader.atStart(previousYear, amount)
      return AccrualBefore(lastYear: last, thisYear: growth == nil ? last : last * grown)
    }
    let this = Formula.product(year.map { reader.atStart($0.field, $0.formula) })
    // A history tells what was, which no growth has to be taken from.
    if year.count == 1, let total = reader.totalBefore(year[0].field) {
      return AccrualBefore(lastYear: .constant(total, .yuan), thisYear: this)
    }
    let formula = year.first { reader.dependsOnOthers($0.field) }
      ?? growth.map { (Self.growth, $0) }.flatMap { reader.dependsOnOthers($0.0) ? $0 : nil }
    return AccrualBefore(
      lastYear: growth == nil ? this : this / grown, thisYear: this,
      unknownBecauseOf: formula?.field)
  }
}
