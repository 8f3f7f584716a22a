import Formulas
import SourceText

/// Firms that have no names yet and are counted: leads that come in and pass the stages of the
/// pipeline, each firm by itself.
///
/// A month's firms in a stage are thinned twice: how many advance, and how many of the others are
/// lost. That is the law of so many single firms, at a price that does not grow with their number.
///
/// - Source: a multinomial number as conditional binomial ones, Devroye, *Non-Uniform Random
///   Variate Generation* (1986), section XI.1.
/// - Complexity: two draws and two binomial quantiles a month for each stage; with `rampMonths`
///   one of each for each month of the ramp-up in place of those of `rampUp`.
struct Leads: Component {
  static let rate = Field(
    "rate", .value(.firm), .optional, zh: "平均每月新增线索数",
    en: "the mean number of new leads in a month, which come by chance")
  static let number = Field(
    "number", .value(.firm), .optional, zh: "每期新增线索数（已知）",
    en: "instead of `rate`: the number of new leads in a period, such as by period")
  static let start = Field(
    "start", .map(.quantity(.firm)), .optional, zh: "期初各阶段企业数",
    en: "how many firms stand in which stage as the horizon begins")
  static let annualTax = Field(
    "annualTax", .value(.yuan), zh: "每家达产年税收", en: "the taxes of each firm in a full year")
  static let rampMonths = Field(
    "rampMonths", .quantity(.month), .optional, zh: "爬坡月数",
    en: "the months from registration until a firm pays in full, where time decides and no chance")

  static let descriptor = ObjectDescriptor(
    "leads", zh: "招商线索", en: "firms that are counted and have no names",
    fields: [
      .id, .label, rate, number, start, Payer.stages, annualTax, Payer.growth, Payer.season,
      Payer.follows, Payer.volatility, rampMonths, TaxMix.field, ObjectReader.tags,
    ] + VillageShares.fields)

  let taxpayer: Taxpayer

  init?(_ reader: ObjectReader, _ terms: GroupTerms) {
    _ = reader.id()
    var inner: [Indicator] = []
    let full = reader.amountOfPeriod(
      reader.requiredValue(Self.annualTax) / .constant(1, .firm), growth: Payer.growth,
      season: reader.season(Payer.season) ?? terms.season, follows: Payer.follows,
      volatility: Payer.volatility, &inner)
    let arrivals = Arrivals.formula(reader, rate: Self.rate, number: Self.number, .firm)
    let standing = Self.standing(reader)
    let ramp = Self.ramp(reader)
    let mix = TaxMix(reader, taxes: terms.taxes) ?? terms.mix
    let tags = terms.tags.union(reader.tags())
    let location = reader.location(among: terms.places, around: terms.location)
    let own = reader.object(Payer.stages).map(PipelineRates.init)
    guard let rates = reader.pipelineRates(own, around: terms.rates, Payer.stages) else {
      return nil
    }
    let first = PipelineStage.live.first { standing[$0, default: 0] > 0 }
    if arrivals == nil, first == nil { Self.reportNone(reader) }
    rates.check(from: arrivals == nil ? first ?? .stable : .lead, isClocked: ramp != nil)
    let counts = StageCounts(reader, rates, arrivals: arrivals, start: standing, ramp: ramp)
    inner += counts.indicators
    let gross = counts.paying * full
    let id = reader.idPath
    inner.append(
      reader.indicator(
        "taxes", "税收（含飞入地分享）", "taxes with the host's part", .flow, .tenThousandYuan,
        gross, .inner))
    inner.append(
      reader.indicator(
        "revenue", "税收", "taxes", .flow, .tenThousandYuan, terms.own(.reference(id + ".taxes"))))
    let stages = PipelineStage.allCases.map { ($0, counts.count($0)) }
    taxpayer = Taxpayer(
      id: id, label: reader.labelOrID, taxes: .reference(id + ".taxes"),
      revenue: .reference(id + ".revenue"),
      present: .total(PipelineStage.present.map { counts.count($0) }, .firm),
      stages: Dictionary(uniqueKeysWithValues: stages), registrations: counts.registrations,
      isNamed: false, mix: mix, tags: tags, location: location, indicators: inner)
  }

  /// The whole numbers of firms at the start, by stage.
  private static func standing(_ reader: ObjectReader) -> [PipelineStage: Double] {
    var standing: [PipelineStage: Double] = [:]
    let names = PipelineStage.live.map(\.rawValue)
    for (member, number) in reader.quantities(start) ?? [] {
      let path = reader.path.appending(key: start.key).appending(key: member.key).description
      guard let stage = PipelineStage(rawValue: member.key), stage != .lost else {
        reader.context.report(
          Diagnostic(
            .unknownName,
            .init(
              zh: "没有“\(member.key)”这一招商阶段",
              en: "'\(member.key)' is no stage of the pipeline"), at: member.keyRange,
            path: path, expected: .oneOf(names), suggestion: didYouMean(member.key, among: names)))
        continue
      }
      guard number >= 0, number == number.rounded(), number < 1e9 else {
        reader.context.report(
          Diagnostic(
            .invalidValue,
            .init(
              zh: "\(number.inMessage) 不是企业数",
              en: "\(number.inMessage) is no number of firms"), at: member.value.range,
            path: path, expected: .wholeFromZero, found: .same(member.value.excerpt)))
        continue
      }
      standing[stage] = number
    }
    return standing
  }

  private static func ramp(_ reader: ObjectReader) -> Int? {
    guard let months = reader.quantity(rampMonths) else { return nil }
    if let whole = Int(exactly: months), (1...36).contains(whole) { return whole }
    reader.reportInvalid(
      rampMonths,
      .init(
        zh: "按数量计的企业按整月爬坡", en: "firms that are counted grow by whole months"),
      expected: .init(
        zh: "1 到 36 的整月数", en: "a whole number of months from 1 to 36"))
    return nil
  }

  private static func reportNone(_ reader: ObjectReader) {
    reader.context.report(
      Diagnostic(
        .missingKey,
        .init(zh: "期初没有企业，以后也没有新增", en: "no firm is there and none comes"),
        at: reader.node.range, path: reader.path.description,
        expected: .init(
          zh: "\"rate\"、\"number\" 或 \"start\"", en: "\"rate\", \"number\" or \"start\"")))
  }
}
