import Formulas
import SourceText

/// A part of funds from above that is paid by itself: on a day, some months after the award, and
/// not before a condition holds.
///
/// It is paid in the first period that has reached its day, has seen the award and meets the
/// condition. One that was due before the horizon was paid then, unless it has a condition, which
/// nothing before the horizon can have met.
struct TransferRelease: Component {
  static let share = Field(
    "share", .quantity(.share), zh: "占比", en: "the part of the funds that is paid")
  static let date = Field(
    "date", .value(.date), .optional, zh: "拨付日", en: "the earliest day of payment")
  static let monthsAfterAward = Field(
    "monthsAfterAward", .value(.month), .optional, zh: "下达后月数",
    en: "instead, the months after the award",
    called: BilingualText(zh: "下达后月数", en: "months after the award"))
  static let condition = Field(
    "condition", .formula, .optional, zh: "拨付条件",
    en: "a formula that is not 0 once the part can be paid, such as works.road.finished")

  static let descriptor = ObjectDescriptor(
    "release", zh: "一批拨付", en: "a part of funds from above that is paid by itself",
    fields: [.id, .label, share, date, monthsAfterAward, condition],
    example: """
      { "id": "first", "share": "60%", "monthsAfterAward": 2 }
      """)

  let share: Double
  let indicators: [Indicator]
  /// 1 in the period in which it is paid, else 0.
  let paid: Formula

  init(_ reader: ObjectReader, award: Formula, won: Formula) {
    _ = reader.id()
    share = reader.quantity(Self.share) ?? 0
    if share < 0 || share > 1 {
      reader.reportInvalid(
        Self.share, .init(zh: "这不是资金的一部分", en: "this is no part of the funds"),
        expected: .shareFrom0To1)
    }
    if reader.has(Self.date), reader.has(Self.monthsAfterAward) {
      reader.reportInvalid(
        Self.monthsAfterAward,
        .init(
          zh: "一批拨付只写“date”或“monthsAfterAward”，不能都写",
          en: "a release has either 'date' or 'monthsAfterAward'"), suggestion: .removeOne)
    }
    var due = award
    if let months = reader.value(Self.monthsAfterAward) {
      due = award + months * Payer.daysPerMonth
    } else if let date = reader.value(Self.date) {
      due = .call(.maximum, award, date)
    }
    (indicators, paid) = Self.paid(reader, due, won, reader.parsedFormula(Self.condition))
  }

  /// All of the funds, with the award.
  init(ofAll reader: ObjectReader, award: Formula, won: Formula) {
    share = 1
    (indicators, paid) = Self.paid(reader, award, won, nil)
  }

  private static func paid(
    _ reader: ObjectReader, _ due: Formula, _ won: Formula, _ condition: Formula?
  ) -> ([Indicator], Formula) {
    let isDue = won * .call(.less, due, .reference("period.end"))
    guard let condition else {
      // The day comes once, so nothing has to be remembered.
      let isNow = isDue * .call(.lessOrEqual, .reference("period.start"), due)
      return (
        [reader.indicator("paid", "拨付", "paid", .level, .share, isNow, .inner)],
        .reference(reader.name("paid"))
      )
    }
    let reached = Formula.reference(reader.name("reached"))
    let before = Formula.call(.previous, reached, .constant(0, .share))
    let isMet = Formula.call(.notEqual, condition, .constant(0))
    return (
      [
        reader.indicator(
          "reached", "已达拨付条件", "can be paid", .level, .share,
          .call(.maximum, before, isDue * isMet), .inner),
        reader.indicator("paid", "拨付", "paid", .level, .share, reached - before, .inner),
      ], .reference(reader.name("paid"))
    )
  }
}

extension ObjectReader {
  /// A formula in the planner's own words; nil when the key is absent or is no formula, which has
  /// been reported.
  func parsedFormula(_ field: Field) -> Formula? {
    guard let text = text(field), let (node, path) = member(field) else { return nil }
    let (parsed, diagnostics) = parseFormula(text, origin: node.range)
    context.report(diagnostics.map { $0.at(path: path) })
    return parsed
  }
}
