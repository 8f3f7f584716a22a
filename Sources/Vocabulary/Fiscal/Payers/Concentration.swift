import Formulas
import SourceText

/// How much of the recurring revenue hangs on a few firms, and what it would be without the
/// largest one, at each level that has results.
///
/// Everything is reckoned in each trial on what has accrued since the year began, so that the value
/// of a year is that of the whole year, and which firm is the largest may differ from trial to
/// trial. The whole is all recurring revenue that accrues: taxpayers without a name, and firms that
/// are only counted, whose sizes nobody knows one by one, count in it but not among the largest.
///
/// - Complexity: two opcodes a period for each firm and each rank up to five, four for the index,
///   and two for each level below the total.
/// - Source: the index as a sum of squared shares, Herfindahl, *Concentration in the Steel
///   Industry* (1950); Hirschman, "The paternity of an index" (1964).
struct Concentration {
  let indicators: [Indicator]

  /// How many of the largest are looked at.
  private static let ranks = [1, 3, 5]

  /// - Parameters:
  ///   - firms: what each firm with a name brings in a period, with the parts of `levels`.
  ///   - levels: those below the total.
  ///   - whole: all that accrues under the definition.
  ///   - paid: the indicator of what is paid under it at a level.
  init(
    firms: [LargestPayer.Firm], levels: [RevenueLevel], whole: Formula,
    paid: (RevenueLevel) -> String
  ) {
    guard !firms.isEmpty else {
      indicators = []
      return
    }
    let wholeID = "fiscal.concentration.accrued"
    let years = firms.map(\.yearToDate)
    let sums = years.map(\.total)
    let year = Formula.call(.yearToDate, .reference(wholeID))
    // Nothing accrues, nothing is concentrated.
    let isSome = Formula.call(.less, .constant(0), year)
    func share(of amount: Formula) -> Formula {
      .call(.conditional, isSome, amount / year, .constant(0))
    }
    var made = [
      Indicator(
        wholeID,
        label: BilingualText(zh: "应计经常性税收", en: "Recurring revenue accrued"), kind: .flow,
        unit: .tenThousandYuan, whole)
    ]
    for rank in Self.ranks {
      made.append(
        Self.level(
          "largest\(rank)", "前\(rank)大纳税企业占比（本年累计）",
          "Share of the \(rank) largest payers, year to date", .share,
          share(of: Formula(.call(.sumOfLargest, [.constant(Double(rank))] + sums)))))
    }
    // The squares of the amounts first: one division for all of them.
    let squares = Formula.total(sums.map { $0 * $0 }, .yuan * .yuan)
    made.append(
      Self.level(
        "herfindahl", "赫芬达尔指数（本年累计）", "Herfindahl index, year to date", .one,
        .call(.conditional, isSome, squares / (year * year), .constant(0))))
    let largest = LargestPayer.among(years[...])
    made.append(
      Self.level(
        "largestPayer", "最大纳税企业税收（本年累计）", "Taxes of the largest payer, year to date",
        .tenThousandYuan, largest.total))
    indicators =
      made
      + zip([.total] + levels, [largest.total] + largest.parts).map { level, lost in
        Self.rest(of: level, .call(.yearToDate, .reference(paid(level))) - lost)
      }
  }

  /// What is paid at a level when the largest payer is gone.
  private static func rest(of level: RevenueLevel, _ formula: Formula) -> Indicator {
    self.level(
      "withoutLargest." + level.rawValue,
      "失去最大纳税企业后的\(level.label.zh)（本年累计，剔除一次性）",
      "\(level.label.en) without the largest payer, year to date, without one-offs",
      .tenThousandYuan, formula)
  }

  /// A state at the end of a period: the last one of a year is that of the year.
  private static func level(
    _ key: String, _ chinese: String, _ english: String, _ unit: UnitOfMeasure, _ formula: Formula
  ) -> Indicator {
    Indicator(
      "fiscal.concentration." + key, label: BilingualText(zh: chinese, en: english), kind: .level,
      unit: unit, formula, reportedPeriods: .years)
  }
}
