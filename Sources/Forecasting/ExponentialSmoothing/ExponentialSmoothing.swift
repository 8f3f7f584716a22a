import Languages
import Probability

/// Forecasts by exponential smoothing in state-space form, by maximum likelihood or with a prior.
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
  /// Whether the choice is also among forms in which errors, trends or seasons multiply. Logarithms
  /// of a series have no use for them.
  public var allowsMultiplication: Bool
  /// Whether the choice is also among trends that multiply.
  public var allowsMultiplicativeTrend: Bool
  /// Whether the choice is also among forms whose forecasts may run away.
  public var allowsUnstableForms: Bool
  /// Where the smoothing parameters may lie.
  public var region: SmoothingRegion
  /// What is preferred of the smoothing parameters; `none` for maximum likelihood. It is not used
  /// in the admissible region.
  public var prior: SmoothingPrior
  /// Whether forms are combined by their weights instead of choosing the best one.
  public var averagesForms: Bool

  public init(
    form: SmoothingForm? = nil, allowsMultiplication: Bool = true,
    allowsMultiplicativeTrend: Bool = false, allowsUnstableForms: Bool = false,
    region: SmoothingRegion = .usual, prior: SmoothingPrior = .standard,
    averagesForms: Bool = false
  ) {
    self.form = form
    self.allowsMultiplication = allowsMultiplication
    self.allowsMultiplicativeTrend = allowsMultiplicativeTrend
    self.allowsUnstableForms = allowsUnstableForms
    self.region = region
    self.prior = prior
    self.averagesForms = averagesForms
  }

  public var name: String { "ets" }

  public func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    averagesForms ? try SmoothingMixture(candidates(of: series)) : try chosen(of: series)
  }

  /// The fitted model of the given form, or of the best one.
  ///
  /// - Errors: as `candidates`.
  public func chosen(of series: TimeSeries) throws(FitFailure) -> SmoothingModel {
    var estimation = try estimation(of: series)
    guard let best = estimation.best() else { throw .noEstimate }
    return best
  }

  /// The fitted model, begun from that of the first values of the series. Forms that came near
  /// the best one then are tried, and those that only the longer series has room for.
  public func fit(
    _ series: TimeSeries, after earlier: any FittedModel
  ) throws(FitFailure) -> any FittedModel {
    guard !averagesForms, let earlier = earlier as? SmoothingModel else {
      return try fit(series)
    }
    let data = try SmoothingData(series)
    let (now, before) = (try forms(for: data), try forms(for: earlier.data))
    let kept = earlier.rivals.filter { now.contains($0.form) }
    guard !kept.isEmpty else { return try chosen(of: series) }
    var estimation = SmoothingEstimation(data: data, region: region, prior: prior)
    for optimum in kept {
      estimation.estimate(from: optimum.scaled(by: earlier.data.scale / data.scale))
    }
    for form in Self.inTurn(now.filter { !before.contains($0) }) {
      estimation.estimate(form, isAlone: false)
    }
    guard let best = estimation.best(isLater: true) else { throw .noEstimate }
    return best
  }

  /// All forms that were tried, fitted; that with the lowest criterion first.
  ///
  /// The search for a form that will not come near the best one found before is given up, so that
  /// the parameters of the last ones in the list may not be the most likely. A form alone is
  /// always searched to the end.
  ///
  /// Where the series is so short that the criterion is infinite for all, the one with the fewest
  /// parameters comes first.
  ///
  /// - Errors: `tooFewObservations` below 4; `outsideDomain` at an infinite value; `notPositive`
  ///   where the given form multiplies; `noEstimate` where no form has a finite likelihood.
  /// - Complexity: some 10 passes over the series for each form, each in proportion to the square
  ///   of the length of the season. 300 months take 2 ms.
  public func candidates(of series: TimeSeries) throws(FitFailure) -> [SmoothingModel] {
    var estimation = try estimation(of: series)
    let ranked = estimation.models()
    guard !ranked.isEmpty else { throw .noEstimate }
    return ranked
  }

  /// All forms, estimated in turn.
  private func estimation(of series: TimeSeries) throws(FitFailure) -> SmoothingEstimation {
    let data = try SmoothingData(series)
    let forms = try forms(for: data)
    var estimation = SmoothingEstimation(data: data, region: region, prior: prior)
    for form in Self.inTurn(forms) { estimation.estimate(form, isAlone: forms.count == 1) }
    return estimation
  }

  private static func inTurn(_ forms: [SmoothingForm]) -> [SmoothingForm] {
    forms.sorted { SmoothingEstimation.order($0) < SmoothingEstimation.order($1) }
  }

  private func forms(for data: SmoothingData) throws(FitFailure) -> [SmoothingForm] {
    if let form {
      if form.needsPositiveValues, let step = data.firstNotPositive {
        throw .notPositive(step: step)
      }
      if form.season != .none {
        guard data.seasonLength > 1 else {
          throw .outsideDomain(step: 0, expected: .init(zh: "有季节的序列", en: "a series with seasons"))
        }
        let needed = data.seasonLength + 1
        guard data.observationCount >= needed else {
          throw .tooFewObservations(found: data.observationCount, needed: needed)
        }
        if let step = data.firstSeasonWithoutValue {
          throw .outsideDomain(
            step: step, expected: .init(zh: "一年里每个季节都有值", en: "a value in each season of the year"))
        }
      }
      return [form]
    }
    let canBeSeasonal = data.seasonLength > 1 && data.firstSeasonWithoutValue == nil
    return SmoothingForm.all.filter { form in
      (allowsMultiplicativeTrend || form.trend != .multiplicative)
        && (allowsUnstableForms || !form.isUnstable)
        && (allowsMultiplication && data.firstNotPositive == nil || !form.needsPositiveValues)
        && (form.season == .none || canBeSeasonal)
        && (form == SmoothingForm.all[0] || data.hasRoom(for: form))
    }
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

  init(values: [Double], scale: Double, seasonLength: Int, observationCount: Int) {
    self.values = values
    self.scale = scale
    self.seasonLength = seasonLength
    self.observationCount = observationCount
    firstNotPositive = nil
    firstSeasonWithoutValue = nil
  }

  init(_ series: TimeSeries) throws(FitFailure) {
    var largest = 0.0
    var seen = [Bool](repeating: false, count: series.seasonLength)
    var count = 0
    var notPositive: Int?
    for (step, value) in series.values.enumerated() where !value.isNaN {
      guard value.isFinite else {
        throw .outsideDomain(step: step, expected: .init(zh: "有限的数", en: "a finite number"))
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

  /// The criterion that a value of the function has, when so many numbers are estimated: that of
  /// Akaike with the correction for short series, and twice the prior, without which the form
  /// with the least likely parameters would gain. Infinite where the series is too short for it.
  func rank(ofFunction value: Double, estimatedCount: Int) -> Double {
    let (n, k) = (Double(observationCount), Double(estimatedCount))
    guard n - k - 1 > 0 else { return .infinity }
    return 2 * (value + constants) + 2 * k + 2 * k * (k + 1) / (n - k - 1)
  }

  /// What the function leaves out of the logarithm of the likelihood.
  private var constants: Double {
    let n = Double(observationCount)
    return 0.5 * n * (logarithm(2 * .pi / n) + 1) + n * logarithm(scale)
  }

  /// The value of the function that has a criterion, when so many numbers are estimated.
  func function(ofRank rank: Double, estimatedCount: Int) -> Double {
    let (n, k) = (Double(observationCount), Double(estimatedCount))
    guard rank.isFinite, n - k - 1 > 0 else { return .infinity }
    return 0.5 * (rank - 2 * k - 2 * k * (k + 1) / (n - k - 1)) - constants
  }

  /// Whether the criterion of a form would be finite.
  func hasRoom(for form: SmoothingForm) -> Bool {
    observationCount - SmoothingModel.estimatedCount(form, seasonLength: seasonLength) - 1 > 0
  }
}
