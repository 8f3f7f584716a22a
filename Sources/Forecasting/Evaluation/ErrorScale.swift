/// The mean absolute difference of values a year apart: the error, within the series, of the
/// forecast that repeats the last year. Errors divided by it can be compared between series.
///
/// Pairs with a missing value do not count. Where no pair is a year apart, neighbours take their
/// place: a series of months that is shorter than a year still has a scale.
///
/// - Unit: that of the values.
/// - Returns: nil where there is no pair, or nothing differs: a constant series gives no scale.
/// - Source: Hyndman, Koehler (2006), "Another look at measures of forecast accuracy".
public func errorScale(of series: TimeSeries) -> Double? {
  meanAbsoluteDifference(of: series.values, lag: series.seasonLength)
    ?? (series.seasonLength > 1 ? meanAbsoluteDifference(of: series.values, lag: 1) : nil)
}

/// - Returns: nil where there is no pair, or the mean is 0 or beyond the numbers.
private func meanAbsoluteDifference(of values: [Double], lag: Int) -> Double? {
  var mean = 0.0
  var count = 0.0
  for index in values.indices.dropFirst(lag) {
    let difference = abs(values[index] - values[index - lag])
    guard !difference.isNaN else { continue }
    count += 1
    // A running mean, for the sum of huge values may overflow.
    mean += (difference - mean) / count
  }
  return count > 0 && mean > 0 && mean.isFinite ? mean : nil
}
