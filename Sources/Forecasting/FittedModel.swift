import Languages

/// A model with its parameters estimated: what it says of the steps after the series.
public protocol FittedModel: Sendable {
  /// Which model it is, and its parameters.
  var description: ModelDescription { get }

  /// The one-step-ahead errors of the series, divided by their standard deviation where the model
  /// has one; NaN where there is none, such as at the first steps or at missing values.
  ///
  /// - Shape: one for each step of the series.
  var residuals: [Double] { get }

  /// The forecast as one number a step: the mean, or where the model has a transformation the
  /// median, which a transformation keeps.
  ///
  /// - Shape: `horizon` numbers.
  func pointForecast(horizon: Int) -> [Double]

  /// Draws of the steps to come, with the uncertainty of the parameters.
  ///
  /// - Parameter noise: gives the random numbers; the same noise gives the same paths.
  func paths(horizon: Int, noise: PathNoise) -> PathSample
}

/// A way to forecast: turns a series into a fitted model.
public protocol ForecastMethod: Sendable {
  /// The name by which the command line and a scenario ask for it, such as `ets`.
  var name: String { get }

  /// Estimates the parameters on all values of the series.
  ///
  /// - Errors: `FitFailure` where the series cannot tell the parameters.
  func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel

  /// Estimates the parameters anew when more of a series is known, which may be sooner done with
  /// those from before.
  ///
  /// - Parameter earlier: the model of the same method for the first values of the series.
  /// - Errors: as `fit`.
  func fit(
    _ series: TimeSeries, after earlier: any FittedModel
  ) throws(FitFailure) -> any FittedModel
}

extension ForecastMethod {
  /// The fit as if nothing had been known before.
  public func fit(
    _ series: TimeSeries, after earlier: any FittedModel
  ) throws(FitFailure) -> any FittedModel {
    try fit(series)
  }
}

/// What a fitted model is called and what was estimated.
public struct ModelDescription: Hashable, Sendable {
  public struct Parameter: Hashable, Sendable {
    public let name: String
    public let value: Double

    public init(_ name: String, _ value: Double) {
      self.name = name
      self.value = value
    }
  }

  /// The name with the chosen form, such as `ETS(A,Ad,M)` or `ARIMA(1,1,1)(0,1,1)[12]`.
  public let name: String
  public let parameters: [Parameter]
  /// What regressors do to the series; empty for a model without any.
  public let effects: [RegressorEffect]
  /// The logarithm of the likelihood at the estimates, with all constants; nil for a model
  /// without one.
  public let logLikelihood: Double?
  /// How many numbers were estimated, starting values and the variance among them.
  public let estimatedCount: Int
  /// How many observations the likelihood is of.
  public let observationCount: Int

  public init(
    name: String, parameters: [Parameter] = [], effects: [RegressorEffect] = [],
    logLikelihood: Double? = nil, estimatedCount: Int = 0, observationCount: Int = 0
  ) {
    self.name = name
    self.parameters = parameters
    self.effects = effects
    self.logLikelihood = logLikelihood
    self.estimatedCount = estimatedCount
    self.observationCount = observationCount
  }

  /// Akaike's criterion with the correction for short series; infinite where the series is too
  /// short for it, nil without a likelihood.
  ///
  /// - Source: Hurvich, Tsai (1989), "Regression and time series model selection in small samples".
  public var correctedAkaike: Double? {
    guard let logLikelihood else { return nil }
    let k = Double(estimatedCount)
    let room = Double(observationCount) - k - 1
    guard room > 0 else { return .infinity }
    return -2 * logLikelihood + 2 * k + 2 * k * (k + 1) / room
  }
}

/// Why a method cannot be fitted to a series.
public enum FitFailure: Error, Hashable, Sendable {
  /// The series has fewer observations than the method needs.
  case tooFewObservations(found: Int, needed: Int)
  /// The method needs values above zero, and the one at this step is not.
  case notPositive(step: Int)
  /// The method needs values of a kind, told in words, and the one at this step is not.
  case outsideDomain(step: Int, expected: BilingualText)
  /// Regressors that are linear combinations of others, or missing for some steps.
  case regressors(BilingualText)
  /// The search for the parameters found none with a finite likelihood.
  case noEstimate
  /// The method is for years, and the series has seasons.
  case seasonal
  /// More series than are fitted together.
  case tooManySeries(found: Int, most: Int)
}
