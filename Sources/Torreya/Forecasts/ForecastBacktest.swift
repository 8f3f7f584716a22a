import Forecasting
import Formulas
import History
import Probability
import Reports
import SourceText
import Synchronization
import Workers

/// Makes the forecasts of several methods again, from earlier origins of each series.
///
/// The seasonal naive method takes part in any case: all others are compared with it.
///
/// - Returns: those of the series that are long enough, in their order; and the names of the
///   others.
public func backtest(
  _ histories: [History], _ request: ForecastRequest,
  progress: (@Sendable (Double) -> Void)? = nil
) -> (results: [SeriesBacktest], tooShort: [String]) {
  let counter = ShareCounter(histories.count, progress)
  let request = request.comparingWithSimple()
  let known = collect(histories.count, threads: request.threads) {
    request.known(of: histories[$0])
  }
  let methods = request.methods(for: known)
  let found = collect(histories.count, threads: request.threads) { index in
    defer { counter.step() }
    return known[index].flatMap { history in
      backtest(
        history, methods[index], request, threads: histories.count > 1 ? 1 : request.threads)
    }
  }
  return (
    found.compactMap { $0 }, zip(histories, found).filter { $0.1 == nil }.map(\.0.id)
  )
}

extension ForecastRequest {
  /// The same request with the seasonal naive method among the methods.
  func comparingWithSimple() -> ForecastRequest {
    var request = self
    if !methods.contains(where: { $0.name == simpleMethodName }),
      let simple = forecastMethod(named: simpleMethodName)
    {
      request.methods.append(simple)
    }
    return request
  }
}

/// Makes the forecasts of several methods again, from earlier origins of a series.
///
/// - Parameter methods: those of the request for this history, the seasonal naive one among them.
/// - Returns: nil where the series is too short for any origin.
func backtest(
  _ history: History, _ methods: [any ForecastMethod], _ request: ForecastRequest, threads: Int
) -> SeriesBacktest? {
  let series = history.series
  var settings = BacktestSettings(
    judgedBy: series, horizon: request.horizon, origins: request.origins,
    minimumTraining: request.minimumTraining)
  settings.window = request.window
  settings.seed = request.seed
  let vintages = history.vintages(publicationDelay: request.publicationDelay)
  let test = Backtest(methods, on: vintages, settings, workers: threads)
  let simple = request.methods.firstIndex { $0.name == simpleMethodName }
  return test.origins.isEmpty
    ? nil
    : SeriesBacktest(history: history, backtest: test, simple: simple ?? methods.count - 1)
}

/// The files of a backtest.
public func backtestTables(_ results: [SeriesBacktest]) -> [NamedTable] {
  [
    NamedTable("backtest.csv", BacktestTable.table(results)),
    NamedTable("backtest-steps.csv", BacktestStepsTable.table(results)),
    BacktestForecastsTable.file(results),
    NamedTable("pit.csv", TransformTable.table(results)),
  ]
}

/// Counts what is done, for a line that shows progress.
final class ShareCounter: Sendable {
  private let done = Atomic<Int>(0)
  private let count: Int
  private let progress: (@Sendable (Double) -> Void)?

  init(_ count: Int, _ progress: (@Sendable (Double) -> Void)?) {
    self.count = count
    self.progress = progress
  }

  func step() {
    let number = done.wrappingAdd(1, ordering: .relaxed).newValue
    progress?(Double(number) / Double(count))
  }
}
