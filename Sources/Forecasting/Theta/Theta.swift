/// The Theta method: simple exponential smoothing with half the slope of the values' line.
///
/// Seasons are taken off by the classical decomposition where there are any, and put back.
/// Missing values are filled by `interpolated`; their errors do not count.
///
/// - Source: Assimakopoulos, Nikolopoulos (2000), "The theta model: a decomposition approach to
///   forecasting"; as exponential smoothing with drift by Hyndman, Billah (2003), "Unmasking the
///   theta method"; with the first level estimated as STM of Fiorucci et al. (2016).
public struct Theta: ForecastMethod {
  /// The name by which the command line and a scenario ask for it.
  public let name = "theta"
  /// Whether and how the seasons are taken off first.
  public let seasons: SeasonalChoice

  /// The method with a way to take the seasons off.
  public init(seasons: SeasonalChoice = .tested) { self.seasons = seasons }

  /// Estimates alpha and the first level by least squares.
  ///
  /// - Errors: `tooFewObservations` below 4.
  public func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    try ThetaFit.fit(series, [.standard], seasons)
  }
}

/// The Theta method with an estimated weight of the line.
///
/// - Source: Fiorucci et al. (2016), "Models for optimising the theta method and their
///   relationship to state space models": OTM.
public struct OptimisedTheta: ForecastMethod {
  /// The name by which the command line and a scenario ask for it.
  public let name = "optimisedTheta"
  /// Whether and how the seasons are taken off first.
  public let seasons: SeasonalChoice

  /// The method with a way to take the seasons off.
  public init(seasons: SeasonalChoice = .tested) { self.seasons = seasons }

  /// Estimates alpha, the first level and the weight by least squares.
  ///
  /// - Errors: `tooFewObservations` below 4.
  public func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    try ThetaFit.fit(series, [.optimised], seasons)
  }
}

/// The Theta method with a line that is fitted anew with each value.
///
/// - Source: Fiorucci et al. (2016): DOTM, or DSTM where the weight is not estimated.
public struct DynamicTheta: ForecastMethod {
  /// The name by which the command line and a scenario ask for it.
  public let name = "dynamicTheta"
  /// Whether and how the seasons are taken off first.
  public let seasons: SeasonalChoice
  /// Whether the weight of the line is estimated, or one half.
  public let estimatesWeight: Bool

  /// The method with a way to take the seasons off.
  public init(estimatesWeight: Bool = true, seasons: SeasonalChoice = .tested) {
    self.estimatesWeight = estimatesWeight
    self.seasons = seasons
  }

  /// Estimates alpha, the first level and the weight by least squares.
  ///
  /// - Errors: `tooFewObservations` below 4.
  public func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    try ThetaFit.fit(series, [estimatesWeight ? .dynamicOptimised : .dynamicStandard], seasons)
  }
}

/// The one of the four Theta models whose errors are smallest, with seasons that may change.
public struct AutomaticTheta: ForecastMethod {
  /// The name by which the command line and a scenario ask for it.
  public let name = "automaticTheta"
  /// Whether and how the seasons are taken off first.
  public let seasons: SeasonalChoice

  /// The method with a way to take the seasons off.
  public init(seasons: SeasonalChoice = .evolving) { self.seasons = seasons }

  /// Fits all four and takes the one with the smallest mean squared error.
  ///
  /// - Errors: `tooFewObservations` below 4.
  public func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    try ThetaFit.fit(series, ThetaForm.allCases, seasons)
  }
}

extension ThetaFit {
  /// The smallest number of observations: alpha, level and weight, and an error to tell.
  static let fewestObservations = 4

  /// Fits some of the models and takes the one with the smallest mean squared error, the first of
  /// equals.
  static func fit(
    _ series: TimeSeries, _ forms: [ThetaForm], _ choice: SeasonalChoice
  ) throws(FitFailure) -> ThetaFit {
    try series.requireObservations(fewestObservations)
    let seasons = SeasonalAdjustment(
      interpolated(series), period: series.seasonLength, choice: choice)
    let isObserved = series.values.map { !$0.isNaN }
    let fits = forms.map { ThetaFit($0, seasons, isObserved: isObserved) }
    guard let best = fits.min(by: { $0.meanSquare < $1.meanSquare }) else { throw .noEstimate }
    return best
  }
}
