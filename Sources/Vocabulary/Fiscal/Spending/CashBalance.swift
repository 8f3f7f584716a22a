import Formulas
import SourceText

/// The cash of the town: what it had, and what it keeps of its revenue, receives from above and
/// spends.
///
/// It is known at the end of each period; what is short within one is not. Less than half a fen
/// below zero is rounding, and not negative.
struct CashBalance: Component {
  static let opening = Field(
    "opening", .value(.yuan), zh: "期初结余", en: "the balance as the horizon begins",
    called: BilingualText(zh: "期初结余", en: "balance at the beginning"))

  static let descriptor = ObjectDescriptor(
    "cash", zh: "资金余额", en: "the cash of the town", fields: [opening])

  private static let halfFen = Formula.constant(0.005, .yuan)

  let indicators: [Indicator]

  /// - Parameter flows: what comes in a period, less what goes.
  init(_ reader: ObjectReader, flows: Formula) {
    let balance = Formula.reference(reader.name("balance"))
    let lowest = Formula.reference(reader.name("lowest"))
    let horizon = reader.context.horizon
    let begins = horizon.periods.indices.map { index in
      index == 0 || horizon[index].year != horizon[index - 1].year ? 1.0 : 0
    }
    indicators = [
      Indicator(
        reader.name("balance"), label: BilingualText(zh: "资金余额", en: "Cash balance"),
        kind: .level, unit: .tenThousandYuan,
        .call(.previous, balance, reader.requiredValue(Self.opening)) + flows,
        origin: reader.node.range),
      // The year's value is that of its worst month: whether it was ever so.
      Indicator(
        reader.name("isNegative"),
        label: BilingualText(zh: "资金余额为负", en: "Cash balance is negative"), kind: .share,
        unit: .share, .call(.less, balance, -Self.halfFen), aggregation: .maximum,
        origin: reader.node.range),
      Indicator(
        reader.name("lowest"),
        label: BilingualText(zh: "本年最低资金余额", en: "Lowest cash balance of the year so far"),
        kind: .level, unit: .tenThousandYuan,
        .call(
          .conditional, Formula(.series(begins, .one)), balance,
          .call(.minimum, .call(.previous, lowest, .yuanNothing), balance)),
        origin: reader.node.range),
    ]
  }
}
