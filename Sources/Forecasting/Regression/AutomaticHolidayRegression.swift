import Probability

/// A holiday regression of the values or of their logarithms, whichever the series speaks for.
///
/// Logarithms need values above zero, and are taken unless the corrected criterion of Akaike of
/// the values, both as densities of the values, is smaller by more than 2.
///
/// - Source: U.S. Census Bureau, X-13ARIMA-SEATS Reference Manual, `transform`, which prefers
///   logarithms by the same margin.
public struct AutomaticHolidayRegression: ForecastMethod {
  /// By how much the criterion has to be smaller.
  static let margin = 2.0
  /// How many steps the effect of a festival has to rest on.
  static let support = 3.0

  public var name: String { "holidayRegression" }
  /// What happened when, whose effects are estimated in any case.
  public var events: Regressors
  /// What may have effects, such as festivals.
  public var calendar: Regressors

  public init(events: Regressors = Regressors(), calendar: Regressors = Regressors()) {
    self.events = events
    self.calendar = calendar
  }

  /// Fits both and keeps one.
  ///
  /// - Errors: as `HolidayRegression.fitted`.
  public func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    try fitted(series)
  }

  /// The same as `fit`, with all that the regression tells.
  public func fitted(_ series: TimeSeries) throws(FitFailure) -> HolidayRegressionModel {
    var method = HolidayRegression(
      regressors: events.joined(with: calendar), requiredCount: events.count,
      leastSupport: Self.support)
    let plain = try method.fitted(series)
    method.usesLogarithms = true
    guard series.values.allSatisfy({ $0.isNaN || $0 > 0 }),
      let logarithmic = try? method.fitted(series)
    else { return plain }
    let (ofValues, ofLogarithms) = (
      plain.description.correctedAkaike ?? .infinity,
      logarithmic.description.correctedAkaike ?? .infinity
    )
    return ofValues < ofLogarithms - Self.margin ? plain : logarithmic
  }
}
