import Formulas
import Planning
import Simulation
import SourceText

/// `target.csv`: the levels of one indicator, each with its probability.
public enum TargetTable {
  public static let columns: [Table.Column] = levelColumns + curveColumns + lossColumns

  private static let levelColumns: [Table.Column] = [
    .indicator, .labelZh, .labelEn, .period, .comparison,
    Table.Column(
      "confidence",
      BilingualText(
        zh: "把握：为它求出该值；给定的值为空",
        en: "the probability for which the bound was found; empty for a bound that was given")),
    Table.Column(
      "bound", BilingualText(zh: "目标值", en: "the bound: the boldest one for its confidence")),
    Table.Column(
      "standardError",
      BilingualText(
        zh: "该值的蒙特卡洛标准误（日期以天计）",
        en: "the Monte Carlo standard error of the bound; for dates in days")),
    .unit,
    Table.Column(
      "kind",
      BilingualText(
        zh: "floor 守底，base 力争，stretch 冲刺，confidence 所问把握，declared 已定目标，leastLoss 损失最小，curve 曲线上的点",
        en: "floor, base, stretch: the triple of the scenario; confidence: asked for; declared: "
          + "the scenario's target; leastLoss: the least expected loss; curve: a point of the "
          + "curve")),
    Table.Column(
      "probability",
      BilingualText(zh: "达成概率", en: "the probability with which the bound is met")),
    Table.Column(
      "probabilityError",
      BilingualText(zh: "达成概率的蒙特卡洛标准误", en: "its Monte Carlo standard error")),
  ]

  private static let curveColumns: [Table.Column] = [
    Table.Column(
      "costPerPoint",
      BilingualText(
        zh: "把握再提高 1 个百分点须让出的目标值（日期以天计）；取值很少的指标为让到把握高 1 个百分点的取值；"
          + "其外已无试验时为空",
        en: "what the next percentage point of confidence costs, in the unit of the bound; for "
          + "dates in days; of few values the step to the one that gives it; empty where no trial "
          + "lies beyond")),
    Table.Column(
      "costPerPointError", BilingualText(zh: "其蒙特卡洛标准误", en: "its Monte Carlo standard error")),
    Table.Column(
      "bolderBound",
      BilingualText(
        zh: "更高一步的目标值：高 1%；日期早一天；取值很少的指标为下一个取值",
        en: "a bolder bound: by 1 %, for dates by a day, for few values the next of them")),
    Table.Column(
      "probabilityLost",
      BilingualText(zh: "取更高一步时达成概率的下降", en: "what the bolder bound costs in probability")),
    Table.Column(
      "probabilityLostError",
      BilingualText(zh: "其蒙特卡洛标准误", en: "its Monte Carlo standard error")),
  ]

  private static let lossColumns: [Table.Column] = [
    Table.Column(
      "expectedLoss",
      BilingualText(
        zh: "期望损失：未达成与定低目标的损失之和", en: "the expected cost of missing and of aiming low")),
    Table.Column(
      "expectedLossError", BilingualText(zh: "其蒙特卡洛标准误", en: "its Monte Carlo standard error")),
    Table.Column(
      "aboveLeastLoss",
      BilingualText(zh: "比最小期望损失高出多少", en: "how much it is above the least expected loss")),
    Table.Column(
      "aboveLeastLossError",
      BilingualText(
        zh: "高出部分的蒙特卡洛标准误（同一批试验）",
        en: "the Monte Carlo standard error of that difference, from the same trials")),
    Table.Column("lossUnit", BilingualText(zh: "损失的单位", en: "the unit of the losses")),
  ]

  public static func table(_ answer: TargetAnswer) -> Table {
    var table = Table(columns: columns)
    let unit = answer.indicator.unit
    func head(_ confidence: Double?, _ level: Double, _ error: Double?, _ kind: String) -> [Cell] {
      [
        .text(answer.indicator.id), .text(answer.indicator.label.zh),
        .text(answer.indicator.label.en), .date(answer.column.period),
        .text(answer.side.name), .known(confidence), .value(level, in: unit),
        error.map { .distance($0, in: unit) } ?? .empty, .text(unit.symbol), .text(kind),
      ]
    }
    for level in answer.levels {
      let price = level.price
      table.append(
        head(level.confidence, level.level, level.levelError, level.kind.rawValue) + [
          .known(level.probability), .known(level.probabilityError),
          price.map { .distance($0.costPerPoint, in: unit) } ?? .empty,
          price.map { .distance($0.costPerPointError, in: unit) } ?? .empty,
          level.bolder.map { .value($0.bound, in: unit) } ?? .empty,
          .known(level.bolder?.probabilityLost), .known(level.bolder?.standardError),
        ] + losses(level.loss, answer.lossUnit))
    }
    for (index, point) in answer.curve.points.enumerated() {
      let isFound = point.levelError != nil
      table.append(
        head(isFound ? point.probability : nil, point.level, point.levelError, "curve") + [
          .number(point.probability), .known(point.standardError), .empty, .empty, .empty,
          .empty, .empty,
        ] + losses(answer.losses?[index], answer.lossUnit))
    }
    return table
  }

  private static func losses(_ loss: ExpectedLoss?, _ unit: UnitOfMeasure?) -> [Cell] {
    guard let loss, let unit else { return [Cell](repeating: .empty, count: lossColumns.count) }
    return [
      .distance(loss.loss, in: unit), .distance(loss.standardError, in: unit),
      .distance(loss.aboveLeast, in: unit), .distance(loss.aboveLeastError, in: unit),
      .text(unit.symbol),
    ]
  }
}

extension Goal.Side {
  /// As scenarios write it.
  var name: String { self == .atLeast ? "atLeast" : "atMost" }
}
