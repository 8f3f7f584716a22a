import Forecasting
import Formulas
import History
import SourceText
import Vocabulary

/// `models.csv`: which model forecasts each series, and from what.
public enum ForecastModelsTable {
  public static let columns: [Table.Column] = [
    .series, .method, .model,
    Table.Column(
      "parameters", BilingualText(zh: "参数估计值", en: "the parameters, as estimated")),
    Table.Column(
      "logLikelihood", BilingualText(zh: "对数似然", en: "the logarithm of the likelihood")),
    Table.Column(
      "correctedAkaike",
      BilingualText(zh: "AICc：修正的赤池信息准则", en: "Akaike's criterion, corrected (AICc)")),
    Table.Column("observations", BilingualText(zh: "观测值个数", en: "the number of values")),
    Table.Column("firstPeriod", BilingualText(zh: "首个时期", en: "the first period")),
    Table.Column("lastPeriod", BilingualText(zh: "最后时期", en: "the last period")),
    .informationDate,
    Table.Column(
      "widthFactor80",
      BilingualText(
        zh: "校准使 80% 区间平均变为原来的几倍；1 表示未校准",
        en: "how many times as wide calibration made the 80 % interval on the mean; 1: not at all")
    ),
    Table.Column(
      "refusal",
      BilingualText(
        zh: "所选方法无法使用的原因（已改用更简单的方法）；可用时为空",
        en: "why the wished method could not be used, and a simpler one was; empty where it was")),
  ]

  /// A row for each series.
  ///
  /// - Parameter dates: the information date of each forecast.
  public static func table(_ forecasts: [SeriesForecast], dates: [CalendarDate]) -> Table {
    var table = Table(columns: columns)
    for (forecast, date) in zip(forecasts, dates) {
      let history = forecast.history
      let model = forecast.model
      table.append([
        .text(history.id), .text(forecast.method), .text(model.name),
        .text(parameters(model)), .known(model.logLikelihood), .known(model.correctedAkaike),
        .integer(history.series.values.count { !$0.isNaN }), .date(history.start.label),
        .date(history.last.label), .date(date.description),
        .number(
          forecast.calibration.isNone
            ? 1 : forecast.calibration.widthFactor(coverage: 0.8, horizon: forecast.horizon)),
        .optional(forecast.refusal?.text.en),
      ])
    }
    return table
  }

  private static func parameters(_ model: ModelDescription) -> String {
    model.parameters.filter(\.value.isFinite).map { parameter in
      "\(parameter.name)=\(plainNumber(parameter.value, significantDigits: 6))"
    }.joined(separator: "; ")
  }
}

/// `care.csv`: what was done to each history before it was forecast, and what was seen in it.
public enum CareTable {
  public static let columns: [Table.Column] = [
    .series,
    Table.Column("kind", BilingualText(zh: "处理类别", en: "what was done or seen")),
    Table.Column("firstPeriod", BilingualText(zh: "涉及的首个时期", en: "the first period of it")),
    Table.Column("lastPeriod", BilingualText(zh: "涉及的最后时期", en: "the last period of it")),
    Table.Column("before", BilingualText(zh: "处理前的值", en: "the value before")),
    Table.Column(
      "after",
      BilingualText(
        zh: "处理后的值；异常值为预期值", en: "the value after; of an outlier what was expected")),
    Table.Column("textZh", BilingualText(zh: "中文说明", en: "what happened, in Chinese")),
    Table.Column("textEn", BilingualText(zh: "英文说明", en: "what happened, in English")),
  ]

  /// A row for each thing done or seen, in the order of the series.
  public static func table(_ histories: [History]) -> Table {
    var table = Table(columns: columns)
    for history in histories {
      for step in history.care.steps {
        table.append([
          .text(history.id), .text(step.kind.rawValue),
          step.periods.first.map { .date($0.label) } ?? .empty,
          step.periods.last.map { .date($0.label) } ?? .empty,
          .known(step.before), .known(step.after), .text(step.text.zh), .text(step.text.en),
        ])
      }
    }
    return table
  }
}
