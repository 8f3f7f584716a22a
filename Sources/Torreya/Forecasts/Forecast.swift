import Forecasting
import Formulas
import History
import Probability
import Reports
import SourceText
import Workers

/// The forecasts of several series.
public struct ForecastResult: Sendable {
  /// In the order of the histories.
  public let forecasts: [SeriesForecast]
  /// The information date of each.
  public let dates: [CalendarDate]
  /// The series that no method could forecast, with the reason.
  public let failures: [(series: String, reason: BilingualText)]
  /// What was brought to add up; empty where no sums were declared.
  public var sums: [SumForecast] = []

  /// The files of the result.
  public var tables: [NamedTable] {
    let backtests = forecasts.compactMap(\.backtest)
    var tables = [
      NamedTable("forecasts.csv", ForecastsTable.table(forecasts)),
      NamedTable("models.csv", ForecastModelsTable.table(forecasts, dates: dates)),
    ]
    if forecasts.contains(where: { !$0.years.isEmpty }) {
      tables.append(NamedTable("forecast-years.csv", ForecastYearsTable.table(forecasts)))
    }
    if forecasts.contains(where: { !$0.history.care.isEmpty }) {
      tables.append(NamedTable("care.csv", CareTable.table(forecasts.map(\.history))))
    }
    if forecasts.contains(where: { !$0.model.effects.isEmpty }) {
      tables.append(NamedTable("effects.csv", EffectsTable.table(forecasts)))
    }
    if !sums.isEmpty { tables.append(NamedTable("sums.csv", SumsTable.table(sums))) }
    if !backtests.isEmpty {
      tables.append(NamedTable("backtest.csv", BacktestTable.table(backtests)))
    }
    return tables
  }
}

/// Forecasts series, each with a model fitted to all that is known of it.
///
/// Where the wished method cannot be fitted, a simpler one takes its place and the result says
/// so. Intervals are corrected by earlier forecasts of the same method; many series of the same
/// frequency teach each other.
///
/// - Parameter progress: called with the share that is done.
/// - Complexity: a fit for each series, and for each origin two.
public func forecast(
  _ histories: [History], _ request: ForecastRequest,
  progress: (@Sendable (Double) -> Void)? = nil
) -> ForecastResult {
  forecast(histories, nil, request, progress: progress)
}

/// Forecasts series of which some are sums of others, so that they add up.
///
/// - Parameter progress: called with the share that is done.
public func forecast(
  _ summed: SummedHistories, _ request: ForecastRequest,
  progress: (@Sendable (Double) -> Void)? = nil
) -> ForecastResult {
  forecast(summed.histories, summed, request, progress: progress)
}

private func forecast(
  _ histories: [History], _ summed: SummedHistories?, _ request: ForecastRequest,
  progress: (@Sendable (Double) -> Void)?
) -> ForecastResult {
  let count = histories.count
  let counter = ShareCounter(count, progress)
  let request = request.comparingWithSimple()
  let known = collect(count, threads: request.threads) { request.known(of: histories[$0]) }
  let joint = jointFits(known, request)
  let methods = request.methods(for: known)
  let drafts = collect(count, threads: request.threads) { index in
    defer { counter.step() }
    return known[index].flatMap {
      ForecastDraft(
        $0, methods[index], joint[index], request, threads: count > 1 ? 1 : request.threads)
    }
  }
  let pools = request.corrects ? pooledCalibrations(drafts.compactMap { $0 }) : [:]
  let coherent = coherentForecasts(drafts, summed, request, pools)
  let finished = collect(count, threads: request.threads) { index in
    drafts[index].map { draft in
      draft.finished(coherent?.forecasts[index] ?? draft.drawn(request, pools), request)
    }
  }
  var forecasts: [SeriesForecast] = []
  var failures: [(series: String, reason: BilingualText)] = []
  for (history, forecast) in zip(histories, finished) {
    if let forecast {
      forecasts.append(forecast)
    } else {
      failures.append(
        (
          history.id,
          BilingualText(
            zh: "没有可用的观测值", en: "there is no value to forecast from")
        ))
    }
  }
  return ForecastResult(
    forecasts: forecasts, dates: forecasts.map { request.date(of: $0.history) },
    failures: failures, sums: coherent?.sums ?? [])
}

/// The forecasts of all series after sums and members were brought together, and what that changed.
///
/// - Returns: nil where there are no sums; each series is then drawn when its turn comes, and its
///   paths are dropped.
private func coherentForecasts(
  _ drafts: [ForecastDraft?], _ summed: SummedHistories?, _ request: ForecastRequest,
  _ pools: [Frequency: Calibration]
) -> (forecasts: [DrawnForecast?], sums: [SumForecast])? {
  guard let summed else { return nil }
  var forecasts = collect(drafts.count, threads: request.threads) { index in
    drafts[index].map { $0.drawn(request, pools) }
  }
  let nodes = summed.nodes.compactMap { forecasts[$0] }
  guard nodes.count == summed.nodes.count,
    let found = coherentSums(nodes, summed, request)
  else { return (forecasts, []) }
  for (place, forecast) in zip(summed.nodes, found.forecasts) { forecasts[place] = forecast }
  return (forecasts, found.sums)
}

/// The fits of a method whose series learn from each other.
///
/// - Returns: for each history its fit; nil where the method fits each series by itself.
private func jointFits(_ histories: [History?], _ request: ForecastRequest)
  -> [Result<any FittedModel, FitFailure>?]
{
  var results = [Result<any FittedModel, FitFailure>?](repeating: nil, count: histories.count)
  guard request.methods[0].looksBack else { return results }
  let places = histories.indices.filter { histories[$0] != nil }
  let series = places.compactMap { histories[$0]?.series }
  let fitAll = { (series: [TimeSeries], horizon: Int) in
    Automatic(horizon: horizon).fit(all: series, threads: request.threads).map { fit in
      fit.map { $0 as any FittedModel }
    }
  }
  let fits =
    request.isAcrossTime ?? true
    ? AcrossTime(horizon: request.horizon) { Automatic(horizon: $0.horizon) }
      .fit(all: series, by: fitAll)
    : fitAll(series, request.horizon)
  for (place, fit) in zip(places, fits) { results[place] = fit }
  return results
}

/// What several series of one frequency teach about the method.
private func pooledCalibrations(_ drafts: [ForecastDraft]) -> [Frequency: Calibration] {
  Dictionary(grouping: drafts) { $0.history.frequency }.compactMapValues { drafts in
    let samples = drafts.compactMap(\.sample)
    return samples.count > 1 ? Calibration(samples) : nil
  }
}

/// A series with its model, before its intervals are corrected.
private struct ForecastDraft: Sendable {
  let history: History
  let method: String
  let model: any FittedModel
  let refusal: FitFailure?
  let backtest: SeriesBacktest?
  /// What the forecasts made again taught; nil where there are none of the method that was used.
  let sample: CalibrationSample?

  /// - Parameter methods: those of the request for this history; the first is the wished one.
  /// - Parameter joint: the fit of the wished method, where it was made together with others.
  /// - Returns: nil where nothing is known of the series.
  init?(
    _ history: History, _ methods: [any ForecastMethod],
    _ joint: Result<any FittedModel, FitFailure>?, _ request: ForecastRequest, threads: Int
  ) {
    let series = history.series
    let wished = request.methods[0]
    var refusal: FitFailure?
    var fitted: (name: String, model: any FittedModel)?
    // The combination, as the last one, forecasts even from a single value.
    for name in [wished.name, simpleMethodName, "naive", "mean", "automatic"] where fitted == nil {
      do throws(FitFailure) {
        if name == wished.name {
          let fit = if let joint { try joint.get() } else { try methods[0].fit(series) }
          fitted = (name, fit)
        } else if let other = forecastMethod(named: name) {
          fitted = (name, try other.method(for: history, request.setting).fit(series))
        }
      } catch {
        refusal = refusal ?? error
      }
    }
    guard let fitted else { return nil }
    self.history = history
    (method, model) = fitted
    self.refusal = refusal
    backtest =
      request.origins > 0 ? Torreya.backtest(history, methods, request, threads: threads) : nil
    sample = backtest.flatMap { result in
      result.backtest.method(named: fitted.name).map {
        result.backtest.calibrationSample(of: $0)
      }
    }
  }

  /// Draws the paths, and corrects them.
  func drawn(_ request: ForecastRequest, _ pools: [Frequency: Calibration]) -> DrawnForecast {
    let named = request.methods[0]
    let stream = method == named.name ? named.stream(of: history) : "forecast.\(history.id)"
    let noise = PathNoise(
      key: RandomStream(name: stream).key(seed: request.seed), pathCount: request.pathCount)
    let drawn = model.paths(horizon: request.horizon, noise: noise)
    let calibration =
      request.corrects
      ? Calibration(sample.map { [$0] } ?? [], prior: pools[history.frequency] ?? .none) : .none
    let range = ValueRange(of: history.series)
    return DrawnForecast(
      points: model.pointForecast(horizon: request.horizon).map { max($0, range.lower) },
      paths: calibration.apply(to: drawn, range: range), residuals: model.residuals,
      calibration: calibration, range: range)
  }

  /// What is told of the series.
  func finished(_ drawn: DrawnForecast, _ request: ForecastRequest) -> SeriesForecast {
    SeriesForecast(
      history: history, method: method, model: model.description, refusal: refusal,
      quantiles: drawn.paths.quantiles(at: quantileLevels), points: drawn.points,
      years: years(drawn.paths), calibration: drawn.calibration, backtest: backtest,
      simple: simplePoints(of: history, request))
  }

  /// The years that the horizon completes, unless every step is a year.
  private func years(_ paths: PathSample) -> [YearForecast] {
    let perYear = history.frequency.periodsPerYear
    guard perYear > 1 else { return [] }
    let count = history.series.count
    let periods = (0..<paths.horizon).map { history.period(at: count + $0) }
    return Dictionary(grouping: periods.indices) { periods[$0].year }.sorted { $0.key < $1.key }
      .compactMap { year, steps in
        // Only years whose last period is forecast, and whose earlier ones are known.
        guard periods[steps[steps.count - 1]].number == perYear else { return nil }
        let before = (0..<count).filter { history.period(at: $0).year == year }
        let observed = before.map { history.series.values[$0] }
        guard steps.count + before.count == perYear, !observed.contains(where: \.isNaN) else {
          return nil
        }
        let known = observed.reduce(0, +)
        let totals = paths.total(of: steps[0]..<steps[steps.count - 1] + 1).map { $0 + known }
        return YearForecast(
          year: year, observed: known, forecastCount: steps.count,
          mean: Moments(of: totals).mean,
          quantiles: quantiles(of: totals, at: forecastProbabilities))
      }
  }
}

/// The seasonal naive forecast, or the last value where a year is not known; NaN without any.
private func simplePoints(of history: History, _ request: ForecastRequest) -> [Double] {
  for name in [simpleMethodName, "naive"] {
    guard let method = forecastMethod(named: name)?.method(
        for: history, MethodSetting(horizon: request.horizon)),
      let model = try? method.fit(history.series)
    else { continue }
    return model.pointForecast(horizon: request.horizon)
  }
  return Array(repeating: .nan, count: request.horizon)
}
