import Formulas
import SourceText

/// One firm with a name: whether and when it comes, what it pays in a full year, how it grows into
/// that, and how long it stays.
///
/// Either it lands with a probability, at a date that may be uncertain, or it moves through the
/// pipeline from its `startStage` on.
public struct Payer: Component {
  static let stage = Field(
    "stage", .choice(PipelineStage.live.map(\.rawValue)), .optional, zh: "所处阶段",
    en: "where it stands, for the reader")
  static let probability = Field(
    "probability", .value(.share), .defaults(to: "1"), zh: "落地概率",
    en: "the probability that it comes at all")
  static let landing = Field(
    "landing", .value(.date), .optional, zh: "落地时间", en: "when it begins to pay",
    called: BilingualText(zh: "落地时间", en: "date of landing"))
  static let startStage = Field(
    "startStage", .choice(PipelineStage.live.map(\.rawValue)), .optional, zh: "期初所处阶段",
    en: "instead of `landing`: where it stands as the horizon begins, to move through the pipeline")
  static let stages = Field(
    "stages", .object(PipelineRates.descriptor), .optional, zh: "各阶段月度转移概率",
    en: "how it moves through the pipeline, when not as the group's firms")
  static let annualTax = Field(
    "annualTax", .value(.yuan), zh: "达产年税收", en: "its taxes in a full year",
    called: BilingualText(zh: "达产年税收", en: "taxes of a full year"))
  static let growth = Field(
    "growth", .value(.share), .defaults(to: "0"), zh: "年增长率，自首年之次年起逐年复合",
    en: "the growth in a year, compounded by calendar year after the first of the horizon")
  static let season = Field(
    "season", .profile, .optional, zh: "税收的各月占比；不写则各月相同",
    en: "how its taxes spread over the months; left out, as in the group, or evenly")
  static let follows = Field(
    "follows", .map(.value(.one)), .optional, zh: "随驱动因素变动的弹性",
    en: "elasticities to drivers: 0.8 raises its taxes by 0.8 % for each 1 % of the driver")
  static let volatility = Field(
    "volatility", .value(.share), .defaults(to: "0"), zh: "各期波动率",
    en: "the standard deviation of the logarithm of a period's own shock")
  static let rampMonths = Field(
    "rampMonths", .value(.month), .defaults(to: "0"), zh: "爬坡月数",
    en: "the months until it pays in full, from its landing or registration")
  static let rampedMonths = Field(
    "rampedMonths", .value(.month), .defaults(to: "1"), zh: "期初已爬坡月数",
    en: "the months of the ramp-up that have passed, for one that starts in `rampUp`")
  static let exit = Field(
    "exit", .value(.share), .optional, zh: "一年内迁出或注销的概率",
    en: "the probability that it leaves within a year",
    called: BilingualText(zh: "一年内迁出或注销的概率", en: "probability to leave within a year"))
  static let stayYears = Field(
    "stayYears", .value(.year), .optional, zh: "留驻年数",
    en: "the years that it stays; left out, it stays")
  static let leaves = Field(
    "leaves", .value(.date), .optional, zh: "离开时间，多用于情景变体",
    en: "when it leaves in any case, as a variant may set it: \"2024-07\" for the first of July")

  public static let descriptor = ObjectDescriptor(
    "payer", zh: "企业", en: "a firm that pays or may come to pay taxes",
    fields: [
      .id, .label, stage, probability, landing, startStage, stages, annualTax, growth, season,
      follows, volatility, rampMonths, rampedMonths, exit, stayYears, leaves, TaxMix.field,
      ObjectReader.tags,
    ] + VillageShares.fields)

  /// The mean length of a month over 400 years of the calendar.
  static let daysPerMonth = Formula.constant(30.436875, .day / .month)
  /// The moment at which a period is judged.
  static let midPeriod =
    Formula.reference("period.start") + .reference("period.days") * .constant(0.5)

  let taxpayer: Taxpayer

  init(_ reader: ObjectReader, _ terms: GroupTerms) {
    _ = reader.id()
    _ = reader.choice(Self.stage)
    var inner: [Indicator] = []
    let full = reader.amountOfPeriod(
      reader.requiredValue(Self.annualTax), growth: Self.growth,
      season: reader.season(Self.season) ?? terms.season, follows: Self.follows,
      volatility: Self.volatility, &inner)
    let fields = PayerFields(reader)
    let way = Self.way(reader, fields, terms, &inner)
    let id = reader.idPath
    let presence = Formula.reference(id + ".present")
    inner.append(
      reader.indicator("present", "在册", "present", .share, .share, way.present, .inner))
    let paid = presence * full
    let taxes = way.ramp.map { paid * $0 } ?? paid
    let counted: Formula
    if terms.hostShare == nil {
      counted = taxes
    } else {
      inner.append(
        reader.indicator(
          "taxes", "税收（含飞入地分享）", "taxes with the host's part", .flow, .tenThousandYuan,
          taxes, .inner))
      counted = terms.own(.reference(id + ".taxes"))
    }
    inner.append(
      reader.indicator("revenue", "税收", "taxes", .flow, .tenThousandYuan, counted))
    taxpayer = Taxpayer(
      id: id, label: reader.labelOrID,
      taxes: .reference(id + (terms.hostShare == nil ? ".revenue" : ".taxes")),
      revenue: .reference(id + ".revenue"), present: presence * .constant(1, .firm),
      stages: way.stages?.mapValues { $0 * .constant(1, .firm) },
      registrations: way.registrations.map { $0 * .constant(1, .firm) },
      pipelineFirm: way.stages == nil
        ? nil : fields.start.map { PipelineFirm(id: id, start: $0, isTimed: fields.ramp != nil) },
      isNamed: true,
      mix: TaxMix(reader, taxes: terms.taxes) ?? terms.mix, tags: terms.tags.union(reader.tags()),
      location: reader.location(among: terms.places, around: terms.location), indicators: inner)
  }

  /// How the firm comes to pay.
  struct Way {
    /// 1 when it is there, else 0.
    let present: Formula
    /// The part of its full taxes that it pays when it is there; nil for all.
    let ramp: Formula?
    var stages: [PipelineStage: Formula]?
    var registrations: Formula?
  }

  private static func way(
    _ reader: ObjectReader, _ fields: PayerFields, _ terms: GroupTerms, _ inner: inout [Indicator]
  ) -> Way {
    let way: Way
    switch reader.only(landing, startStage)?.key {
    case landing.key: way = landed(reader, fields, &inner)
    case startStage.key: way = staged(reader, fields, terms, &inner)
    default: way = Way(present: .constant(0), ramp: nil)
    }
    guard let leaves = fields.leaves else { return way }
    let stays = Formula.call(.less, midPeriod, leaves)
    return Way(
      present: way.present * stays, ramp: way.ramp,
      stages: way.stages.map { stages in
        var stages = stages.mapValues { $0 * stays }
        stages[.lost] = .call(.maximum, stages[.lost]!, .constant(1) - stays)
        return stages
      }, registrations: way.registrations.map { $0 * stays })
  }
}

/// How a firm comes and goes, as far as it was given: everything is read, whichever of it is used,
/// so that each mistake is told.
struct PayerFields {
  let probability, landing, exit, stay, leaves: Formula?
  let ramp, ramped: Formula?
  let start: PipelineStage?
  let rates: PipelineRates?

  init(_ reader: ObjectReader) {
    landing = reader.value(Payer.landing)
    probability = reader.probability(Payer.probability)
    exit = reader.probability(Payer.exit)
    stay = reader.value(Payer.stayYears)
    leaves = reader.value(Payer.leaves)
    ramp = reader.value(Payer.rampMonths)
    ramped = reader.value(Payer.rampedMonths)
    start = reader.choice(Payer.startStage).flatMap(PipelineStage.init(rawValue:))
    rates = reader.object(Payer.stages).map(PipelineRates.init)
  }
}
