import Formulas
import SourceText

/// Firms that pay, or may come to pay, taxes beyond the ones declared as a whole: an enclave, a
/// group in the pipeline.
public struct PayerGroup: Component {
  static let pipeline = Field(
    "pipeline", .list(.object(Payer.descriptor)), zh: "企业清单", en: "the firms")
  static let mix = Field(
    "mix", .map(.quantity(.share)), zh: "税种构成",
    en: "the part of a firm's taxes that belongs to each tax of the scenario")

  static let previousYear = Field(
    "previousYear", .value(.yuan), .defaults(to: "0元"), zh: "上年应计税额",
    en: "what accrued of its firms' taxes in the calendar year before the first")

  public static let descriptor = ObjectDescriptor(
    "payerGroup", zh: "纳税企业组", en: "firms that pay or may come to pay taxes",
    fields: [.id, .label, pipeline, mix, previousYear, ObjectReader.tags])

  public let id: String
  let indicators: [Indicator]
  let sources: [RevenueSource]
  /// What tables of revenue show of it, and of each of its firms.
  let member: FiscalLayout.Member
  let payerMembers: [FiscalLayout.Member]

  init(_ reader: ObjectReader, taxes: [String]) {
    id = reader.id()
    member = FiscalLayout.Member(
      id: id, label: reader.labelOrID, indicator: reader.idPath + ".revenue")
    let payers = reader.list(Self.pipeline).map(Payer.init)
    payerMembers = payers.map(\.member)
    let mix = Self.mix(reader, taxes)
    let revenue = Formula.reference(reader.idPath + ".revenue")
    let past = reader.value(Self.previousYear).map { reader.atStart(Self.previousYear, $0) }
    sources = [
      RevenueSource(
        id: reader.idPath, label: reader.labelOrID,
        amounts: mix.mapValues { revenue * .constant($0) },
        before: past.map { amount in
          mix.mapValues {
            let part = amount * .constant($0)
            return AccrualBefore(lastYear: part, thisYear: part)
          }
        } ?? [:],
        payment: .filed, tags: reader.tags())
    ]
    indicators =
      payers.flatMap(\.indicators) + [
        reader.indicator(
          "revenue", "税收", "taxes", .flow, .tenThousandYuan,
          Formula.total(payers.map { .reference($0.revenueID) }, .yuan)),
        reader.indicator(
          "payers", "在册企业数", "firms present", .level, .firm,
          Formula.total(payers.map { .reference($0.presentID) }, .one) * .constant(1, .firm)),
      ]
  }

  private static func mix(_ reader: ObjectReader, _ taxes: [String]) -> [String: Double] {
    guard let parts = reader.quantities(mix) else { return [:] }
    for (member, _) in parts where !taxes.contains(member.key) {
      reader.context.report(
        Diagnostic(
          .unknownName, "'\(member.key)' is no tax of this scenario", at: member.keyRange,
          path: reader.path.appending(key: mix.key).appending(key: member.key).description,
          expected: "one of: " + taxes.joined(separator: ", "),
          suggestion: didYouMean(member.key, among: taxes)))
    }
    let sum = parts.reduce(0) { $0 + $1.value }
    if abs(sum - 1) > 1e-6 {
      reader.reportInvalid(mix, "the parts of the taxes sum to \(sum), not to 1")
    }
    return Dictionary(parts.map { ($0.member.key, $0.value) }, uniquingKeysWith: +)
  }
}

/// One firm: whether and when it comes, what it pays in a full year, how it grows into that, and
/// how long it stays.
public struct Payer: Component {
  static let stages = ["lead", "talks", "signed", "registered", "stable"]
  static let stage = Field(
    "stage", .choice(stages), .optional, zh: "所处阶段", en: "where it stands, for the reader")
  static let probability = Field(
    "probability", .value(.share), .defaults(to: "1"), zh: "落地概率",
    en: "the probability that it comes at all")
  static let landing = Field(
    "landing", .value(.date), zh: "落地时间", en: "when it begins to pay")
  static let annualTax = Field(
    "annualTax", .value(.yuan), zh: "达产年税收", en: "its taxes in a full year")
  static let rampMonths = Field(
    "rampMonths", .value(.month), .defaults(to: "0"), zh: "爬坡月数",
    en: "the months until it pays in full")
  static let stayYears = Field(
    "stayYears", .value(.year), .optional, zh: "留驻年数",
    en: "the years that it stays; left out, it stays")

  public static let descriptor = ObjectDescriptor(
    "payer", zh: "企业", en: "a firm that pays or may come to pay taxes",
    fields: [.id, .label, stage, probability, landing, annualTax, rampMonths, stayYears])

  /// The mean length of a month over 400 years of the calendar.
  static let daysPerMonth = Formula.constant(30.436875, .day / .month)
  /// The moment at which a period is judged.
  private static let midPeriod =
    Formula.reference("period.start") + .reference("period.days") * .constant(0.5)

  let indicators: [Indicator]
  let revenueID, presentID: String
  let member: FiscalLayout.Member

  init(_ reader: ObjectReader) {
    _ = reader.id()
    let id = reader.idPath
    _ = reader.choice(Self.stage)
    let arrives = Formula.event(
      stream: reader.name("arrives"), probability: reader.value(Self.probability, default: 1),
      drawn: .once)
    reader.requireShare(Self.probability)
    let landing = reader.requiredValue(Self.landing)
    let annual = reader.requiredValue(Self.annualTax)
    let present = Self.presence(reader, arrives, landing)
    let ramp = reader.value(Self.rampMonths).map { months in
      Formula.call(
        .clamp,
        (Self.midPeriod - landing)
          / .call(.maximum, months * Self.daysPerMonth, .constant(1, .day)),
        .constant(0), .constant(1))
    }
    let periodsPerYear = Double(reader.context.horizon.frequency.periodsPerYear)
    let paid = .reference(id + ".present") * annual * .constant(1 / periodsPerYear)
    revenueID = id + ".revenue"
    presentID = id + ".present"
    member = FiscalLayout.Member(
      id: String(id.drop { $0 != "." }.dropFirst()), label: reader.labelOrID, indicator: revenueID)
    indicators = [
      reader.indicator("present", "在册", "present", .share, .share, present, .inner),
      reader.indicator(
        "revenue", "税收", "taxes", .flow, .tenThousandYuan, ramp.map { paid * $0 } ?? paid),
    ]
  }

  /// 1 in the periods in whose middle the firm is there, else 0.
  private static func presence(
    _ reader: ObjectReader, _ arrives: Formula, _ landing: Formula
  ) -> Formula {
    let isHere = arrives * .call(.lessOrEqual, landing, midPeriod)
    guard let stay = reader.value(stayYears) else { return isHere }
    return isHere * .call(.less, midPeriod, landing + stay * daysPerMonth)
  }
}

extension Formula {
  /// The sum of formulas; zero in the unit when there are none.
  static func total(_ parts: [Formula], _ unit: UnitOfMeasure) -> Formula {
    parts.isEmpty ? .constant(0, unit) : parts.count == 1 ? parts[0] : Formula(.call(.sum, parts))
  }
}
