import Formulas
import SourceText

/// Settlement by base and increment (基数加增量分成): up to the base of the year the town keeps one
/// share of its revenue, of what exceeds it another.
///
/// The year to date is what is laid against the base, so the months sum to the year. A share that
/// changes holds for the revenue of the periods from then on; the base is that of the first
/// period of the year.
struct Settlement: Component {
  static let base = Field(
    "base", .value(.yuan), zh: "全年基数", en: "the base of a year",
    called: BilingualText(zh: "全年基数", en: "base of a year"))
  static let baseRule = Field(
    "baseRule", .choice(["given", "previousOutturn"]), .defaults(to: "given"),
    zh: "以后各年基数：沿用给定基数，或以上年完成数为基数",
    en: "the base of later years: as given, or what the year before brought")
  static let growth = Field(
    "growth", .value(.share), .defaults(to: "0"), zh: "基数年递增率",
    en: "by which the base of each later year is raised")
  static let baseShare = Field(
    "baseShare", .value(.share), zh: "基数内留成比例", en: "what the town keeps up to the base",
    called: BilingualText(zh: "基数内留成比例", en: "part kept up to the base"))
  static let incrementShare = Field(
    "incrementShare", .value(.share), zh: "超基数留成比例",
    en: "what the town keeps of what exceeds the base",
    called: BilingualText(zh: "超基数留成比例", en: "part kept above the base"))
  static let level = Field(
    "level", .choice([RevenueLevel.local, .county, .town].map(\.rawValue)),
    .defaults(to: RevenueLevel.local.rawValue), zh: "结算的收入层级",
    en: "whose revenue is settled")
  static let definition = Field(
    "definition", .text, .defaults(to: RevenueDefinition.reported.id), zh: "结算的收入口径",
    en: "under which definition")
  static let revenueBefore = Field(
    "revenueBefore", .value(.yuan), .defaults(to: "0"), zh: "预测期前本年已实现收入",
    en: "what the first year has brought before the horizon begins")

  static let descriptor = ObjectDescriptor(
    "settlement", zh: "基数加增量分成结算", en: "what the town keeps of its revenue of a year",
    fields: [
      base, baseRule, growth, baseShare, incrementShare, level, definition, revenueBefore,
    ],
    example: """
      { "base": "4200万元", "baseShare": "35%", "incrementShare": "60%" }
      """)

  let indicators: [Indicator]
  /// What the revenue of a period is more than its two parts: zero to rounding.
  let residual: Formula

  init(_ reader: ObjectReader, _ layout: FiscalLayout) {
    let revenue = Self.revenue(reader, layout)
    let kept = [Self.baseShare, Self.incrementShare].map { field in
      let share = reader.requiredValue(field)
      reader.requireShare(field)
      return share
    }
    let before = reader.value(Self.revenueBefore, default: 0)
    let year = SettlementYear(reader.context.horizon)
    let toDate = Formula.reference(reader.name("revenueToDate"))
    let base = Formula.reference(reader.name("baseOfYear"))
    let within = Formula.reference(reader.name("withinBase"))
    let beyond = Formula.reference(reader.name("increment"))
    let filled = Formula.reference(reader.name("baseToDate"))
    let opening = year.isFirstPeriod * .call(.minimum, before, base)
    residual = within + beyond - revenue
    indicators = [
      reader.indicator(
        "revenueToDate", "本年累计", "year to date", .level, .tenThousandYuan,
        .call(.yearToDate, revenue) + year.isFirstYear * before, .inner),
      reader.indicator(
        "baseOfYear", "全年基数", "base of the year", .level, .tenThousandYuan,
        Self.base(reader, year, toDate: toDate), .inner),
      reader.indicator(
        "baseToDate", "累计基数内收入", "within the base to date", .level, .tenThousandYuan,
        .call(.minimum, toDate, base), .inner),
      reader.indicator(
        "withinBase", "基数内收入", "within the base", .flow, .tenThousandYuan,
        filled
          - .call(.conditional, year.begins, opening, .call(.previous, filled, .yuanNothing)),
        .inner),
      reader.indicator(
        "increment", "超基数收入", "beyond the base", .flow, .tenThousandYuan, revenue - within,
        .inner),
      Indicator(
        "fiscal.retained", label: BilingualText(zh: "镇级留成收入", en: "Revenue that the town keeps"),
        kind: .flow, unit: .tenThousandYuan,
        kept[0] * within + kept[1] * beyond, origin: reader.node.range),
    ]
  }

  private static func base(
    _ reader: ObjectReader, _ year: SettlementYear, toDate: Formula
  ) -> Formula {
    let given = reader.requiredValue(base)
    let growth = Formula.constant(1) + reader.value(growth, default: 0)
    let own = Formula.reference(reader.name("baseOfYear"))
    let kept = Formula.call(.previous, own, .yuanNothing)
    guard reader.choice(baseRule) == "previousOutturn" else {
      let raised =
        reader.has(Self.growth) ? given * .call(.power, growth, year.number) : given
      return .call(.conditional, year.begins, raised, kept)
    }
    if year.isBroken, !reader.has(revenueBefore) {
      reader.reportInvalid(
        baseRule, .unknownOutturn,
        expected: .init(
          zh: "\"revenueBefore\"：本年在预测期之前已实现的收入",
          en: "\"revenueBefore\": what the year has brought before the horizon"))
    }
    let outturn = Formula.call(.previous, toDate, .yuanNothing) * growth
    return .call(
      .conditional, year.isFirstPeriod, given, .call(.conditional, year.begins, outturn, kept))
  }

  /// The revenue that is settled.
  private static func revenue(_ reader: ObjectReader, _ layout: FiscalLayout) -> Formula {
    let level = reader.choice(level).flatMap(RevenueLevel.init(rawValue:)) ?? .local
    if !layout.levels.contains(level) {
      reader.reportInvalid(
        Self.level,
        .init(
          zh: "没有写明\(level.ofShare.zh)",
          en: "nothing says what the \(level.rawValue) takes"), expected: .sharesOfLevel)
      return .yuanNothing
    }
    let wished = reader.text(definition) ?? RevenueDefinition.reported.id
    let ids = layout.definitions.map(\.id)
    guard let found = layout.definitions.first(where: { $0.id == wished }) else {
      reader.reportInvalid(
        definition, .noDefinition(wished), expected: .oneOf(ids),
        suggestion: didYouMean(wished, among: ids))
      return .yuanNothing
    }
    return .reference(layout.indicator(ofKind: nil, level, found))
  }
}

/// Where the periods of a horizon stand in their years.
private struct SettlementYear {
  /// 1 in the first period of each year of the horizon.
  let begins: Formula
  let isFirstPeriod: Formula
  let isFirstYear: Formula
  /// 0 in the first year, 1 in the next.
  let number: Formula
  /// Whether the horizon begins within a year.
  let isBroken: Bool

  init(_ horizon: Horizon) {
    let years = horizon.periods.indices.map { Double(horizon.yearIndex(ofPeriod: $0)) }
    func flags(_ isSet: (Int) -> Bool) -> Formula {
      Formula(.series(horizon.periods.indices.map { isSet($0) ? 1 : 0 }, .one))
    }
    begins = flags { $0 == 0 || years[$0] != years[$0 - 1] }
    isFirstPeriod = flags { $0 == 0 }
    isFirstYear = flags { years[$0] == 0 }
    number = Formula(.series(years, .one))
    isBroken = horizon.first.firstMonth != 1
  }
}

extension Formula {
  /// No money.
  static let yuanNothing = Formula.constant(0, .yuan)
}

extension BilingualText {
  fileprivate static let unknownOutturn = BilingualText(
    zh: "预测期不是从年初开始，首年完成数不得而知",
    en: "the horizon does not begin with a year, so the first outturn is unknown")
  fileprivate static let sharesOfLevel = BilingualText(
    zh: "\"local\"，或在 \"fiscal.sharing\" 的文件或 \"fiscal.division\" 中写明这一级的比例",
    en: "\"local\", or shares of the level in the file of \"fiscal.sharing\" or in "
      + "\"fiscal.division\"")
}
