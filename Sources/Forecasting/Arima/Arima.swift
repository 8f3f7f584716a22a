/// Seasonal ARIMA: differences of the series explained by past values and past errors, with the
/// exact Gaussian likelihood. Missing values are dealt with exactly.
///
/// - Source: Box, Jenkins (1970), "Time series analysis"; the choice of the order: Hyndman,
///   Khandakar (2008), Journal of Statistical Software 27(3).
public struct Arima: ForecastMethod {
  public let name = "arima"
  /// The order; nil where it is to be chosen.
  public var order: ArimaOrder?
  /// The largest orders that the choice tries.
  public var limits: ArimaLimits
  /// Whether the search for the order takes the filter as steady when its gain changes by less
  /// than about 1e-7, which moves likelihoods by less than 1e-4 and saves time. The chosen
  /// model is always estimated exactly.
  public var approximation: Bool

  public init(
    order: ArimaOrder? = nil, limits: ArimaLimits = ArimaLimits(), approximation: Bool = true
  ) {
    self.order = order
    self.limits = limits
    self.approximation = approximation
  }

  /// Estimates by maximum likelihood.
  ///
  /// - Errors: `tooFewObservations` where the differences and coefficients need more;
  ///   `outsideDomain` for an infinite value; `noEstimate` where gaps hide a season whole.
  public func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    try fitted(series)
  }

  /// As `fit`, with what only this model has, such as standard errors.
  ///
  /// - Errors: as `fit`.
  public func fitted(_ series: TimeSeries) throws(FitFailure) -> ArimaModel {
    if let order { return try fitted(series, order: order) }
    let differences = differencesNeeded(by: series)
    var base = ArimaOrder(d: differences.ordinary, seasonalD: differences.seasonal)
    let data = try DifferencedSeries(series, order: base)
    base.hasConstant = base.d + base.seasonalD <= 1
    guard !data.isConstant else { return try fitted(series, order: base) }
    var search = ArimaSearch(
      data, differences: differences, limits: limits, approximates: approximation)
    for candidate in search.ranked() {
      let likelihood = try ArimaLikelihood(data, order: candidate.order)
      let estimate = likelihood.maximise(from: candidate.free)
      // What was admissible in the search can turn out not to be at the exact maximum.
      guard estimate.logLikelihood > -.infinity,
        likelihood.coefficients(estimate.free).rootsExceed(ArimaSearch.leastRoot(for: data))
      else { continue }
      return ArimaModel(series, likelihood, estimate)
    }
    if data.count - data.gaps.count < 2 { base.hasConstant = false }
    return try fitted(series, order: base)
  }

  private func fitted(_ series: TimeSeries, order: ArimaOrder) throws(FitFailure) -> ArimaModel {
    let data = try DifferencedSeries(series, order: order)
    let likelihood = try ArimaLikelihood(data, order: order)
    let needed = order.coefficientCount + (order.hasConstant ? 1 : 0) + 1
    guard likelihood.observationCount >= needed else {
      let lost = data.differences.count
      throw .tooFewObservations(
        found: likelihood.observationCount + lost, needed: needed + lost)
    }
    // The likelihood may have several maxima: the best of a few starts is taken.
    var best = likelihood.maximise(from: likelihood.regressionStart())
    for start in likelihood.plainStarts() {
      let other = likelihood.maximise(from: start)
      if other.logLikelihood > best.logLikelihood { best = other }
    }
    guard best.logLikelihood > -.infinity else { throw .noEstimate }
    return ArimaModel(series, likelihood, best)
  }
}
