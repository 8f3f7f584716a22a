import Formulas
import Planning
import Simulation
import SourceText
import Vocabulary

/// `fiscal.csv`: revenue by kind, level and definition, in months, quarters and years, and in the
/// years to date.
public enum FiscalTable {
  public static let columns: [Table.Column] =
    [
      Table.Column(
        "by",
        BilingualText(
          zh: "行的类别：all 合计，kind 分税种，payerGroup 分企业组；分村等按其成员集合的标识，如 villages",
          en: "what the row is a part by: all, kind, payerGroup, or the id of a set of members, "
            + "such as villages")),
      Table.Column(
        "kind",
        BilingualText(
          zh: "税种、企业组或成员的标识；合计为 all，不在任何成员的为 elsewhere",
          en: "the id of the kind, group or member; all for the whole, elsewhere for what is with "
            + "no member")),
      .labelZh, .labelEn,
      Table.Column(
        "level",
        BilingualText(
          zh: RevenueLevel.allCases.map { "\($0.rawValue) \($0.label.zh)" }.joined(separator: "，"),
          en: RevenueLevel.allCases.map { "\($0.rawValue): \($0.label.en)" }
            .joined(separator: "; "))),
      Table.Column(
        "definition",
        BilingualText(zh: "口径；各口径相同的为空", en: "the definition; empty where all count the same")),
      .indicator,
      Table.Column(
        "periodKind",
        BilingualText(
          zh: "month 当月，quarter 当季，yearToDate 年初累计，year 全年",
          en: "month, quarter, yearToDate or year")),
      Table.Column(
        "period",
        BilingualText(
          zh: "时期；累计行为累计到的月（季）",
          en: "the period; for a year to date the month or quarter up to which it goes")),
      .unit,
      .mean, .standardDeviation, .standardError,
    ]
    + summaryProbabilities.map { .quantile($0) }
    + [
      Table.Column(
        "growthMean",
        BilingualText(
          zh: "同比增长率的均值（0.08 为 8%）；上年未知或有试验不为正时为空",
          en: "the mean growth on the year before, 0.08 for 8 %; empty where that is not known or "
            + "not positive in every trial"))
    ]
    + Growth.probabilities.map { probability in
      let percent = Int((probability * 100).rounded())
      return Table.Column(
        growthName(probability),
        BilingualText(
          zh: "同比增长率的 \(percent)% 分位数", en: "the \(percent) % quantile of the growth"))
    }
    + [
      .standardDeviationError
    ]
    + summaryProbabilities.map { .quantileError($0) }
    + (["growthMean"] + Growth.probabilities.map(growthName)).map { name in
      Table.Column(
        name + "Error",
        BilingualText(
          zh: "\(name) 的蒙特卡洛标准误", en: "the Monte Carlo standard error of \(name)"))
    }
    + [.sketchError]

  public static func table(_ figures: FiscalFigures) -> Table {
    var table = Table(columns: columns)
    for row in figures.rows { table.append(cells(row)) }
    return table
  }

  private static func cells(_ row: FiscalFigures.Row) -> [Cell] {
    let (series, summary, growth) = (row.series, row.summary, row.growth)
    let indicator = series.indicator
    let unit = indicator.unit
    // The sum of finite months may be none; such a cell stays empty.
    func distances(_ numbers: [Double]) -> [Cell] { numbers.map { .distance($0, in: unit) } }
    let growths = growth.map { [$0.mean] + $0.quantiles }
    let growthErrors = growth.map { [$0.standardError] + $0.quantileErrors }
    let none = [Cell](repeating: .empty, count: 1 + Growth.probabilities.count)
    return [
      .text(series.sort.name), .text(series.part), .text(indicator.label.zh),
      .text(indicator.label.en), .text(series.level.rawValue), .optional(series.definition?.id),
      .text(indicator.id), .text(row.period.sort.rawValue), .date(row.period.label),
      .text(unit.symbol),
    ] + distances([summary.mean, summary.standardDeviation, summary.standardError])
      + distances(summary.quantiles)
      + (growths?.map { .known($0) } ?? none)
      + distances([summary.standardDeviationError] + summary.quantileErrors)
      + (growthErrors?.map { .known($0) } ?? none)
      + distances([summary.sketchError])
  }

  /// `growthP10`.
  private static func growthName(_ probability: Double) -> String {
    "growth" + quantileName(probability).uppercased()
  }
}
