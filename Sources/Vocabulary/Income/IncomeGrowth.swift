import Formulas
import SourceText

/// The growth of a year's income on the year before, in money and in what it buys.
///
/// A value of a calendar year: it is complete in the year's last period, and zero before.
struct IncomeGrowth {
  private(set) var indicators: [Indicator] = []

  init(_ reader: ObjectReader) {
    let before = reader.value(FarmersIncome.previousYear)
    let prices = reader.value(FarmersIncome.deflator, drawn: .everyYear)
    let horizon = reader.context.horizon
    guard let before else {
      if prices != nil {
        reader.reportInvalid(
          FarmersIncome.deflator,
          .init(
            zh: "没有可以扣除物价的增幅", en: "there is no growth that prices could be taken from"),
          expected: .init(
            zh: "同时写 \"\(FarmersIncome.previousYear.key)\"",
            en: "\"\(FarmersIncome.previousYear.key)\" too"))
      }
      return
    }
    if reader.knownNumbers(FarmersIncome.previousYear).contains(where: { $0 <= 0 }) {
      reader.reportInvalid(
        FarmersIncome.previousYear,
        .init(
          zh: "上年没有收入，无从计算增幅", en: "nothing can be reckoned from an income of nothing"),
        expected: .amountAboveZero)
    }
    guard horizon.years.first?.periods.lowerBound == 0 else {
      reader.reportInvalid(
        FarmersIncome.previousYear, .brokenYear,
        expected: .init(
          zh: "由完整年度组成的预测期，或不写 \"previousYear\"",
          en: "a horizon of whole calendar years, or no \"previousYear\""))
      return
    }
    let toDate = Formula.call(.yearToDate, .reference(reader.name("total")))
    let periods = Double(horizon.frequency.periodsPerYear)
    let last = Formula.call(
      .lagged, .reference(reader.name("yearToDate")), .constant(periods), before)
    let ends = Set(horizon.years.map { $0.periods.upperBound - 1 })
    let isEnd = Formula(.series((0..<horizon.count).map { ends.contains($0) ? 1 : 0 }, .one))
    func ofYear(_ growth: Formula) -> Formula {
      .call(.conditional, isEnd, growth - .constant(1), .constant(0))
    }
    let ratio = Formula.reference(reader.name("yearToDate")) / last
    indicators = [
      reader.indicator(
        "yearToDate", "本年累计可支配收入", "disposable income of the year to date", .level,
        .yuan / .person, toDate, .inner),
      Self.indicator(reader, "growth", "可支配收入名义增幅", "nominal growth", ofYear(ratio)),
    ]
    guard let prices else { return }
    indicators.append(
      Self.indicator(
        reader, "realGrowth", "可支配收入实际增幅", "real growth",
        ofYear(ratio / (.constant(1) + prices))))
  }

  private static func indicator(
    _ reader: ObjectReader, _ key: String, _ zh: String, _ en: String, _ formula: Formula
  ) -> Indicator {
    let owner = reader.nearestLabel
    return Indicator(
      reader.name(key), label: BilingualText(zh: owner.zh + zh, en: owner.en + ": " + en),
      kind: .rate, unit: .percent, formula, aggregation: .last, reportedPeriods: .years,
      origin: reader.node.range)
  }
}

extension BilingualText {
  fileprivate static let brokenYear = BilingualText(
    zh: "预测期不是从完整的年度开始，收入无法与上年比较",
    en: "the horizon does not begin with a whole year, so that its "
      + "income cannot be compared with the year before")
}
