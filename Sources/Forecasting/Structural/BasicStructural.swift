/// A structural model with level, slope, season, irregular part and regressors.
///
/// - Source: Harvey (1989), "Forecasting, Structural Time Series Models and the Kalman Filter".
public struct BasicStructural: ForecastMethod {
  public var name: String { "structural" }
  /// What the model is made of. Where the components are chosen, a damped slope and a season are
  /// among the choices if they are named here.
  ///
  /// The slope is fixed unless asked for: one that walks at random foretells less well on most
  /// short series, because what it learns of the last steps it carries on for ever.
  public var components: StructuralComponents
  /// Whether slope and season are chosen by the corrected criterion of Akaike. Variances that
  /// are estimated as zero count as absent, so that fixed parts need no choice.
  public var choosesComponents: Bool
  public var regressors: Regressors

  public init(
    components: StructuralComponents = StructuralComponents(slope: .fixed),
    choosesComponents: Bool = false, regressors: Regressors = Regressors()
  ) {
    self.components = components
    self.choosesComponents = choosesComponents
    self.regressors = regressors
  }

  public func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    try fitted(series)
  }

  /// The same as `fit`, with all that a structural model tells.
  ///
  /// Missing values are passed over exactly. Regressors whose effects the series cannot tell from
  /// its season or from each other are left out, as is something that has not happened yet.
  ///
  /// - Errors: `tooFewObservations` where there are not two more than states and regressors;
  ///   `outsideDomain` for an infinite value; `regressors` for columns that do not cover the
  ///   series.
  /// - Complexity: some ten runs of the filter, each O(steps × states²); thrice as many where the
  ///   slope is damped.
  public func fitted(_ series: TimeSeries) throws(FitFailure) -> StructuralModel {
    try fittedStructural(series, choosesComponents ? choices : [components], regressors, name)
  }

  /// The search goes on from the variances found before.
  public func fit(
    _ series: TimeSeries, after earlier: any FittedModel
  ) throws(FitFailure) -> any FittedModel {
    try fittedStructural(
      series, choosesComponents ? choices : [components], regressors, name,
      earlier: earlier as? StructuralModel)
  }

  private var choices: [StructuralComponents] {
    let seasons: [StructuralComponents.Season] =
      components.season == .none ? [.none] : [components.season, .none]
    let slopes: [StructuralComponents.Slope] =
      components.slope == .damped
      ? [.none, .fixed, .stochastic, .damped] : [.none, .fixed, .stochastic]
    return seasons.flatMap { season in
      slopes.map {
        StructuralComponents(slope: $0, season: season, hasIrregular: components.hasIrregular)
      }
    }
  }
}

/// A level that walks at random, observed with errors.
///
/// - Source: Durbin, Koopman (2012), chapter 2.
public struct LocalLevel: ForecastMethod {
  public var name: String { "localLevel" }
  public var regressors: Regressors

  public init(regressors: Regressors = Regressors()) { self.regressors = regressors }

  public func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    try fitted(series)
  }

  /// The same as `fit`, with all that a structural model tells.
  ///
  /// - Errors: as `BasicStructural.fitted`.
  public func fitted(_ series: TimeSeries) throws(FitFailure) -> StructuralModel {
    try fittedStructural(
      series, [StructuralComponents(slope: .none, season: .none)], regressors, name)
  }
}

/// A level that a slope moves on, observed with errors.
///
/// - Source: Harvey (1989), section 2.3.2.
public struct LocalLinearTrend: ForecastMethod {
  /// What of the trend is uncertain.
  public enum Form: Hashable, Sendable {
    /// Level and slope walk at random.
    case general
    /// Only the slope walks, so that the level is smooth.
    case smooth
    /// Only the level walks, along a fixed slope.
    case drifting
    /// A straight line.
    case deterministic
    /// As general, and the slope is drawn to zero.
    case damped
  }

  public var name: String { "localLinearTrend" }
  public var form: Form
  public var regressors: Regressors

  public init(form: Form = .general, regressors: Regressors = Regressors()) {
    self.form = form
    self.regressors = regressors
  }

  public func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    try fitted(series)
  }

  /// The same as `fit`, with all that a structural model tells.
  ///
  /// - Errors: as `BasicStructural.fitted`.
  public func fitted(_ series: TimeSeries) throws(FitFailure) -> StructuralModel {
    try fittedStructural(series, [components], regressors, name)
  }

  private var components: StructuralComponents {
    switch form {
    case .general: StructuralComponents(season: .none)
    case .smooth: StructuralComponents(level: .fixed, season: .none)
    case .drifting: StructuralComponents(slope: .fixed, season: .none)
    case .deterministic: StructuralComponents(level: .fixed, slope: .fixed, season: .none)
    case .damped: StructuralComponents(slope: .damped, season: .none)
    }
  }
}

private func fittedStructural(
  _ series: TimeSeries, _ sets: [StructuralComponents], _ regressors: Regressors, _ name: String,
  earlier: StructuralModel? = nil
) throws(FitFailure) -> StructuralModel {
  let all = regressors.rows(of: series)
  try all.check(series)
  let told = all.count > 0 ? all.told(by: series, beside: parts(of: series, sets)) : []
  let others = all.names.indices.filter { !told.contains($0) }
  let fitting = try StructuralFitting(
    series, all.selected(told), leftOut: others.map { all.names[$0] })
  let sets = sets.map { $0.fitting(seasonLength: series.seasonLength) }
  let distinct = sets.enumerated().filter { sets.firstIndex(of: $0.element) == $0.offset }
  return fitting.model(try fitting.best(of: distinct.map(\.element), earlier), name: name)
}

/// What the state of a model makes of a series, if it were without noise: a constant, and where
/// it has them a line and seasons.
private func parts(of series: TimeSeries, _ sets: [StructuralComponents]) -> [[Double]] {
  let steps = series.values.indices
  var parts = [steps.map { _ in 1.0 }]
  if sets.contains(where: { $0.slope != .none }) { parts.append(steps.map { Double($0) }) }
  if sets.contains(where: { $0.season != .none }) {
    for season in 1..<max(1, series.seasonLength) {
      parts.append(steps.map { series.season(of: $0) == season ? 1 : 0 })
    }
  }
  return parts
}
