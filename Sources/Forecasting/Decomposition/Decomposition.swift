/// How the seasons of a series come to its level: added, or as factors.
public enum SeasonalForm: Hashable, Sendable {
  case additive, multiplicative
}

/// A series taken apart into trend, seasons and remainder.
public struct Decomposition: Hashable, Sendable {
  /// How the seasons come to the level.
  public let form: SeasonalForm
  /// The level without seasons; NaN where it is not known, such as the first and last half year
  /// of the classical decomposition.
  ///
  /// - Shape: one for each value, like the other two.
  public let trend: [Double]
  /// What the season adds, or the factor by which it multiplies.
  public let seasonal: [Double]
  /// What is left: trend and season and remainder added, or multiplied, give the values.
  public let remainder: [Double]

  /// The values without the seasons.
  public func seasonallyAdjusted(_ values: [Double]) -> [Double] {
    precondition(values.count == seasonal.count, "the values that were taken apart")
    return zip(values, seasonal).map { form == .additive ? $0 - $1 : $0 / $1 }
  }
}

extension Decomposition {
  /// The classical decomposition by moving averages: a pattern that is the same in all years.
  ///
  /// Missing values (NaN) make the trend missing for half a year around, and are left out of the
  /// means of the seasons.
  ///
  /// - Parameter period: the length of the pattern.
  /// - Returns: nil below two years, where a season is never observed beside a trend, and where
  ///   factors would not be positive.
  /// - Source: Persons (1919), "Indices of business conditions"; Hyndman, Athanasopoulos (2021),
  ///   "Forecasting: principles and practice", 3rd edition, section 3.4.
  public static func classical(
    _ values: [Double], period: Int, form: SeasonalForm
  ) -> Decomposition? {
    guard period >= 2, values.count >= 2 * period else { return nil }
    let trend = centredMovingAverage(of: values, period: period)
    guard let pattern = seasonalPattern(of: values, trend: trend, period: period, form: form)
    else { return nil }
    let seasonal = values.indices.map { pattern[$0 % period] }
    let remainder = values.indices.map { step in
      form == .additive
        ? values[step] - trend[step] - seasonal[step]
        : values[step] / trend[step] / seasonal[step]
    }
    return Decomposition(form: form, trend: trend, seasonal: seasonal, remainder: remainder)
  }
}

/// The mean of a year around each step; for an even period of a year that reaches over half a
/// step at both ends.
///
/// - Returns: NaN in the first and last half year, and where a value of the year is missing.
/// - Complexity: O(values × period), because running sums would carry rounding along.
func centredMovingAverage(of values: [Double], period: Int) -> [Double] {
  let half = period / 2
  var averages = [Double](repeating: .nan, count: values.count)
  guard values.count > 2 * half else { return averages }
  let isEven = period % 2 == 0
  let divisor = Double(period)
  values.withUnsafeBufferPointer { values in
    for step in half..<(values.count - half) {
      var sum = 0.0
      if isEven {
        for other in (step - half + 1)..<(step + half) { sum += values[other] }
        sum += 0.5 * (values[step - half] + values[step + half])
      } else {
        for other in (step - half)...(step + half) { sum += values[other] }
      }
      averages[step] = sum / divisor
    }
  }
  return averages
}

/// The pattern of a year by the means of what the values are above their trend, or of the ratios.
///
/// - Returns: what the seasons of the first `period` values add, 0 on average, or the factors, 1
///   on average; nil where one is not known, or a factor not positive.
func seasonalPattern(
  of values: [Double], trend: [Double], period: Int, form: SeasonalForm
) -> [Double]? {
  var sums = [Double](repeating: 0, count: period)
  var counts = [Double](repeating: 0, count: period)
  for step in values.indices {
    let part = form == .additive ? values[step] - trend[step] : values[step] / trend[step]
    if part.isNaN { continue }
    sums[step % period] += part
    counts[step % period] += 1
  }
  var pattern = sums
  for season in 0..<period {
    guard counts[season] > 0, sums[season].isFinite else { return nil }
    pattern[season] = sums[season] / counts[season]
  }
  let mean = pattern.reduce(0, +) / Double(period)
  if form == .additive { return pattern.map { $0 - mean } }
  guard mean > 0 else { return nil }
  let factors = pattern.map { $0 / mean }
  return factors.allSatisfy { $0 > 0 } ? factors : nil
}
