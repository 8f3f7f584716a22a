import Formulas
import SourceText

/// High-level talent: people who come, stay for some years and pay personal income tax.
///
/// They are counted: new ones come by chance, and each of those there leaves by itself.
public struct Talent: Component {
  static let start = Field(
    "start", .quantity(.person), .defaults(to: "0"), zh: "期初人数",
    en: "how many are there as the horizon begins")
  static let rate = Field(
    "rate", .value(.person), .optional, zh: "平均每月引进人数",
    en: "the mean number that come in a month, by chance")
  static let number = Field(
    "number", .value(.person), .optional, zh: "每期引进人数（已知）",
    en: "instead of `rate`: the number that come in a period")
  static let attrition = Field(
    "attrition", .value(.share), .defaults(to: "0"), zh: "一年内离开的概率",
    en: "the probability that one leaves within a year")
  static let taxPerPerson = Field(
    "taxPerPerson", .value(.yuan), zh: "人均年个人所得税", en: "the tax of each in a year")
  static let tax = Field("tax", .text, zh: "所属税种", en: "the id of the tax it belongs to")

  public static let descriptor = ObjectDescriptor(
    "talent", zh: "高层次人才", en: "people who come and pay personal income tax",
    fields: [
      .id, .label, start, rate, number, attrition, taxPerPerson, Payer.growth, Payer.season, tax,
      ObjectReader.tags,
    ] + VillageShares.fields)

  let source: RevenueSource
  let indicators: [Indicator]

  init(_ reader: ObjectReader, taxes: [String], places: Places) {
    _ = reader.id()
    let id = reader.idPath
    var inner: [Indicator] = []
    let counts = Self.counts(reader, &inner)
    let full = reader.amountOfPeriod(
      reader.requiredValue(Self.taxPerPerson) / .constant(1, .person), growth: Payer.growth,
      season: reader.season(Payer.season), follows: Payer.follows, volatility: Payer.volatility,
      &inner)
    let tax = reader.tax(Self.tax, among: taxes)
    source = RevenueSource(
      id: id, label: reader.labelOrID,
      amounts: tax.map { [$0: .reference(id + ".revenue")] } ?? [:], payment: .filed,
      tags: reader.tags(), location: reader.location(among: places))
    indicators =
      inner + counts + [
        reader.indicator(
          "revenue", "税收", "taxes", .flow, .tenThousandYuan, .reference(id + ".people") * full)
      ]
  }

  /// Those that come, those that leave, and those that are there.
  private static func counts(_ reader: ObjectReader, _ inner: inout [Indicator]) -> [Indicator] {
    let start = wholeStart(reader)
    let people = Formula.reference(reader.name("people"))
    inner.append(
      reader.indicator(
        "before", "上期人数", "people in the period before", .level, .person,
        .call(.previous, people, .constant(start, .person)), .inner))
    let was = Formula.reference(reader.name("before"))
    var there = was
    var results: [Indicator] = []
    if let yearly = reader.probability(attrition) {
      let hazard = yearly.hazard(inPeriodsOf: reader.context.horizon.frequency)
      inner.append(
        reader.indicator(
          "departures", "离开人数", "departures", .count, .person,
          .thinned(was, by: hazard, stream: reader.name("leave")), .inner))
      there = there - .reference(reader.name("departures"))
    }
    if let come = Arrivals.formula(reader, rate: rate, number: number, .person) {
      results.append(reader.indicator("arrivals", "引进人数", "arrivals", .count, .person, come))
      there = there + .reference(reader.name("arrivals"))
    }
    results.append(reader.indicator("people", "在册人数", "people", .level, .person, there))
    return results
  }

  private static func wholeStart(_ reader: ObjectReader) -> Double {
    guard let start = reader.quantity(start) else { return 0 }
    if start >= 0, start == start.rounded(), start < 1e9 { return start }
    reader.reportInvalid(
      Self.start,
      .init(
        zh: "\(start.inMessage) 不是人数", en: "\(start.inMessage) is no number of people"),
      expected: .wholeFromZero)
    return 0
  }
}
