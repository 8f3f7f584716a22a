import Formulas
import Planning
import SourceText
import Vocabulary

/// `track.csv`: how probable each target is, as it was known at the end of each period so far and
/// on the day that was asked about, and how far its year or its periods have come towards it.
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
        zh: "累计到的月（季）；全年或连续几期的合计类目标、仅末日，以下各列同",
        en: "the period up to which it is added up; totals of a year or of several periods and "
          + "last day only, as below")),
    Table.Column(
      "done",
      BilingualText(zh: "考核期内的累计", en: "the total so far: of a year the year to date")),
    Table.Column(
      "reported",
      BilingualText(
        zh: "累计各期是否都有实绩（true、false）；false 为模型的估计",
        en: "true where every period so far was reported; false: the model's estimate")),
    Table.Column(
      "doneShare", BilingualText(zh: "完成进度：累计占目标值", en: "the total so far over the bound")),
    Table.Column(
      "elapsedShare",
      BilingualText(
        zh: "序时进度：考核期已过的比例",
        en: "the share of the year, or of those periods, that has passed")),
    Table.Column(
      "seasonalShare",
      BilingualText(
        zh: "季节进度：模型中累计均值与考核期合计均值之比（不用实绩）；合计均值不明显为正时为空",
        en: "the usual share of the total by then: the model's mean so far over its mean total, "
          + "without what came; empty where that total is not clearly positive")),
    Table.Column(
      "seasonalP10",
      BilingualText(
        zh: "逐次试验比例的 10% 分位数；有试验合计不为正时为空",
        en: "the 10 % quantile of the share over the trials; empty where a total is not positive")
    ),
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
      .date(target.through), cell(progress.done), .text(progress.isReported ? "true" : "false"),
      .known(progress.doneShare),
      .known(progress.elapsedShare), .known(progress.seasonalShare.mean),
      .known(progress.seasonalShare.p10), .known(progress.seasonalShare.p90),
      cell(progress.required), cell(progress.expected?.mean), cell(progress.expected?.p10),
      cell(progress.expected?.p90), cell(progress.lastYear),
    ] + verdict
  }
}
