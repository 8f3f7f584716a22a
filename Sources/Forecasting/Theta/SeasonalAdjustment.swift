/// A series whose seasons were taken off, and the pattern that puts them back.
struct SeasonalAdjustment: Hashable, Sendable {
  /// The form of the pattern; nil where there is none.
  let form: SeasonalForm?
  /// What the seasons of the first steps add, or their factors; empty without a pattern.
  let pattern: [Double]
  /// The values without seasons.
  let values: [Double]

  /// Takes the seasons off by the classical decomposition.
  ///
  /// - Parameter values: without gaps.
  init(_ values: [Double], period: Int, choice: SeasonalChoice) {
    var found: (SeasonalForm, [Double])?
    for form in Self.forms(values, period: period, choice: choice) {
      let trend = centredMovingAverage(of: values, period: period)
      let pattern = seasonalPattern(of: values, trend: trend, period: period, form: form)
      // A factor next to 0 would blow up what noise there is in its season.
      guard let pattern, form == .additive || pattern.allSatisfy({ $0 >= 0.01 }) else { continue }
      found = (form, pattern)
      break
    }
    guard let (form, pattern) = found else {
      (self.form, self.pattern, self.values) = (nil, [], values)
      return
    }
    self.form = form
    self.pattern = pattern
    self.values = values.indices.map { step in
      let season = pattern[step % period]
      return form == .additive ? values[step] - season : values[step] / season
    }
  }

  /// Which forms to try, in turn.
  private static func forms(
    _ values: [Double], period: Int, choice: SeasonalChoice
  ) -> [SeasonalForm] {
    guard period >= 2, values.count >= 2 * period else { return [] }
    let isPositive = values.allSatisfy { $0 > 0 }
    switch choice {
    case .none: return []
    case .tested:
      guard isSeasonal(values, period: period) else { return [] }
      return isPositive ? [.multiplicative, .additive] : [.additive]
    case .testedAdditive: return isSeasonal(values, period: period) ? [.additive] : []
    case .always(.multiplicative): return isPositive ? [.multiplicative, .additive] : [.additive]
    case .always(.additive): return [.additive]
    }
  }

  /// The pattern at a step, and whether it multiplies.
  func season(at step: Int) -> Double { pattern[step % pattern.count] }

  /// Puts the seasons back.
  func withSeasons(_ value: Double, at step: Int) -> Double {
    switch form {
    case nil: return value
    case .additive: return value + season(at: step)
    case .multiplicative: return value * season(at: step)
    }
  }
}
