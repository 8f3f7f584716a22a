/// A model of several series together, with its parameters estimated.
public protocol FittedMultipleModel: Sendable {
  /// Which model it is, and the parameters that all series share.
  var description: ModelDescription { get }

  /// The one-step-ahead errors of each series, as `FittedModel.residuals`.
  ///
  /// - Shape: one list for each series.
  var residuals: [[Double]] { get }

  /// The forecast of each series as one number a step, as `FittedModel.pointForecast`.
  ///
  /// - Shape: one list of `horizon` numbers for each series.
  func pointForecasts(horizon: Int) -> [[Double]]

  /// Draws of the steps to come of all series together: the paths of all series with the same
  /// number belong to the same future.
  ///
  /// - Parameter noise: gives the random numbers; the same noise gives the same paths.
  /// - Shape: one sample for each series.
  func jointPaths(horizon: Int, noise: PathNoise) -> [PathSample]
}

/// A way to forecast several series together.
public protocol MultipleForecastMethod: Sendable {
  /// The name by which the command line and a scenario ask for it.
  var name: String { get }

  /// Estimates the parameters on all values of all series, which end at the same step.
  ///
  /// - Errors: `FitFailure` where the series cannot tell the parameters.
  func fit(_ all: [TimeSeries]) throws(FitFailure) -> any FittedMultipleModel
}
