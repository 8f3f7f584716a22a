import Formulas
import SourceText

/// A tax that comes by an event and not by the year: a share sale, an agreement transfer, a land
/// windfall.
///
/// It comes at most once with a `probability`, or several times with an `expectedNumber`. It is
/// simulated like all others and left out of every `recurring` total by definition.
public struct OneOff: Component {
  static let kind = Field(
    "kind", .choice(OneOffKind.allCases.map(\.rawValue)), .optional, zh: "类型",
    en: "what brings it; also a tag by which definitions tell it")
  static let probability = Field(
    "probability", .value(.share), .optional, zh: "发生概率：期间内一次，或按月份分布时每年一次",
    en: "the probability that it happens once in the window, or with `months` once in a year",
    called: BilingualText(zh: "发生概率", en: "probability"))
  static let expectedNumber = Field(
    "expectedNumber", .value(.one), .optional, zh: "平均次数：期间内，或按月份分布时每年；可不止一次",
    en: "instead, the mean number in the window, or with `months` in a year; there may be several",
    called: BilingualText(zh: "平均次数", en: "mean number"))
  static let amount = Field(
    "amount", .value(.yuan), zh: "每次税额", en: "the tax that each brings")
  static let tax = Field("tax", .text, zh: "所属税种", en: "the id of the tax it belongs to")

  public static let descriptor = ObjectDescriptor(
    "oneOff", zh: "一次性税收", en: "a tax that comes by an event and not by the year",
    fields: [
      .id, .label, kind, probability, expectedNumber, OneOffTiming.first, OneOffTiming.last,
      OneOffTiming.months, amount, tax, ObjectReader.tags,
    ])

  let source: RevenueSource
  let indicators: [Indicator]

  init(_ given: ObjectReader, taxes: [String]) {
    var reader = given
    _ = reader.id()
    let kind = reader.choice(Self.kind).flatMap(OneOffKind.init(rawValue:))
    reader.ownerLabel = reader.label ?? kind?.label ?? reader.labelOrID
    let tax = reader.tax(Self.tax, among: taxes)
    let id = reader.idPath
    source = RevenueSource(
      id: id, label: reader.nearestLabel,
      amounts: tax.map { [$0: .reference(id + ".tax")] } ?? [:], payment: .atOnce,
      tags: reader.tags().union([RevenueSource.oneOffTag] + (kind.map { [$0.rawValue] } ?? [])))
    let parts = Self.parts(reader, OneOffTiming(reader))
    reader.requireShare(Self.probability)
    indicators =
      parts.beside + [
        reader.indicator("number", "次数", "number", .count, .one, parts.number, .inner),
        reader.indicator("tax", "税额", "tax", .flow, .tenThousandYuan, parts.tax),
      ]
  }

  private struct Parts {
    var beside: [Indicator] = []
    let number: Formula
    let tax: Formula
  }

  private static func parts(_ reader: ObjectReader, _ timing: OneOffTiming?) -> Parts {
    let number = Formula.reference(reader.name("number"))
    switch (reader.only(probability, expectedNumber)?.key, timing) {
    case (probability.key, .window(let window)):
      let index = Formula.reference(reader.name("period"))
      let happens = Formula.event(
        stream: reader.name("happens"), probability: reader.requiredValue(probability),
        drawn: .once)
      return Parts(
        beside: [
          reader.indicator(
            "period", "所在期", "the period it falls in", .level, .one, place(reader, window),
            .inner)
        ], number: happens * .call(.equal, .reference("period.index"), index),
        tax: number * reader.requiredValue(amount))
    case (probability.key, .months(let shares)):
      return Parts(
        number: yearly(reader, shares),
        tax: number * reader.requiredValue(amount, drawn: .everyYear))
    case (expectedNumber.key, .some(let timing)):
      let weights = timing.weights(reader.context.horizon)
      let rate = reader.requiredValue(expectedNumber)
      let count = Formula.call(
        .poissonQuantile, .probability(stream: reader.name("count"), drawn: .everyPeriod),
        rate * Formula(.series(weights, .one)))
      return Parts(number: count, tax: several(reader, number, weights.max() ?? 0))
    default:
      // It does not come; what is wrong with its values is told all the same.
      for field in [probability, expectedNumber, amount] { _ = reader.value(field) }
      return Parts(number: .constant(0), tax: .constant(0, .yuan))
    }
  }

  /// The index of the period in which it falls: each of the window is as likely.
  private static func place(_ reader: ObjectReader, _ window: ClosedRange<Int>) -> Formula {
    .constant(Double(window.lowerBound))
      + .call(
        .floor,
        .probability(stream: reader.name("period"), drawn: .once)
          * .constant(Double(window.count)))
  }

  /// 1 in the period in which it happens, once in each year or not at all.
  private static func yearly(_ reader: ObjectReader, _ shares: [Double]) -> Formula {
    let happens = Formula.event(
      stream: reader.name("happens"), probability: reader.requiredValue(probability),
      drawn: .everyYear)
    let place = Formula.probability(stream: reader.name("month"), drawn: .everyYear)
    let cells = OneOffTiming.cells(shares, reader.context.horizon)
    let from = Formula(.series(cells.map(\.from), .one))
    let to = Formula(.series(cells.map(\.to), .one))
    return happens * .call(.lessOrEqual, from, place) * .call(.less, place, to)
  }

  /// The sum of as many amounts as come in a period, each drawn by itself.
  private static func several(
    _ reader: ObjectReader, _ number: Formula, _ weight: Double
  ) -> Formula {
    let largest = reader.largestValue(expectedNumber)
    if let largest, largest * weight > Jumps.largestRate {
      reader.reportInvalid(
        expectedNumber,
        .init(zh: "次数太多，不能算一次性", en: "these are too many to be one-offs"),
        expected: .init(
          zh: "每个时段平均至多 \(Int(Jumps.largestRate)) 次；更多的应列为税种",
          en: "at most \(Int(Jumps.largestRate)) in a period on average; more are a tax"))
    }
    let bound = min((largest ?? .infinity) * weight, Jumps.largestRate)
    let amounts = (1...Jumps.termsNeeded(rate: bound.isNaN ? 0 : bound)).map { place in
      Formula.call(.greaterOrEqual, number, .constant(Double(place)))
        * reader.repeated(amount, place)
    }
    return .total(amounts, .yuan)
  }
}
