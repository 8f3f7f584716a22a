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
  var decomposition = LocalDecomposition(values: filled.map { $0 / size }, season: season)
  decomposition.decompose()
  let remainder = decomposition.remainder
  let detrended = zip(remainder, decomposition.seasonal).map { $0 + $1 }
  let whole = variance(detrended)
  guard whole > 1e-26 else { return 0 }
  return min(max(1 - variance(remainder) / whole, 0), 1)
}

private func variance(_ numbers: [Double]) -> Double {
  let mean = numbers.reduce(0, +) / Double(numbers.count)
  return numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count)
}

/// A series parted into trend, season and remainder by local regression.
private struct LocalDecomposition {
  let values: [Double]
  let season: Int
  private(set) var trend: [Double]
  private(set) var seasonal: [Double]

  /// The values that each season's smoother sees, in years.
  private static let seasonalSpan = 11

  init(values: [Double], season: Int) {
    self.values = values
    self.season = season
    trend = [Double](repeating: 0, count: values.count)
    seasonal = trend
  }

  var remainder: [Double] { values.indices.map { values[$0] - trend[$0] - seasonal[$0] } }

  mutating func decompose() {
    let n = values.count
    let trendSpan = odd(
      1.5 * Double(season) / (1 - 1.5 / Double(Self.seasonalSpan)))
    for _ in 0..<2 {
      let detrended = values.indices.map { values[$0] - trend[$0] }
      let cycle = smoothedCycle(detrended)
      var low = movingMean(movingMean(movingMean(cycle, season), season), 3)
      low = smoothed(low, span: odd(Double(season)), degree: 1, range: 0..<low.count)
      for step in 0..<n { seasonal[step] = cycle[step + season] - low[step] }
      let adjusted = values.indices.map { values[$0] - seasonal[$0] }
      trend = smoothed(adjusted, span: trendSpan, degree: 1, range: 0..<n)
    }
  }

  /// Each season smoothed over the years, and a year more at both ends.
  private func smoothedCycle(_ detrended: [Double]) -> [Double] {
    let n = detrended.count
    var cycle = [Double](repeating: 0, count: n + 2 * season)
    for place in 0..<season {
      let years = stride(from: place, to: n, by: season).map { detrended[$0] }
      let smooth = smoothed(
        years, span: Self.seasonalSpan, degree: 0, range: -1..<years.count + 1)
      for (year, value) in smooth.enumerated() { cycle[place + year * season] = value }
    }
    return cycle
  }

  private func movingMean(_ numbers: [Double], _ length: Int) -> [Double] {
    var sum = numbers.prefix(length).reduce(0, +)
    var means = [sum / Double(length)]
    for step in length..<numbers.count {
      sum += numbers[step] - numbers[step - length]
      means.append(sum / Double(length))
    }
    return means
  }

  private func odd(_ number: Double) -> Int {
    let whole = Int(number.rounded(.up))
    return whole % 2 == 0 ? whole + 1 : whole
  }

  /// A local regression with tricube weights, on the nearest values.
  private func smoothed(
    _ numbers: [Double], span: Int, degree: Int, range: Range<Int>
  ) -> [Double] {
    numbers.withUnsafeBufferPointer { numbers in
      range.map { localFit(numbers, at: $0, span: span, degree: degree) }
    }
  }

  @inline(__always)
  private func localFit(
    _ numbers: UnsafeBufferPointer<Double>, at place: Int, span: Int, degree: Int
  ) -> Double {
    let n = numbers.count
    let width = min(span, n)
    let first = min(max(place - width / 2, 0), n - width)
    var reach = Double(max(place - first, first + width - 1 - place))
    // A span longer than the series makes the weights flatter.
    if span > n { reach += Double((span - n) / 2) }
    guard reach > 0 else { return numbers[first] }
    var (sum, moment, square) = (0.0, 0.0, 0.0)
    var (value, cross) = (0.0, 0.0)
    for step in first..<first + width {
      let distance = Double(step - place)
      let share = abs(distance) / reach
      guard share < 0.999 else { continue }
      let rest = share > 0.001 ? 1 - share * share * share : 1
      let weight = rest * rest * rest
      sum += weight
      moment += weight * distance
      square += weight * distance * distance
      value += weight * numbers[step]
      cross += weight * distance * numbers[step]
    }
    guard sum > 0 else { return numbers[first] }
    guard degree > 0 else { return value / sum }
    let spread = square - moment * moment / sum
    // Too narrow for a line.
    guard spread > 1e-12 * square else { return value / sum }
    let slope = (cross - moment * value / sum) / spread
    return (value - slope * moment) / sum
  }
}
