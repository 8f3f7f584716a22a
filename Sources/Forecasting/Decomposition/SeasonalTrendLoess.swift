/// How the decomposition into seasons and trend by loess is done.
///
/// - Source: Cleveland, Cleveland, McRae, Terpenning (1990), section 3, on how to choose.
public struct SeasonalTrendOptions: Hashable, Sendable {
  /// How the pattern of the year changes.
  public enum Seasons: Hashable, Sendable {
    /// Not at all.
    case periodic
    /// As loess over so many years has it: an odd number, 7 at least.
    case window(Int)
  }

  /// How the pattern of the year changes.
  public var seasons: Seasons
  /// Whether the pattern is smoothed by lines over the years, or by constants, which carry less
  /// noise to the last year.
  public var seasonsAreLines: Bool
  /// Over how many steps the trend is smoothed; nil for the smallest odd number that keeps the
  /// seasons out of it.
  public var trendWindow: Int?
  /// Whether single values that stand out count less.
  public var isRobust: Bool
  /// How often seasons and trend are found in turns; nil for two where it is robust, else five.
  public var turns: Int?

  /// The choices; those left out suit most series.
  public init(
    seasons: Seasons = .window(7), seasonsAreLines: Bool = true, trendWindow: Int? = nil,
    isRobust: Bool = false, turns: Int? = nil
  ) {
    self.seasons = seasons
    self.seasonsAreLines = seasonsAreLines
    self.trendWindow = trendWindow
    self.isRobust = isRobust
    self.turns = turns
  }
}

extension Decomposition {
  /// The decomposition by local regression: a pattern of the year that changes slowly.
  ///
  /// Where it is robust, the inner loop runs fifteen times more, each after values were weighed.
  ///
  /// - Parameter values: without gaps.
  /// - Returns: nil below two years, and for values that are not finite.
  /// - Accuracy: on the tested series 1e-9 of the size of the values from what statsmodels gives.
  /// - Complexity: O(values × windows).
  /// - Source: Cleveland, Cleveland, McRae, Terpenning (1990), "STL: a seasonal-trend
  ///   decomposition procedure based on loess", section 3.
  public static func seasonalTrend(
    _ values: [Double], period: Int, _ options: SeasonalTrendOptions = .init()
  ) -> Decomposition? {
    guard period >= 2, values.count >= 2 * period,
      values.allSatisfy({ abs($0) <= 1e150 })
    else { return nil }
    var work = SeasonalTrendWork(values, period: period, options)
    let outer = options.isRobust ? 15 : 0
    for turn in 0...outer {
      for _ in 0..<(options.turns ?? (options.isRobust ? 2 : 5)) { work.refine() }
      if turn < outer { work.weigh() }
    }
    if options.seasons == .periodic { work.makePeriodic() }
    let remainder = values.indices.map { values[$0] - work.trend[$0] - work.seasonal[$0] }
    return Decomposition(
      form: .additive, trend: work.trend, seasonal: work.seasonal, remainder: remainder)
  }
}

private struct SeasonalTrendWork {
  let values: [Double]
  let period: Int
  /// For the seasons with as many years as the first one, and for those with one less.
  let seasonRows: [LoessRows]
  let trendRows, slowRows: LoessRows
  var trend, seasonal: [Double]
  /// Nil until something was found to stand out.
  var weights: [Double]?

  init(_ values: [Double], period: Int, _ options: SeasonalTrendOptions) {
    self.values = values
    self.period = period
    let season: Loess
    switch options.seasons {
    case .periodic: season = Loess(window: 10 * values.count + 1, degree: 0)
    case .window(let years):
      season = Loess(
        window: Self.odd(max(years, 7)), degree: options.seasonsAreLines ? 1 : 0)
    }
    let ratio = 1.5 * Double(period) / (1 - 1.5 / Double(season.window))
    let window = options.trendWindow ?? Int(ratio.rounded(.up))
    let years = (values.count + period - 1) / period
    seasonRows = [years, years - 1].map { LoessRows(season, count: $0) }
    trendRows = LoessRows(
      Loess(window: Self.odd(max(window, 3)), degree: 1), count: values.count)
    slowRows = LoessRows(Loess(window: Self.odd(period + 1), degree: 1), count: values.count)
    trend = [Double](repeating: 0, count: values.count)
    seasonal = trend
  }

  private static func odd(_ number: Int) -> Int { number % 2 == 1 ? number : number + 1 }

  /// One turn of the inner loop.
  mutating func refine() {
    let seasons = smoothedSeasons()
    // What is slow in the seasons belongs to the trend.
    var slow = Self.movingAverage(seasons, period)
    slow = Self.movingAverage(slow, period)
    slow = Self.movingAverage(slow, 3)
    slow = Self.smooth(slow, slowRows, nil)
    for step in values.indices { seasonal[step] = seasons[step + period] - slow[step + 1] }
    let adjusted = values.indices.map { values[$0] - seasonal[$0] }
    let smoothed = Self.smooth(adjusted, trendRows, weights)
    for step in values.indices { trend[step] = smoothed[step + 1] }
  }

  /// The values of each season smoothed over the years, and a year further at both ends.
  private func smoothedSeasons() -> [Double] {
    var seasons = [Double](repeating: 0, count: values.count + 2 * period)
    for season in 0..<period {
      let steps = stride(from: season, to: values.count, by: period)
      let parts = steps.map { values[$0] - trend[$0] }
      let rows = parts.count == seasonRows[0].count ? seasonRows[0] : seasonRows[1]
      let partWeights = weights.map { weights in steps.map { weights[$0] } }
      let smoothed = Self.smooth(parts, rows, partWeights)
      for year in smoothed.indices { seasons[year * period + season] = smoothed[year] }
    }
    return seasons
  }

  /// Lets values count less the further they are from trend and seasons together.
  mutating func weigh() {
    let sizes = values.indices.map { abs(values[$0] - trend[$0] - seasonal[$0]) }
    let sorted = sizes.sorted()
    let middle = sorted.count / 2
    // Six times the median.
    let limit = 3 * (sorted[middle] + sorted[sorted.count - middle - 1])
    weights = sizes.map { size in
      if size <= 0.001 * limit { return 1 }
      if size > 0.999 * limit { return 0 }
      let ratio = size / limit
      return (1 - ratio * ratio) * (1 - ratio * ratio)
    }
  }

  /// Gives each season its mean over the years.
  mutating func makePeriodic() {
    for season in 0..<period {
      let steps = stride(from: season, to: values.count, by: period)
      let sum = steps.reduce(0) { $0 + seasonal[$1] }
      let mean = sum / Double((values.count - season - 1) / period + 1)
      for step in steps { seasonal[step] = mean }
    }
  }

  /// - Returns: two more numbers than there are values.
  private static func smooth(
    _ values: [Double], _ rows: LoessRows, _ weights: [Double]?
  ) -> [Double] {
    [Double](unsafeUninitializedCapacity: values.count + 2) { smoothed, count in
      smoothed.initialize(repeating: 0)
      count = values.count + 2
      let smoothed = UnsafeMutableBufferPointer(rebasing: smoothed[..<count])
      values.withUnsafeBufferPointer { values in
        guard let weights else { return rows.smooth(values, into: smoothed) }
        weights.withUnsafeBufferPointer { rows.smooth(values, weights: $0, into: smoothed) }
      }
    }
  }

  private static func movingAverage(_ values: [Double], _ length: Int) -> [Double] {
    let divisor = Double(length)
    return (0...(values.count - length)).map { first in
      var sum = 0.0
      for index in first..<(first + length) { sum += values[index] }
      return sum / divisor
    }
  }
}
