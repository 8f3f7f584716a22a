import Forecasting
import History
import SourceText

/// The probabilities of the quantiles in files of forecasts.
public let forecastProbabilities: [Double] = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975]

/// The forecast of a series, as tables and the terminal show it.
public struct SeriesForecast: Sendable {
  /// What was known, after all care.
  public let history: History
  /// The name of the method, as the command line has it.
  public let method: String
  /// Which model was fitted.
  public let model: ModelDescription
  /// Why the wished method was not used; nil where it was.
  public let refusal: FitFailure?
  /// The quantiles of each step at `quantileLevels`, corrected.
  public let quantiles: [[Double]]
  /// The point forecast of each step: the mean, or where the model is multiplicative the median.
  public let points: [Double]
  /// The calendar years that lie within the horizon, or are completed by it.
  public let years: [YearForecast]
  /// What the paths were corrected by.
  public let calibration: Calibration
  /// The forecasts that were made again; nil where none were wished or possible.
  public let backtest: SeriesBacktest?
  /// What the seasonal naive forecast says of each step, for the register.
  public let simple: [Double]

  /// Everything that is told of a forecast.
  public init(
    history: History, method: String, model: ModelDescription, refusal: FitFailure?,
    quantiles: [[Double]], points: [Double], years: [YearForecast], calibration: Calibration,
    backtest: SeriesBacktest?, simple: [Double]
  ) {
    self.history = history
    self.method = method
    self.model = model
    self.refusal = refusal
    self.quantiles = quantiles
    self.points = points
    self.years = years
    self.calibration = calibration
    self.backtest = backtest
    self.simple = simple
  }

  /// How many steps it looks ahead.
  public var horizon: Int { points.count }

  /// The quantiles of a step at some of `quantileLevels`.
  public func quantiles(step: Int, at probabilities: [Double]) -> [Double] {
    probabilities.map { probability in
      let index = quantileLevels.firstIndex { abs($0 - probability) < 1e-9 }
      return index.map { quantiles[step][$0] } ?? .nan
    }
  }
}

/// What a calendar year comes to: what was observed of it, and the steps to come, path by path.
public struct YearForecast: Sendable {
  public let year: Int
  /// What its observed periods come to; 0 where none is.
  public let observed: Double
  /// How many periods of it are forecast.
  public let forecastCount: Int
  public let mean: Double
  /// At `forecastProbabilities`.
  public let quantiles: [Double]

  /// A year of which some or all periods are forecast.
  public init(
    year: Int, observed: Double, forecastCount: Int, mean: Double, quantiles: [Double]
  ) {
    self.year = year
    self.observed = observed
    self.forecastCount = forecastCount
    self.mean = mean
    self.quantiles = quantiles
  }
}

/// The forecasts that were made again of a series, and how they are judged.
public struct SeriesBacktest: Sendable {
  public let history: History
  public let backtest: Backtest
  /// How often the intervals of each method held, before and after calibration.
  public let calibrations: [CalibrationReport]
  /// The scores of each method.
  public let scores: [ForecastScores]
  /// How much better each method was than the simple one; the place of that is `simple`.
  public let skills: [Skill]
  /// The same for the ranked score, which judges the whole distribution.
  public let rankedSkills: [Skill]
  /// The test of evenness of each method.
  public let histograms: [TransformHistogram]
  /// The place of the seasonal naive method among the methods.
  public let simple: Int

  /// Judges the methods of a backtest.
  ///
  /// - Parameter simple: the place of the method that all are compared with.
  public init(history: History, backtest: Backtest, simple: Int) {
    self.history = history
    self.backtest = backtest
    self.simple = simple
    let base = backtest.methods[simple]
    calibrations = backtest.methods.map {
      CalibrationReport([backtest.calibrationSample(of: $0)])
    }
    scores = backtest.methods.map { backtest.scores($0) }
    skills = backtest.methods.map { backtest.skill(of: $0, against: base) }
    rankedSkills = backtest.methods.map {
      backtest.skill(of: $0, against: base, loss: .scaledRankedScore)
    }
    histograms = backtest.methods.map { backtest.transformHistogram($0) }
  }

  /// What can be said of a method in words.
  ///
  /// - Parameter place: of the method.
  public func verdict(_ place: Int) -> ForecastVerdict {
    ForecastVerdict(
      method: backtest.methods[place].name, simple: backtest.methods[simple].name,
      frequency: history.frequency, originCount: skills[place].originCount,
      forecastCount: scores[place].count, skill: skills[place],
      coverages: scores[place].intervals.map { ($0.nominal, $0.coverage) })
  }
}
