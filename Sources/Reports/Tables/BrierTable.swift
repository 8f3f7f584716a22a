import Planning
import SourceText

/// `brier.csv`: how good the probabilities were, year by year and together.
public enum BrierTable {
  static let year = Table.Column(
    "year", BilingualText(zh: "考核年度；all 为合计", en: "the year that was judged; all: together"))
  public static let columns: [Table.Column] = [
    year, Table.Column("count", BilingualText(zh: "已有结果的概率数", en: "probabilities with an outcome")),
    Table.Column(
      "brier", BilingualText(zh: "Brier 评分；0 最好", en: "the Brier score; 0 is best")),
    Table.Column("reliability", BilingualText(zh: "可靠性（越小越好）", en: "reliability; 0 is best")),
    Table.Column("resolution", BilingualText(zh: "分辨力（越大越好）", en: "resolution; more is better")),
    Table.Column("uncertainty", BilingualText(zh: "不确定性", en: "uncertainty of what came")),
    Table.Column(
      "spreadWithinBins",
      BilingualText(zh: "组内概率方差", en: "the spread of probabilities within bins")),
    Table.Column(
      "covarianceWithinBins",
      BilingualText(
        zh: "组内协方差的两倍；评分 = 可靠性 − 分辨力 + 不确定性 + 组内方差 − 本列",
        en: "twice their covariance with outcomes; brier = reliability − resolution + uncertainty "
          + "+ spreadWithinBins − this")),
    Table.Column(
      "skill",
      BilingualText(
        zh: "相对总是给出平均达成率的改进；1 最好",
        en: "by how much better than always the share that was met; 1 is best")),
  ]

  public static func table(_ scores: [(year: String, score: BrierScore)]) -> Table {
    var table = Table(columns: columns)
    for (year, score) in scores {
      table.append([
        .text(year), .integer(score.count), .number(score.score), .number(score.reliability),
        .number(score.resolution), .number(score.uncertainty), .number(score.spreadWithinBins),
        .number(score.covarianceWithinBins), .known(score.skill),
      ])
    }
    return table
  }
}

/// `reliability.csv`: the reliability diagram, year by year and together.
public enum ReliabilityTable {
  public static let columns: [Table.Column] = [
    BrierTable.year,
    Table.Column("low", BilingualText(zh: "概率组下限", en: "the bin's least probability")),
    Table.Column(
      "high", BilingualText(zh: "概率组上限（不含；末组含）", en: "its bound, not in it but for the last")),
    Table.Column("count", BilingualText(zh: "组内概率数", en: "how many probabilities are in it")),
    Table.Column(
      "meanProbability", BilingualText(zh: "组内平均概率（横轴）", en: "their mean: across")),
    Table.Column(
      "metShare", BilingualText(zh: "实际达成比例（纵轴）", en: "the share that was met: upwards")),
    Table.Column(
      "metShareError",
      BilingualText(
        zh: "若概率可靠，达成比例的标准误", en: "its standard error, were the probabilities right")),
  ]

  public static func table(_ scores: [(year: String, score: BrierScore)]) -> Table {
    var table = Table(columns: columns)
    for (year, score) in scores {
      for bin in score.bins where bin.count > 0 {
        let p = bin.meanProbability
        table.append([
          .text(year), .number(bin.low), .number(bin.high), .integer(bin.count), .number(p),
          .number(bin.happenedShare), .number((p * (1 - p) / Double(bin.count)).squareRoot()),
        ])
      }
    }
    return table
  }
}
