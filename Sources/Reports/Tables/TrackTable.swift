import Formulas
import Planning
import SourceText
import Vocabulary

extension Table.Column {
  static let target = Table.Column("target", BilingualText(zh: "目标标识", en: "the target's id"))
  static let comparison = Table.Column(
    "comparison", BilingualText(zh: "atLeast 不低于，atMost 不高于", en: "atLeast or atMost"))
  static let bound = Table.Column("bound", BilingualText(zh: "目标值", en: "the bound"))
}

/// `track.csv`: how probable each target is, as it was known at the end of each period so far and
/// on the day that was asked about, and how far the year has come towards it.
public enum TrackTable {
  public static let columns: [Table.Column] = [
    .target, .labelZh, .labelEn, .indicator, .period, .comparison, .bound, .unit,
    Table.Column(
      "asOf", BilingualText(zh: "已知信息截止日", en: "the day up to which things were known")),
    Table.Column(
      "probabilityBefore",
      BilingualText(
        zh: "不用任何实绩时的达成概率", en: "the probability without anything that came")),
    Table.Column(
      "probability",
      BilingualText(zh: "以当日已知实绩为条件的达成概率", en: "the probability given what was known")),
    Table.Column(
      "standardError",
      BilingualText(
        zh: "概率的标准误：试验计数误差与条件化回归误差之和",
        en: "its standard error: of counting trials and of the regression by which they are moved")
    ),
    Table.Column(
      "light", BilingualText(zh: "预警灯：green、yellow、red", en: "green, yellow or red")),
    Table.Column(
      "outlookMean",
      BilingualText(
        zh: "以已知实绩为条件的指标均值；仅末日", en: "the indicator's mean given it; last day only")),
    Table.Column("outlookP10", BilingualText(zh: "其 10% 分位数", en: "its 10 % quantile")),
    Table.Column("outlookP90", BilingualText(zh: "其 90% 分位数", en: "its 90 % quantile")),
    Table.Column(
      "through",
      BilingualText(
        zh: "累计到的月（季）；年度合计类目标、仅末日，以下各列同",
        en: "the period up to which it is added up; yearly totals and last day only, as below")),
    Table.Column("done", BilingualText(zh: "年初累计", en: "the year to date")),
    Table.Column(
      "doneShare", BilingualText(zh: "完成进度：累计占目标值", en: "the year to date over the bound")),
    Table.Column(
      "elapsedShare", BilingualText(zh: "序时进度", en: "the share of the year that has passed")),
    Table.Column(
      "seasonalShare",
      BilingualText(
        zh: "季节进度：模型中累计占全年比例的均值（不用实绩）",
        en: "the usual share of the year's total by then: the model's mean without what came")),
    Table.Column("seasonalP10", BilingualText(zh: "其 10% 分位数", en: "its 10 % quantile")),
    Table.Column("seasonalP90", BilingualText(zh: "其 90% 分位数", en: "its 90 % quantile")),
    Table.Column(
      "requiredRate",
      BilingualText(
        zh: "此后每期需要的数额；不高于类目标为每期的余量",
        en: "what each period to come must bring, or for atMost may bring")),
    Table.Column(
      "expectedRate",
      BilingualText(zh: "此后每期的预计数额", en: "what each period to come brings by the model")),
    Table.Column("expectedRateP10", BilingualText(zh: "其 10% 分位数", en: "its 10 % quantile")),
    Table.Column("expectedRateP90", BilingualText(zh: "其 90% 分位数", en: "its 90 % quantile")),
    Table.Column(
      "lastYearRate",
      BilingualText(
        zh: "上年同期每期数额；无历史时为空",
        en: "what each of the same periods brought a year before; empty where not known")),
    Table.Column("verdictZh", BilingualText(zh: "结论（中文）", en: "the verdict in Chinese")),
    Table.Column("verdictEn", BilingualText(zh: "结论（英文）", en: "the verdict in English")),
  ]

  public static func table(_ targets: [TrackedTarget]) -> Table {
    var table = Table(columns: columns)
    for target in targets {
      for (place, point) in target.points.enumerated() {
        table.append(row(target, point, isLast: place == target.points.count - 1))
      }
    }
    return table
  }

  private static func row(_ target: TrackedTarget, _ point: TrackedTarget.Point, isLast: Bool)
    -> [Cell]
  {
    let (judged, unit) = (target.judged, target.judged.unit)
    let head: [Cell] = [
      .text(judged.target.id), .text(judged.target.label.zh), .text(judged.target.label.en),
      .text(judged.target.indicator),
      .date(judged.target.time == .everyPeriod ? "every period" : judged.columnPeriod),
      .text(judged.target.side.rawValue), .value(judged.bound, in: unit), .text(unit.symbol),
      .date(point.date.description), .number(target.before.probability),
      .number(point.probability), .known(point.standardError), .text(point.light.rawValue),
    ]
    guard isLast else {
      return head + [Cell](repeating: .empty, count: columns.count - head.count)
    }
    func cell(_ value: Double?) -> Cell {
      value.map { $0.isFinite ? .value($0, in: unit) : .empty } ?? .empty
    }
    let outlook = [cell(target.outlook?.mean), cell(target.outlook?.p10), cell(target.outlook?.p90)]
    let verdict = [Cell.text(target.verdict.zh), .text(target.verdict.en)]
    guard let progress = target.progress else {
      let rest = columns.count - head.count - outlook.count - verdict.count
      return head + outlook + [Cell](repeating: .empty, count: rest) + verdict
    }
    return head + outlook + [
      .date(target.through), cell(progress.done), .known(progress.doneShare),
      .known(progress.elapsedShare), .known(progress.seasonalShare.mean),
      .known(progress.seasonalShare.p10), .known(progress.seasonalShare.p90),
      cell(progress.required), cell(progress.expected?.mean), cell(progress.expected?.p10),
      cell(progress.expected?.p90), cell(progress.lastYear),
    ] + verdict
  }
}

/// What is known of an indicator, beside what the model says of it.
public struct TrackedActual: Sendable {
  public let indicator: Indicator
  /// As `2024-05`, or the first and the last of several periods.
  public let period: String
  /// In base units.
  public let value, error: Double
  public let agreement: Conditioning.Agreement

  public init(
    indicator: Indicator, period: String, value: Double, error: Double,
    agreement: Conditioning.Agreement
  ) {
    (self.indicator, self.period, self.value) = (indicator, period, value)
    (self.error, self.agreement) = (error, agreement)
  }
}

/// `known.csv`: what is known on the day that was asked about, beside what the model said of it,
/// and what the model cannot explain.
public enum KnownTable {
  public static let columns: [Table.Column] = [
    .indicator, .labelZh, .labelEn,
    Table.Column(
      "period",
      BilingualText(
        zh: "时期；已知合计中扣除已知各期后余下的各期",
        en: "the period, or those of a known sum that are not known by themselves")),
    .unit, Table.Column("actual", BilingualText(zh: "实绩", en: "what came")),
    Table.Column(
      "error", BilingualText(zh: "实绩误差的标准差；0 为准确", en: "its standard deviation; 0: a fact")),
    Table.Column(
      "expected",
      BilingualText(
        zh: "模型事前的均值（给定更早各期的实绩）",
        en: "the model's mean before, given what came of earlier periods")),
    Table.Column(
      "standardDeviation", BilingualText(zh: "模型事前的标准差", en: "its standard deviation")),
    Table.Column(
      "surprise",
      BilingualText(
        zh: "实绩偏离预期几个标准差（在 scale 尺度上）；模型中为定值时为空",
        en: "by how many standard deviations it lies above, in the scale used; empty where the "
          + "model has a certain value")),
    Table.Column(
      "scale", BilingualText(zh: "比较尺度：linear 或 logarithmic", en: "linear or logarithmic")),
    Table.Column(
      "unexplained",
      BilingualText(
        zh: "条件化后各组成部分仍解释不了的差额（均值）",
        en: "what came less what the parts of the model come to after conditioning: mean")),
    Table.Column(
      "unexplainedSize",
      BilingualText(zh: "其均方根", en: "its root mean square over the trials")),
  ]

  public static func table(_ actuals: [TrackedActual]) -> Table {
    var table = Table(columns: columns)
    for actual in actuals {
      let (indicator, agreement) = (actual.indicator, actual.agreement)
      let unit = indicator.unit
      table.append([
        .text(indicator.id), .text(indicator.label.zh), .text(indicator.label.en),
        .date(actual.period), .text(unit.symbol), .value(actual.value, in: unit),
        .distance(actual.error, in: unit), .value(agreement.expected, in: unit),
        .distance(agreement.deviation, in: unit), .known(agreement.surprise),
        .text(agreement.isLogarithmic ? "logarithmic" : "linear"),
        .distance(agreement.remainder, in: unit), .distance(agreement.remainderSize, in: unit),
      ])
    }
    return table
  }
}

/// `warning.csv`: how the rule for green, yellow and red does at the end of each period.
public enum WarningTable {
  public static let columns: [Table.Column] = [
    .target, .labelZh, .labelEn,
    Table.Column(
      "through", BilingualText(zh: "已知到的月（季）", en: "the last period that is known")),
    Table.Column(
      "falseAlarm",
      BilingualText(
        zh: "误报率：最终达成的年份中此时为黄或红的比例",
        en: "of the years that meet the target, the share that is yellow or red then")),
    Table.Column(
      "falseAlarmError", BilingualText(zh: "其标准误", en: "its standard error")),
    Table.Column(
      "falseRed",
      BilingualText(zh: "其中此时为红的比例", en: "of the years that meet it, the share that is red")),
    Table.Column(
      "miss",
      BilingualText(
        zh: "漏报率：最终未达成的年份中此时为绿的比例",
        en: "of the years that miss the target, the share that is green then")),
    Table.Column("missError", BilingualText(zh: "其标准误", en: "its standard error")),
    Table.Column("green", BilingualText(zh: "绿灯比例", en: "the share of years that are green")),
    Table.Column("yellow", BilingualText(zh: "黄灯比例", en: "yellow")),
    Table.Column("red", BilingualText(zh: "红灯比例", en: "red")),
    Table.Column(
      "cutOff",
      BilingualText(
        zh: "误报率不超过所求值的绿灯下限（概率）",
        en: "the probability below which to warn so that false alarms keep to the wished rate")),
    Table.Column(
      "missAtCutOff", BilingualText(zh: "按该下限的漏报率", en: "the misses with that cut-off")),
    Table.Column(
      "brier",
      BilingualText(
        zh: "此时概率的 Brier 评分（0 最好）", en: "the Brier score of the probabilities; 0 is best")),
  ]

  /// - Parameter rates: for each target those of each period.
  public static func table(
    _ rates: [(judged: JudgedTarget, rates: [WarningRates])], _ horizon: Horizon
  ) -> Table {
    var table = Table(columns: columns)
    for (judged, rates) in rates {
      for one in rates {
        table.append([
          .text(judged.target.id), .text(judged.target.label.zh), .text(judged.target.label.en),
          .date(horizon[one.period].label), .known(one.falseAlarm), .known(one.falseAlarmError),
          .known(one.falseRed), .known(one.miss), .known(one.missError), .known(one.green),
          .known(one.yellow), .known(one.red), .known(one.cutOff), .known(one.missAtCutOff),
          .known(one.brier),
        ])
      }
    }
    return table
  }
}

/// What a revenue indicator brought in some months of a year before, from the scenario's history.
///
/// - Parameter months: counted from January of year 0.
/// - Returns: base units; nil where that is not known.
public func amountBefore(_ model: ScenarioModel, indicator id: String, months: Range<Int>)
  -> Double?
{
  guard let layout = model.scenario.fiscal else { return nil }
  return FiscalSeries.all(model, layout).first { $0.indicator.id == id }?
    .history(layout, months: months)
}

/// The share of a year that has passed when a period ends, as the scenario counts it.
public func elapsedShare(_ model: ScenarioModel, of year: Period, through period: Period)
  -> Double
{
  ProgressTable.elapsedShare(
    of: year, through: period, model.scenario.fiscal?.elapsed ?? .months)
}
