import Formulas
import Probability
import SourceText

/// `correlations.csv`: every pair of correlated values, with what a repair changed.
public enum CorrelationsTable {
  public static let columns: [Table.Column] = [
    Table.Column(
      "group",
      BilingualText(zh: "相关组：其标识，或第一个随机量", en: "the group: its id, or its first value")),
    Table.Column("first", BilingualText(zh: "第一个随机量", en: "the id path of one value")),
    Table.Column("second", BilingualText(zh: "第二个随机量", en: "the id path of the other")),
    Table.Column(
      "measure",
      BilingualText(
        zh: "系数的含义：scores、rank、kendall、productMoment",
        en: "what it is the correlation of: scores, rank, kendall, productMoment")),
    Table.Column(
      "copula",
      BilingualText(
        zh: "联结方式；t copula 带自由度", en: "what joins them; studentT with its degrees of freedom")),
    Table.Column("given", BilingualText(zh: "情景给出的系数", en: "the correlation as given")),
    Table.Column(
      "used", BilingualText(zh: "所用的系数", en: "the correlation as simulated, in the same measure")),
    Table.Column(
      "change", BilingualText(zh: "修正的改动；0 为未修正", en: "used less given; 0 without a repair")),
    Table.Column(
      "scores", BilingualText(zh: "正态得分的相关系数", en: "the correlation of the normal scores")),
    Table.Column(
      "basis",
      BilingualText(
        zh: "系数的来历：given 为情景给出，或残差估计", en: "where it comes from: given, or residuals of fits")),
  ]

  public static func table(_ correlations: [ResolvedCorrelation]) -> Table {
    Table(columns: columns, rows: correlations.flatMap(rows))
  }

  private static func rows(_ correlation: ResolvedCorrelation) -> [[Cell]] {
    let (resolved, declared) = (correlation.dependence, correlation.dependence.dependence)
    let copula =
      switch declared.copula {
      case .gaussian: "gaussian"
      case .studentT(let degrees): "studentT \(plainNumber(degrees, significantDigits: 6))"
      }
    return correlation.streams.indices.flatMap { row in
      (0..<row).map { column in
        let place = row * declared.variables + column
        let (given, used) = (declared.declared[place], resolved.used[place])
        return [
          .text(correlation.name), .text(correlation.streams[column]),
          .text(correlation.streams[row]), .text(declared.measure.rawValue), .text(copula),
          .number(given), .number(used), .number(used - given),
          .number(resolved.matrix[row, column]), .text(correlation.basis),
        ]
      }
    }
  }
}
