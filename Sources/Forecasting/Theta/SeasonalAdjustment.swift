import Probability

/// A series whose seasons were taken off, and what puts them back.
struct SeasonalAdjustment: Hashable, Sendable {
  /// How the seasons come to the level; nil where there are none.
  let form: SeasonalForm?
  /// What the season of each step adds, or its factor; empty without seasons.
  let seasonal: [Double]
  /// The values without seasons.
  let values: [Double]
  let period: Int

  /// Takes the seasons off.
  ///
  /// - Parameter values: without gaps.
  init(_ values: [Double], period: Int, choice: SeasonalChoice) {
    self.period = period
    for form in choice.forms(values, period: period) {
      let seasonal =
        choice.isEvolving
        ? Self.evolving(values, period: period, form: form)
        : Self.constant(values, period: period, form: form)
      // A factor next to 0 would blow up what noise there is in its season.
      guard let seasonal, form == .additive || seasonal.allSatisfy({ $0 >= 0.01 }) else {
        continue
      }
      self.form = form
      self.seasonal = seasonal
      self.values = zip(values, seasonal).map { form == .additive ? $0 - $1 : $0 / $1 }
      return
    }
    (form, seasonal, self.values) = (nil, [], values)
  }

  private static func constant(
    _ values: [Double], period: Int, form: SeasonalForm
  ) -> [Double]? {
    let trend = centredMovingAverage(of: values, period: period)
    let pattern = seasonalPattern(of: values, trend: trend, period: period, form: form)
    return pattern.map { pattern in values.indices.map { pattern[$0 % period] } }
  }

  private static func evolving(
    _ values: [Double], period: Int, form: SeasonalForm
  ) -> [Double]? {
    let isAdditive = form == .additive
    let parts = Decomposition.seasonalTrend(
      isAdditive ? values : values.map(logarithm), period: period,
      .init(seasons: .window(13), seasonsAreLines: false))
    return parts.map { isAdditive ? $0.seasonal : $0.seasonal.map(exponential) }
  }

  /// What the season of a step adds, or its factor; after the last value that of the last year.
  func season(at step: Int) -> Double {
    let count = seasonal.count
    return seasonal[step < count ? step : count - period + (step - count) % period]
  }

  /// Puts the seasons back.
  func withSeasons(_ value: Double, at step: Int) -> Double {
    switch form {
    case nil: return value
    case .additive: return value + season(at: step)
    case .multiplicative: return value * season(at: step)
    }
  }
}

extension SeasonalChoice {
  /// Whether the pattern of the year changes.
  var isEvolving: Bool { self == .evolving }

  /// Which forms to try, in turn.
  func forms(_ values: [Double], period: Int) -> [SeasonalForm] {
    guard self != .none, period >= 2, values.count >= 2 * period else { return [] }
    let isPositive = values.allSatisfy { $0 > 0 }
    switch self {
    case .none: return []
    case .tested, .evolving:
      guard isSeasonal(values, period: period) else { return [] }
      return isPositive ? [.multiplicative, .additive] : [.additive]
    case .testedAdditive: return isSeasonal(values, period: period) ? [.additive] : []
    case .always(.multiplicative): return isPositive ? [.multiplicative, .additive] : [.additive]
    case .always(.additive): return [.additive]
    }
  }
}
