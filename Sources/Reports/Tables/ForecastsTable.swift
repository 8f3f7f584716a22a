import Forecasting
import History
import SourceText

extension Table.Column {
  /// The columns that files of forecasts have in common.
  static let series = Table.Column(
    "series", BilingualText(zh: "序列名称", en: "the name of the series"))
  static let step = Table.Column(
    "step", BilingualText(zh: "提前期数，从 1 起", en: "how many periods ahead, from 1 on"))
  static let forecastPeriod = Table.Column(
    "period", BilingualText(zh: "被预测的时期", en: "the period that is forecast"))
  static let model = Table.Column("model", BilingualText(zh: "所用模型", en: "the fitted model"))
  static let method = Table.Column("method", BilingualText(zh: "方法名称", en: "the method"))
  static let seriesUnit = Table.Column(
    "unit", BilingualText(zh: "序列的单位；未注明时为空", en: "the unit of the series, where it has one"))
  static let forecastMean = Table.Column(
    "mean",
    BilingualText(
      zh: "点预测：预测分布的均值；乘法模型为中位数",
      en: "the point forecast: the mean, or where the model is multiplicative the median"))
  static let informationDate = Table.Column(
    "informationDate",
    BilingualText(
      zh: "信息日期：只用到这一天为止已知的数据",
      en: "the day up to which data were known that the forecast uses"))

  /// `p025`, and what it holds.
  static func forecastQuantile(_ probability: Double) -> Table.Column {
    let percent = plainNumber(probability * 100, significantDigits: 4)
    return Table.Column(
      forecastQuantileName(probability),
      BilingualText(
        zh: "预测分布的 \(percent)% 分位数",
        en: "the value that is not exceeded with a probability of \(percent) %"))
  }
}

/// `p025` for 2.5 %, `p10` for 10 %, `p975` for 97.5 %.
func forecastQuantileName(_ probability: Double) -> String {
  let thousandths = Int((probability * 1000).rounded())
  let digits = thousandths < 100 ? "0\(thousandths)" : "\(thousandths)"
  let short = digits.hasSuffix("0") ? String(digits.dropLast()) : digits
  return "p" + short
}

/// `forecasts.csv`: the steps to come of each series.
public enum ForecastsTable {
  public static let columns: [Table.Column] =
    [.series, .step, .forecastMean] + forecastProbabilities.map { .forecastQuantile($0) } + [
      .forecastPeriod, .seriesUnit, .model,
    ]

  /// The table of forecasts, series by series.
  public static func table(_ forecasts: [SeriesForecast]) -> Table {
    var table = Table(columns: columns)
    for forecast in forecasts {
      let history = forecast.history
      for step in 0..<forecast.horizon {
        table.append(
          [.text(history.id), .integer(step + 1), .known(forecast.points[step])]
            + forecast.quantiles(step: step, at: forecastProbabilities).map { .known($0) }
            + [
              .date(history.period(at: history.series.count + step).label),
              .optional(history.unit?.symbol), .text(forecast.model.name),
            ])
      }
    }
    return table
  }
}

/// `forecast-years.csv`: what calendar years come to, observed periods included.
public enum ForecastYearsTable {
  public static let columns: [Table.Column] =
    [
      .series, Table.Column("year", BilingualText(zh: "年份", en: "the calendar year")),
      Table.Column(
        "mean", BilingualText(zh: "合计的均值", en: "the mean of what the year comes to")),
    ] + forecastProbabilities.map { .forecastQuantile($0) } + [
      Table.Column(
        "observed",
        BilingualText(zh: "其中已有数据的时期合计", en: "what its observed periods come to")),
      Table.Column(
        "forecastPeriods",
        BilingualText(zh: "其中被预测的时期数", en: "how many of its periods are forecast")),
      .seriesUnit,
    ]

  /// The table of years, series by series.
  public static func table(_ forecasts: [SeriesForecast]) -> Table {
    var table = Table(columns: columns)
    for forecast in forecasts {
      for year in forecast.years {
        table.append(
          [.text(forecast.history.id), .integer(year.year), .known(year.mean)]
            + year.quantiles.map { .known($0) }
            + [
              .known(year.observed), .integer(year.forecastCount),
              .optional(forecast.history.unit?.symbol),
            ])
      }
    }
    return table
  }
}
