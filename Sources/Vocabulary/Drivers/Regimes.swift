import Formulas

/// A value that depends on which of two states holds, such as good and bad years, each of which
/// lasts for an uncertain time.
///
/// - Source: Hamilton, *A new approach to the economic analysis of nonstationary time series and
///   the business cycle* (1989).
struct Regimes: Process {
  static let first = Field(
    "first", .object(RegimeState.descriptor), zh: "第一种状态", en: "one state")
  static let second = Field(
    "second", .object(RegimeState.descriptor), zh: "第二种状态", en: "the other state")
  static let startsInSecond = Field(
    "startsInSecond", .value(.share), .optional, zh: "首期之前处于第二种状态的概率；缺省取长期比例",
    en: "the probability of the second state before the first period; its long-run share when "
      + "left out")

  static let descriptor = ObjectDescriptor(
    "regimes", zh: "两种状态", en: "a value that depends on which of two states holds",
    fields: [first, second, startsInSecond],
    example: """
      { "regimes": { "first": { "duration": "30个月", "value": 0.02 }, \
      "second": { "duration": "10个月", "value": -0.05 } } }
      """)

  static func formulas(_ reader: ObjectReader, id: String, unit: UnitOfMeasure)
    -> ProcessFormulas
  {
    guard let first = reader.object(first).map({ RegimeState($0, unit: unit) }),
      let second = reader.object(second).map({ RegimeState($0, unit: unit) })
    else { return ProcessFormulas(.constant(0, unit)) }
    let start =
      reader.value(startsInSecond) ?? first.leaving / (first.leaving + second.leaving)
    reader.requireShare(startsInSecond)
    let state = reader.name("inSecond")
    let was = Formula.call(
      .previous, .reference(state),
      .event(stream: reader.name("start"), probability: start, drawn: .once))
    // One uniform number decides: below the first state's probability it is left, above the
    // complement of the second's that one is. So low numbers are the second state.
    let draw = Formula.probability(
      stream: reader.name("switch"), drawn: .everyPeriod, sense: .falling)
    let now = Formula.call(
      .conditional, was, .call(.less, draw, .constant(1) - second.leaving),
      .call(.less, draw, first.leaving))
    let indicator = reader.indicator(
      "inSecond", "：处于第二种状态", "in the second state", .share, .share, now)
    return ProcessFormulas(
      .call(.conditional, .reference(state), second.value, first.value), beside: [indicator])
  }
}

/// One of two states: what the value is in it, and how long it lasts.
struct RegimeState: Component {
  static let value = Field(
    "value", .valueInDeclaredUnit, zh: "此状态下的取值；分布逐期抽取",
    en: "the value in this state; a distribution is drawn anew in each period")
  static let duration = Field(
    "duration", .value(.month), .optional, zh: "平均持续时间", en: "how long it lasts on average")
  static let leaving = Field(
    "leaving", .value(.share), .optional, zh: "一期之后转出的概率",
    en: "the probability that it has ended a period later, in place of the duration")

  static let descriptor = ObjectDescriptor(
    "regime", zh: "一种状态", en: "one of two states", fields: [value, duration, leaving])

  let value, leaving: Formula

  init(_ reader: ObjectReader, unit: UnitOfMeasure) {
    value = reader.value(Self.value, in: unit, drawn: .everyPeriod) ?? .constant(0, unit)
    switch reader.only(Self.duration, Self.leaving)?.key {
    case Self.duration.key:
      // A state that ends with the same probability in each period lasts 1 / probability periods.
      let months = Double(reader.context.horizon.frequency.monthsPerPeriod)
      let share = Formula.constant(months, .month) / reader.requiredValue(Self.duration)
      leaving = .call(.minimum, share, .constant(1))
    case Self.leaving.key:
      leaving = reader.requiredValue(Self.leaving)
      reader.requireShare(Self.leaving)
    default: leaving = .constant(1)
    }
  }
}
