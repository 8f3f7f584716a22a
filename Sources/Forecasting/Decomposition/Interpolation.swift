import Probability

/// The values of a series with its gaps filled.
///
/// Between observed values lies a straight line, before the first and after the last the nearest
/// one goes on. Where the year has seasons, the line is drawn through the seasonally adjusted
/// values: the pattern of the year and the filled values are found in turns until they agree. The
/// pattern multiplies where all values are above 0, which keeps the filled ones above 0, and else
/// adds.
///
/// - Returns: the values themselves where none is missing, or all are.
/// - Source: in the manner of Moritz, Bartz-Beielstein (2017), "imputeTS: time series missing
///   value imputation in R", section "Univariate time series imputation": interpolation of the
///   seasonally adjusted series.
public func interpolated(_ series: TimeSeries) -> [Double] {
  let values = series.values
  guard values.contains(where: \.isNaN) else { return values }
  let period = series.seasonLength
  guard period > 1, values.count >= 2 * period, everySeasonIsObserved(series) else {
    return filledByLines(values)
  }
  let isPositive = values.allSatisfy { $0.isNaN || ($0 > 0 && $0.isFinite) }
  let scaled = isPositive ? values.map(logarithm) : values
  guard let filled = seasonallyFilled(scaled, period: period) else { return filledByLines(values) }
  return values.indices.map { step in
    if !values[step].isNaN { return values[step] }
    return isPositive ? exponential(filled[step]) : filled[step]
  }
}

/// The values with straight lines over the gaps; before the first and after the last the nearest
/// one goes on.
func filledByLines(_ values: [Double]) -> [Double] {
  var filled = values
  var last: Int?
  for step in values.indices where !values[step].isNaN {
    let start = (last ?? -1) + 1
    for gap in start..<step {
      guard let last else {
        filled[gap] = values[step]
        continue
      }
      // Weights rather than a slope, so that nothing overflows.
      let share = Double(gap - last) / Double(step - last)
      filled[gap] = (1 - share) * values[last] + share * values[step]
    }
    last = step
  }
  guard let last else { return values }
  for gap in (last + 1)..<max(values.count, last + 1) { filled[gap] = values[last] }
  return filled
}

private func everySeasonIsObserved(_ series: TimeSeries) -> Bool {
  var isObserved = [Bool](repeating: false, count: series.seasonLength)
  for step in series.values.indices where !series.values[step].isNaN {
    isObserved[step % series.seasonLength] = true
  }
  return isObserved.allSatisfy { $0 }
}

/// - Returns: nil where a season is observed only where no trend is known.
private func seasonallyFilled(_ values: [Double], period: Int) -> [Double]? {
  var filled = filledByLines(values)
  let size = filled.lazy.map(abs).max() ?? 0
  // Each turn brings the filled values nearer by a factor; long gaps need more turns.
  for _ in 0..<100 {
    let trend = centredMovingAverage(of: filled, period: period)
    guard
      let pattern = seasonalPattern(of: values, trend: trend, period: period, form: .additive)
    else { return nil }
    let adjusted = filledByLines(values.indices.map { values[$0] - pattern[$0 % period] })
    let next = adjusted.indices.map { adjusted[$0] + pattern[$0 % period] }
    let change = zip(next, filled).reduce(0) { max($0, abs($1.0 - $1.1)) }
    filled = next
    if change <= 1e-10 * size { break }
  }
  return filled
}
