import Probability

/// Forecasts by exponential smoothing in state-space form, by maximum likelihood.
///
/// Without a given form, that with the lowest corrected Akaike criterion is chosen. Forms in which
/// something multiplies are only tried where all values are above zero, and forms with a season
/// only where each season of the year was observed.
///
/// Missing values leave the state as it is carried on, without an update. The logarithm of the
/// likelihood has all its constants and is of the values themselves, so that its criterion compares
/// with that of any other model of the same values, such as an ARIMA model without differences.
///
/// - Source: Hyndman, Koehler, Ord, Snyder (2008), "Forecasting with Exponential Smoothing",
///   chapters 2, 5 and 7.
public struct ExponentialSmoothing: ForecastMethod {
  /// The form; nil to choose one.
  public var form: SmoothingForm?
  /// Whether the choice is also among trends that multiply.
  public var allowsMultiplicativeTrend: Bool
  /// Whether the choice is also among forms whose forecasts may run away.
  public var allowsUnstableForms: Bool
  /// Where the smoothing parameters may lie.
  public var region: SmoothingRegion

  public init(
    form: SmoothingForm? = nil, allowsMultiplicativeTrend: Bool = false,
    allowsUnstableForms: Bool = false, region: SmoothingRegion = .usual
  ) {
    self.form = form
    self.allowsMultiplicativeTrend = allowsMultiplicativeTrend
    self.allowsUnstableForms = allowsUnstableForms
    self.region = region
  }

  public var name: String { "ets" }

  public func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    try chosen(of: series)
  }

  /// The fitted model of the given form, or of the best one.
  ///
  /// - Errors: as `candidates`.
  public func chosen(of series: TimeSeries) throws(FitFailure) -> SmoothingModel {
    // There is one, or `candidates` has thrown.
    try candidates(of: series)[0]
  }

  /// All forms that were tried, fitted; that with the lowest criterion first.
  ///
  /// Where the series is so short that the criterion is infinite for all, the one with the fewest
  /// parameters comes first.
  ///
  /// - Errors: `tooFewObservations` below 4; `outsideDomain` at an infinite value; `notPositive`
  ///   where the given form multiplies; `noEstimate` where no form has a finite likelihood.
  /// - Complexity: some 10 passes over the series for each form, each in proportion to the square
  ///   of the length of the season. 300 months take 2 ms.
  public func candidates(of series: TimeSeries) throws(FitFailure) -> [SmoothingModel] {
    let data = try SmoothingData(series)
    let forms = try forms(for: data)
    var found: [SmoothingModel] = []
    for form in forms {
      if let model = estimate(form, data, related: found) { found.append(model) }
    }
    guard !found.isEmpty else { throw .noEstimate }
    // Forms come from the simplest on, and the order of equals is kept.
    let ranks = found.indices.sorted { left, right in
      let (a, b) = (found[left].rank, found[right].rank)
      return a == b ? left < right : a < b
    }
    return ranks.map { found[$0] }
  }

  private func forms(for data: SmoothingData) throws(FitFailure) -> [SmoothingForm] {
    if let form {
      if form.needsPositiveValues, let step = data.firstNotPositive {
        throw .notPositive(step: step)
      }
      if form.season != .none {
        guard data.seasonLength > 1 else {
          throw .outsideDomain(step: 0, expected: "a series with seasons")
        }
        let needed = data.seasonLength + 1
        guard data.observationCount >= needed else {
          throw .tooFewObservations(found: data.observationCount, needed: needed)
        }
        if let step = data.firstSeasonWithoutValue {
          throw .outsideDomain(step: step, expected: "a value in each season of the year")
        }
      }
      return [form]
    }
    let canBeSeasonal = data.seasonLength > 1 && data.firstSeasonWithoutValue == nil
    return SmoothingForm.all.filter { form in
      (allowsMultiplicativeTrend || form.trend != .multiplicative)
        && (allowsUnstableForms || !form.isUnstable)
        && (data.firstNotPositive == nil || !form.needsPositiveValues)
        && (form.season == .none || canBeSeasonal)
        && (form == SmoothingForm.all[0] || data.hasRoom(for: form))
    }
  }

  private func estimate(
    _ form: SmoothingForm, _ data: SmoothingData, related: [SmoothingModel]
  ) -> SmoothingModel? {
    let problem = SmoothingProblem(
      form: form, region: region, values: data.values, seasonLength: data.seasonLength)
    let start = startingState(of: data.values, form: form, seasonLength: data.seasonLength)
    var best = (point: [Double](), value: Double.infinity)
    func consider(_ point: [Double]) {
      let value = problem.value(at: point)
      if value < best.value { best = (point, value) }
    }
    for parameters in SmoothingParameters.grid(for: form) {
      consider(problem.point(parameters, start))
    }
    guard best.value.isFinite else { return nil }
    var search = SmoothingSearch(problem)
    let minimum = search.minimise(from: best.point, tolerance: 1e-7)
    return SmoothingModel(problem: problem, point: minimum.point, data: data)
  }
}

extension SmoothingParameters {
  /// Where the search may begin.
  static func grid(for form: SmoothingForm) -> [SmoothingParameters] {
    var grid: [SmoothingParameters] = []
    let phi = form.isDamped ? 0.95 : 1
    for alpha in [0.05, 0.3, 0.8] {
      for share in form.trend == .none ? [0] : [0.02, 0.2] {
        for gamma in form.season == .none ? [0] : [0.02, 0.3] {
          grid.append(
            SmoothingParameters(
              alpha: alpha, beta: share * alpha, gamma: gamma * (1 - alpha), phi: phi))
        }
      }
    }
    return grid
  }
}

/// What all forms share: the values, scaled, and what they allow.
struct SmoothingData {
  /// Divided by `scale`; NaN where nothing was observed.
  let values: [Double]
  /// A power of 2, so that the division loses nothing.
  let scale: Double
  let seasonLength: Int
  let observationCount: Int
  let firstNotPositive: Int?
  /// A step, counted on from the first, whose season was never observed.
  let firstSeasonWithoutValue: Int?

  init(_ series: TimeSeries) throws(FitFailure) {
    var largest = 0.0
    var seen = [Bool](repeating: false, count: series.seasonLength)
    var count = 0
    var notPositive: Int?
    for (step, value) in series.values.enumerated() where !value.isNaN {
      guard value.isFinite else {
        throw .outsideDomain(step: step, expected: "a finite number")
      }
      count += 1
      largest = max(largest, abs(value))
      seen[step % series.seasonLength] = true
      if value <= 0, notPositive == nil { notPositive = step }
    }
    guard count >= 4 else { throw .tooFewObservations(found: count, needed: 4) }
    observationCount = count
    firstNotPositive = notPositive
    firstSeasonWithoutValue = seen.firstIndex(of: false)
    seasonLength = series.seasonLength
    // 2^1023 and the smallest normal number bound a scale whose inverse is a number.
    let exponent = largest > 0 ? min(max(largest.exponent, -1022), 1022) : 0
    let scale = Double(sign: .plus, exponent: exponent, significand: 1)
    self.scale = scale
    values = series.values.map { $0 / scale }
  }

  /// Whether the criterion of a form would be finite.
  func hasRoom(for form: SmoothingForm) -> Bool {
    observationCount - SmoothingModel.estimatedCount(form, seasonLength: seasonLength) - 1 > 0
  }
}
