/// Croston's method for demand that is often 0: sizes and the intervals between them are smoothed
/// apart, and the forecast is their ratio.
///
/// Steps with missing values are left out, as if there had been none.
///
/// - Source: Croston (1972), "Forecasting and stock control for intermittent demands".
public struct Croston: ForecastMethod {
  /// The name by which the command line and a scenario ask for it.
  public let name = "croston"
  /// How much a new size and a new interval count; nil for what fits best.
  public let smoothing: Double?

  /// - Precondition: `smoothing` lies in 0...1.
  public init(smoothing: Double? = nil) {
    precondition(smoothing.map { (0...1).contains($0) } ?? true, "a share")
    self.smoothing = smoothing
  }

  /// Smooths the series, with weights that bring the forecasts nearest to the mean demand so far.
  ///
  /// - Errors: `tooFewObservations` below 2; `outsideDomain` at the first negative value.
  public func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    try DemandFit.fit(series, .intervals, correctsBias: false, smoothing.map { ($0, $0) })
  }
}

/// Croston's method without its bias.
///
/// - Source: Syntetos, Boylan (2005), "The accuracy of intermittent demand estimates": the ratio
///   is too high by about the factor `1 / (1 - alpha / 2)`.
public struct SyntetosBoylan: ForecastMethod {
  /// The name by which the command line and a scenario ask for it.
  public let name = "sba"
  /// How much a new size and a new interval count; nil for what fits best.
  public let smoothing: Double?

  /// - Precondition: `smoothing` lies in 0...1.
  public init(smoothing: Double? = nil) {
    precondition(smoothing.map { (0...1).contains($0) } ?? true, "a share")
    self.smoothing = smoothing
  }

  /// As `Croston`.
  ///
  /// - Errors: as for `Croston`.
  public func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    try DemandFit.fit(series, .intervals, correctsBias: true, smoothing.map { ($0, $0) })
  }
}

/// The method of Teunter, Syntetos and Babai: the probability of demand is smoothed at each step,
/// so that the forecast falls while there is none.
///
/// - Source: Teunter, Syntetos, Babai (2011), "Intermittent demand: linking forecasting to
///   inventory obsolescence".
public struct TeunterSyntetosBabai: ForecastMethod {
  /// The name by which the command line and a scenario ask for it.
  public let name = "tsb"
  /// How much a new size counts; nil for what fits best.
  public let sizeSmoothing: Double?
  /// How much it counts whether there was demand; nil for what fits best.
  public let probabilitySmoothing: Double?

  /// - Precondition: both lie in 0...1, and both are given or none.
  public init(sizeSmoothing: Double? = nil, probabilitySmoothing: Double? = nil) {
    precondition(
      [sizeSmoothing, probabilitySmoothing].allSatisfy { $0.map { (0...1).contains($0) } ?? true },
      "shares")
    precondition((sizeSmoothing == nil) == (probabilitySmoothing == nil), "both or none")
    self.sizeSmoothing = sizeSmoothing
    self.probabilitySmoothing = probabilitySmoothing
  }

  /// As `Croston`.
  ///
  /// - Errors: as for `Croston`.
  public func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    var weights: (Double, Double)?
    if let sizeSmoothing, let probabilitySmoothing {
      weights = (sizeSmoothing, probabilitySmoothing)
    }
    return try DemandFit.fit(series, .probabilities, correctsBias: false, weights)
  }
}
