import Forecasting
import Formulas
import History
import SourceText

/// A file of the register: one forecast of one series, with the day up to which data were known,
/// and all that is needed to judge it later without the data of then.
public enum RegisterTable {
  public static let columns: [Table.Column] =
    [
      .series, .informationDate, .method, .model, .step, .forecastPeriod, .forecastMean,
      Table.Column(
        "simple",
        BilingualText(
          zh: "季节朴素法的预测值，供比较", en: "the seasonal naive forecast, to compare with")),
      Table.Column(
        "errorScale",
        BilingualText(
          zh: "MASE 的分母；没有时为空", en: "the scale of MASE; empty where there is none")),
      .seriesUnit,
    ] + quantileLevels.map { .forecastQuantile($0) }

  /// The forecast of a series.
  public static func table(_ forecast: SeriesForecast, date: CalendarDate) -> Table {
    let history = forecast.history
    let scale = errorScale(of: history.series)
    var table = Table(columns: columns)
    for step in 0..<forecast.horizon {
      table.append(
        [
          .text(history.id), .date(date.description), .text(forecast.method),
          .text(forecast.model.name), .integer(step + 1),
          .date(history.period(at: history.series.count + step).label),
          .known(forecast.points[step]), .known(forecast.simple[step]), .known(scale),
          .optional(history.unit?.symbol),
        ] + forecast.quantiles[step].map { .known($0) })
    }
    return table
  }
}

/// A forecast of the register, beside what has come of it.
public struct RegisteredForecast: Sendable {
  public let series: String
  /// The day up to which data were known.
  public let informationDate: String
  public let method: String
  public let unit: String?
  /// The steps, the first ones first.
  public var steps: [Step]

  /// One period that was forecast.
  public struct Step: Sendable {
    /// How many periods ahead.
    public let number: Int
    public let period: Period
    public let mean: Double
    /// The seasonal naive forecast; NaN where there was none.
    public let simple: Double
    /// NaN where there was none.
    public let errorScale: Double
    /// At `quantileLevels`.
    public let quantiles: [Double]
    /// What came; NaN where it has not yet.
    public var actual: Double

    /// A step as the register has it.
    public init(
      number: Int, period: Period, mean: Double, simple: Double, errorScale: Double,
      quantiles: [Double], actual: Double = .nan
    ) {
      self.number = number
      self.period = period
      self.mean = mean
      self.simple = simple
      self.errorScale = errorScale
      self.quantiles = quantiles
      self.actual = actual
    }
  }

  /// A forecast as the register has it.
  public init(
    series: String, informationDate: String, method: String, unit: String?, steps: [Step]
  ) {
    self.series = series
    self.informationDate = informationDate
    self.method = method
    self.unit = unit
    self.steps = steps
  }
}
