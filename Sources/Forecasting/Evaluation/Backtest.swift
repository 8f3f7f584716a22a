import Probability
import Workers

/// What methods would have forecast at earlier times, with what was known then, beside what came.
public struct Backtest: Sendable {
  public let settings: BacktestSettings
  /// After how many steps of the series each forecast was made, ascending; empty where the series
  /// is too short for any.
  public let origins: [Int]
  /// What came at each step of each origin; NaN where nothing did.
  ///
  /// - Shape: origins × horizon.
  public let actuals: [Double]
  /// The scale of errors at each origin, from what was known then; NaN where there is none.
  public let errorScales: [Double]
  /// The forecasts of each method, in the order in which the methods were given.
  public let methods: [MethodForecasts]

  public var horizon: Int { settings.horizon }

  /// Makes the forecasts of several methods again.
  ///
  /// A method that cannot be fitted at an origin has no forecast there, and the reason is kept.
  /// All methods draw from the same random numbers at an origin.
  ///
  /// - Parameter workers: how many work at the same time; the result is the same.
  /// - Complexity: origins × methods fits, and as many samples of paths.
  public init(
    _ methods: [any ForecastMethod], on vintages: Vintages, _ settings: BacktestSettings,
    workers: Int = 1
  ) {
    let origins = vintages.origins(settings)
    let pieces = collect(origins.count * methods.count, threads: workers) { piece in
      let (place, method) = piece.quotientAndRemainder(dividingBy: methods.count)
      return forecast(methods[method], vintages, after: origins[place], settings)
    }
    self.settings = settings
    self.origins = origins
    actuals = origins.flatMap { origin in
      (0..<settings.horizon).map { vintages.actual(at: origin + $0) }
    }
    errorScales = origins.map { origin in
      errorScale(of: vintages.known(at: origin, window: settings.window)) ?? .nan
    }
    self.methods = methods.enumerated().map { index, method in
      MethodForecasts(
        name: method.name, origins: origins,
        origins.indices.map { pieces[$0 * methods.count + index] })
    }
  }

  /// Makes the forecasts of several methods again on a series that is not revised.
  public init(
    _ methods: [any ForecastMethod], on series: TimeSeries, _ settings: BacktestSettings,
    workers: Int = 1
  ) {
    self.init(methods, on: Vintages(series), settings, workers: workers)
  }

  /// The forecasts of a method.
  public func method(named name: String) -> MethodForecasts? {
    methods.first { $0.name == name }
  }
}

/// The forecast of one method at one origin.
private func forecast(
  _ method: any ForecastMethod, _ vintages: Vintages, after origin: Int,
  _ settings: BacktestSettings
) -> OriginForecast {
  let key = RandomStream(name: "backtest.\(origin)").key(seed: settings.seed)
  let places = (0..<settings.horizon).map { key.uniform(period: $0, trial: 0, lane: 0x2_0000) }
  let actuals = (0..<settings.horizon).map { vintages.actual(at: origin + $0) }
  do throws(FitFailure) {
    let known = vintages.known(at: origin, window: settings.window)
    let model = try method.fit(known)
    return OriginForecast(
      model, actuals: actuals, places: places,
      noise: PathNoise(key: key, pathCount: settings.pathCount), settings)
  } catch {
    return OriginForecast(
      failure: error, horizon: settings.horizon, levels: settings.levels.count)
  }
}
