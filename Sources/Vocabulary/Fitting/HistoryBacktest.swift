import Forecasting
import History

extension BacktestSettings {
  /// Settings that judge a method on a series: so many forecasts, as far apart as the series
  /// allows.
  ///
  /// A short series is rather judged from fewer values than not at all, unless it is said how many
  /// values a forecast has to know.
  public init(
    judgedBy series: TimeSeries, horizon: Int, origins: Int, minimumTraining: Int? = nil
  ) {
    self.init(
      horizon: horizon, origins: origins, of: series, minimumTraining: minimumTraining)
    if minimumTraining == nil, series.count < self.minimumTraining + horizon {
      self.init(
        horizon: horizon, origins: origins, of: series,
        minimumTraining: max(4, min(series.seasonLength + 3, series.count - horizon)))
    }
    range = ValueRange(of: series)
  }
}

extension History {
  /// What was known after each period: the revisions of the past taken back.
  ///
  /// Where nothing was revised the values are those of today.
  public func vintages(publicationDelay: Int) -> Vintages {
    guard !revisions.isEmpty else { return Vintages(series) }
    let stages = (1...max(series.count, 1)).compactMap { count -> TimeSeries? in
      let day = period(at: count - 1).lastDay.adding(days: publicationDelay)
      // A history whose first values came later begins elsewhere, and is no stage of this one.
      guard let then = known(on: day), then.start == start else { return nil }
      return then.series
    }
    return Vintages(latest: series, stages: stages)
  }
}
