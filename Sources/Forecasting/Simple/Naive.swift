/// The last value goes on: a random walk.
///
/// The yardstick of series without seasons. Missing values are dealt with exactly.
///
/// - Source: Hyndman, Athanasopoulos (2021), "Forecasting: principles and practice", 3rd edition,
///   section 5.2; its intervals in section 5.5, here with the uncertainty of the variance.
public struct Naive: ForecastMethod {
  /// The name by which the command line and a scenario ask for it.
  public let name = "naive"

  /// The method; it has no options.
  public init() {}

  /// Estimates the variance of the steps from the differences of neighbours.
  ///
  /// - Errors: `tooFewObservations` below 2.
  public func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    try RandomWalkFit(name: "Naive", series, period: 1, hasDrift: false)
  }
}

/// The value of the same season goes on: a random walk for each month of the year.
///
/// The yardstick of seasonal series; without seasons the same as `Naive`. Missing values are
/// dealt with exactly; a season that was never observed is interpolated.
///
/// - Source: as for `Naive`.
public struct SeasonalNaive: ForecastMethod {
  /// The name by which the command line and a scenario ask for it.
  public let name = "seasonalNaive"

  /// The method; it has no options.
  public init() {}

  /// Estimates the variance of the steps from the differences between years.
  ///
  /// - Errors: `tooFewObservations` below a year and a step.
  public func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    try RandomWalkFit(
      name: "SeasonalNaive", series, period: series.seasonLength, hasDrift: false)
  }
}

/// The line from the first to the last value goes on: a random walk with drift.
///
/// - Source: as for `Naive`. The variance h steps ahead is `h + h² / (n - 1)` times that of a
///   step, because the drift is estimated too.
public struct Drift: ForecastMethod {
  /// The name by which the command line and a scenario ask for it.
  public let name = "drift"

  /// The method; it has no options.
  public init() {}

  /// Estimates the drift and the variance of the steps about it.
  ///
  /// - Errors: `tooFewObservations` below 3.
  public func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    try RandomWalkFit(name: "Drift", series, period: 1, hasDrift: true)
  }
}

/// The value of the same season goes on, raised by the mean change from year to year.
///
/// - Source: `Drift`, in each season, with one drift for all.
public struct SeasonalDrift: ForecastMethod {
  /// The name by which the command line and a scenario ask for it.
  public let name = "seasonalDrift"

  /// The method; it has no options.
  public init() {}

  /// Estimates the change from year to year and the variance of the steps about it.
  ///
  /// - Errors: `tooFewObservations` below a year and two steps.
  public func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    try RandomWalkFit(
      name: "SeasonalDrift", series, period: series.seasonLength, hasDrift: true)
  }
}
