import Formulas
import SourceText

/// A tax that comes at most once: a share sale, an agreement transfer, a land windfall.
///
/// It is simulated like all others and left out of every `recurring` total by definition.
public struct OneOff: Component {
  static let probability = Field(
    "probability", .value(.share), zh: "发生概率", en: "the probability that it happens")
  static let first = Field("first", .period, zh: "最早月份", en: "the earliest period")
  static let last = Field("last", .period, zh: "最晚月份", en: "the latest period")
  static let amount = Field("amount", .value(.yuan), zh: "税额", en: "the tax it brings")
  static let tax = Field("tax", .text, zh: "所属税种", en: "the id of the tax it belongs to")

  public static let descriptor = ObjectDescriptor(
    "oneOff", zh: "一次性税收", en: "a tax that comes at most once",
    fields: [.id, .label, probability, first, last, amount, tax, ObjectReader.tags])

  let source: RevenueSource
  let indicators: [Indicator]

  init(_ reader: ObjectReader, taxes: [String]) {
    _ = reader.id()
    let id = reader.idPath
    let happens = Formula.event(
      stream: reader.name("happens"), probability: reader.requiredValue(Self.probability),
      drawn: .once)
    reader.requireShare(Self.probability)
    let amount = reader.requiredValue(Self.amount)
    let tax = reader.tax(Self.tax, among: taxes)
    source = RevenueSource(
      id: id, label: reader.labelOrID,
      amounts: tax.map { [$0: .reference(id + ".tax")] } ?? [:], payment: .atOnce,
      tags: reader.tags().union([RevenueSource.oneOffTag]))
    let isNow = Formula.call(.equal, .reference("period.index"), .reference(id + ".period"))
    indicators = [
      reader.indicator(
        "period", "所在期", "the period it falls in", .level, .one, Self.period(reader), .inner),
      reader.indicator("tax", "税额", "tax", .flow, .tenThousandYuan, happens * isNow * amount),
    ]
  }

  /// The index of the period in which it falls: each from the first to the last is as likely.
  private static func period(_ reader: ObjectReader) -> Formula {
    let horizon = reader.context.horizon
    var indexes: [Int] = []
    for field in [first, last] {
      guard let period = reader.period(field) else { continue }
      if let index = horizon.index(of: period) {
        indexes.append(index)
      } else {
        reader.context.report(
          Diagnostic(
            .periodOutsideHorizon, "'\(period.label)' is no period of the horizon",
            at: reader.member(field)?.node.range, path: reader.path.appending(key: field.key)
              .description, expected: "a period in \(horizon.label)"))
      }
    }
    guard indexes.count == 2 else { return .constant(0) }
    guard indexes[0] <= indexes[1] else {
      reader.reportInvalid(last, "the latest period comes before the earliest")
      return .constant(0)
    }
    let count = Double(indexes[1] - indexes[0] + 1)
    let place = Formula.call(
      .floor,
      .probability(stream: reader.name("period"), drawn: .once) * .constant(count))
    return .constant(Double(indexes[0])) + place
  }
}
