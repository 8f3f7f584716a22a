import Forecasting
import Formulas
import History
import SourceText

/// `backtest.csv`: how each method would have done, and against the seasonal naive one.
public enum BacktestTable {
  public static let columns: [Table.Column] =
    [
      .series, .method,
      Table.Column(
        "origins", BilingualText(zh: "预测起点个数", en: "from how many origins it forecast")),
      Table.Column(
        "forecasts",
        BilingualText(zh: "参与评分的预测值个数", en: "how many forecasts of a period were judged")),
    ] + pointColumns + distributionColumns + skillColumns + [
      Table.Column(
        "failures",
        BilingualText(zh: "无法拟合的起点个数", en: "at how many origins it could not be fitted")),
      .seriesUnit,
    ]

  private static let pointColumns: [Table.Column] = [
    Table.Column(
      "mase",
      BilingualText(
        zh: "MASE：平均绝对误差 ÷ 样本内季节差的平均绝对值",
        en: "MASE: the mean absolute error over the mean absolute seasonal difference before")),
    Table.Column(
      "smape", BilingualText(zh: "sMAPE：对称平均绝对百分比误差", en: "sMAPE"), unit: "%"),
    Table.Column(
      "mape",
      BilingualText(
        zh: "MAPE：平均绝对百分比误差，零值不计", en: "MAPE, over what came and was not zero"),
      unit: "%"),
    Table.Column(
      "rmse", BilingualText(zh: "RMSE：均方根误差", en: "RMSE: the root mean squared error")),
    Table.Column(
      "meanError",
      BilingualText(
        zh: "平均误差：大于零表示预测偏低", en: "the mean error; above zero: forecasts too low")),
  ]

  private static let distributionColumns: [Table.Column] =
    [
      Table.Column(
        "crps",
        BilingualText(
          zh: "CRPS：连续分级概率评分", en: "CRPS: the continuous ranked probability score")),
      Table.Column(
        "scaledCrps",
        BilingualText(zh: "CRPS ÷ MASE 的分母", en: "CRPS over the scale of MASE")),
    ]
    + [0.1, 0.5, 0.9].map { level in
      let percent = Int((level * 100).rounded())
      return Table.Column(
        "pinball\(percent)",
        BilingualText(
          zh: "\(percent)% 分位数的平均损失", en: "the mean pinball loss at \(percent) %"))
    }
    + intervalCoverages.flatMap { coverage -> [Table.Column] in
      let percent = Int((coverage * 100).rounded())
      return [
        Table.Column(
          "coverage\(percent)",
          BilingualText(
            zh: "\(percent)% 区间实际包含结果的比例",
            en: "the share of what came that the \(percent) % interval held")),
        Table.Column(
          "width\(percent)",
          BilingualText(zh: "\(percent)% 区间的平均宽度", en: "the mean width of it")),
        Table.Column(
          "intervalScore\(percent)",
          BilingualText(
            zh: "\(percent)% 区间的 Winkler 评分", en: "the mean interval score (Winkler) of it")),
      ]
    }

  private static let skillColumns: [Table.Column] = [
    Table.Column(
      "skill",
      BilingualText(
        zh: "比季节朴素法减少的误差比例", en: "1 less the ratio of errors to the seasonal naive's")),
    Table.Column(
      "skillLower", BilingualText(zh: "其 90% 置信区间下限", en: "the lower end of its 90 % interval")),
    Table.Column(
      "skillUpper", BilingualText(zh: "其 90% 置信区间上限", en: "the upper end of it")),
    Table.Column(
      "skillProbability",
      BilingualText(
        zh: "两者同样好时出现这么大差异的概率",
        en: "how likely such a difference is if both are as good")),
    Table.Column(
      "verdict",
      BilingualText(
        zh: "better 优于、worse 不如、undecided 无法判断", en: "better, worse or undecided")),
    Table.Column(
      "crpsSkill", BilingualText(zh: "按 CRPS 的同一比例", en: "the same of the CRPS")),
    Table.Column(
      "crpsVerdict", BilingualText(zh: "按 CRPS 的判断", en: "the verdict on the CRPS")),
    Table.Column(
      "pitProbability",
      BilingualText(
        zh: "概率积分变换均匀性检验的 p 值；独立预测不足时为空",
        en: "the probability of so uneven a PIT by chance; empty where forecasts are too few")),
    Table.Column(
      "calibrated80",
      BilingualText(
        zh: "校准后 80% 区间的覆盖率，由未参与校准的起点得出",
        en: "coverage80 after calibration, at origins that it had not learnt from")),
    Table.Column(
      "calibrated95",
      BilingualText(zh: "校准后 95% 区间的覆盖率，同上", en: "coverage95 after it, likewise")),
  ]

  /// The rows of all series, and where there are several also of all together.
  public static func table(_ results: [SeriesBacktest]) -> Table {
    var table = Table(columns: columns)
    for result in results {
      for place in result.backtest.methods.indices { table.append(row(result, place)) }
    }
    for pooled in PooledBacktest.all(results) { table.append(pooled.row) }
    return table
  }

  private static func row(_ result: SeriesBacktest, _ place: Int) -> [Cell] {
    let method = result.backtest.methods[place]
    let scores = result.scores[place]
    let levels = result.backtest.settings.levels
    let losses = [0.1, 0.5, 0.9].map { level in
      levels.firstIndex { abs($0 - level) < 1e-9 }.map { scores.pinballLosses[$0] }
    }
    return [
      .text(result.history.id), .text(method.name),
      .integer(result.backtest.origins.count - method.failures.count), .integer(scores.count),
      .known(scores.scaledError), .known(scores.symmetricPercentageError),
      .known(scores.percentageError), .known(scores.rootMeanSquaredError),
      .known(scores.meanError), .known(scores.rankedScore), .known(scores.scaledRankedScore),
    ] + losses.map { .known($0) }
      + scores.intervals.flatMap { [.known($0.coverage), .known($0.meanWidth), .known($0.score)] }
      + skillCells(result.skills[place], ranked: result.rankedSkills[place])
      + [
        .known(result.histograms[place].uniformity?.probability),
        .known(result.calibrations[place].intervals[1].coverageAfter),
        .known(result.calibrations[place].intervals[2].coverageAfter),
        .integer(method.failures.count), .optional(result.history.unit?.symbol),
      ]
  }

  static func skillCells(_ skill: Skill, ranked: Skill) -> [Cell] {
    [
      .known(skill.value), .known(skill.lower), .known(skill.upper), .known(skill.probability),
      .text(skill.verdict.rawValue), .known(ranked.value), .text(ranked.verdict.rawValue),
    ]
  }
}

/// `backtest-steps.csv`: the same by how many periods ahead.
public enum BacktestStepsTable {
  public static let columns: [Table.Column] =
    [
      .series, .method, .step,
      Table.Column(
        "forecasts", BilingualText(zh: "参与评分的预测值个数", en: "how many forecasts were judged")),
      Table.Column("mase", BilingualText(zh: "MASE", en: "MASE")),
      Table.Column(
        "scaledCrps",
        BilingualText(zh: "CRPS ÷ MASE 的分母", en: "CRPS over the scale of MASE")),
    ]
    + intervalCoverages.map { coverage in
      let percent = Int((coverage * 100).rounded())
      return Table.Column(
        "coverage\(percent)",
        BilingualText(
          zh: "\(percent)% 区间的覆盖率", en: "the share that the \(percent) % interval held"))
    }

  /// The rows of all series.
  public static func table(_ results: [SeriesBacktest]) -> Table {
    var table = Table(columns: columns)
    for result in results {
      for method in result.backtest.methods {
        for step in 0..<result.backtest.horizon {
          let scores = result.backtest.scores(method, steps: step..<step + 1)
          table.append(
            [
              .text(result.history.id), .text(method.name), .integer(step + 1),
              .integer(scores.count), .known(scores.scaledError),
              .known(scores.scaledRankedScore),
            ] + scores.intervals.map { .known($0.coverage) })
        }
      }
    }
    return table
  }
}
