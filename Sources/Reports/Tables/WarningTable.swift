import Formulas
import Planning
import SourceText
import Vocabulary

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
      "falseAlarmError",
      BilingualText(
        zh: "其标准误：年份计数与概率拟合之误差；年份太少时为空",
        en: "its standard error: of counting years and of fitting the probabilities; empty where "
          + "there are too few")),
    Table.Column(
      "falseRed",
      BilingualText(zh: "其中此时为红的比例", en: "of the years that meet it, the share that is red")),
    Table.Column(
      "miss",
      BilingualText(
        zh: "漏报率：最终未达成的年份中此时为绿的比例",
        en: "of the years that miss the target, the share that is green then")),
    Table.Column("missError", BilingualText(zh: "其标准误（同上）", en: "its standard error, alike")),
    Table.Column("green", BilingualText(zh: "绿灯比例", en: "the share of years that are green")),
    Table.Column("yellow", BilingualText(zh: "黄灯比例", en: "yellow")),
    Table.Column("red", BilingualText(zh: "红灯比例", en: "red")),
    Table.Column(
      "cutOff",
      BilingualText(
        zh: "误报率不超过所求值的绿灯下限（概率）",
        en: "the probability below which to warn so that false alarms keep to the wished rate")),
    Table.Column(
      "cutOffError", BilingualText(zh: "其标准误（同上）", en: "its standard error, alike")),
    Table.Column(
      "missAtCutOff", BilingualText(zh: "按该下限的漏报率", en: "the misses with that cut-off")),
    Table.Column(
      "missAtCutOffError", BilingualText(zh: "其标准误（同上）", en: "its standard error, alike")),
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
          .known(one.yellow), .known(one.red), .known(one.cutOff), .known(one.cutOffError),
          .known(one.missAtCutOff), .known(one.missAtCutOffError), .known(one.brier),
        ])
      }
    }
    return table
  }
}
