/// How strong the season of a series is: 0 for none, 1 where nothing else is left besides trend.
///
/// It is 1 less the variance of the remainder over that of season and remainder, in a
/// decomposition by local regression. Gaps are filled by straight lines.
///
/// - Returns: 0 for fewer than two years.
/// - Complexity: O(n s) for a season of length s.
/// - Source: Wang, Smith, Hyndman (2006), "Characteristic-based clustering for time series data";
///   the decomposition: Cleveland and others (1990), "STL: a seasonal-trend decomposition
///   procedure based on loess", without its robust part.
public func seasonalStrength(of series: TimeSeries) -> Double {
  let season = series.seasonLength
  guard let first = series.values.firstIndex(where: { !$0.isNaN }),
    let last = series.values.lastIndex(where: { !$0.isNaN }),
    season > 1, last - first + 1 > 2 * season
  else { return 0 }
  let filled = filledByLines(Array(series.values[first...last]))
  guard let size = filled.lazy.map(abs).max(), size > 0, size.isFinite, isVaried(filled) else {
    return 0
  }
  let options = SeasonalTrendOptions(seasons: .window(11), seasonsAreLines: false, turns: 2)
  let scaled = filled.map { $0 / size }
  guard let parts = Decomposition.seasonalTrend(scaled, period: season, options) else { return 0 }
  let remainder = parts.remainder
  let detrended = zip(remainder, parts.seasonal).map { $0 + $1 }
  let whole = variance(detrended)
  guard whole > 1e-26 else { return 0 }
  return min(max(1 - variance(remainder) / whole, 0), 1)
}

private func variance(_ numbers: [Double]) -> Double {
  let mean = numbers.reduce(0, +) / Double(numbers.count)
  return numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count)
}
