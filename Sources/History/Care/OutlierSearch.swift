/// Finds values that stand out from their season and their neighbours.
///
/// A running median over a year on either side gives the level, the median of what each season
/// departs from it the season, and a running median over half a year of the seasonally adjusted
/// values the level again: medians let single values pass without following them. What is left
/// is measured in robust standard deviations. Where all values are positive and they vary by more
/// than a factor of three, departures are ratios instead of differences, because seasons then grow
/// with the level.
///
/// - Source: Hampel (1974), "The influence curve and its role in robust estimation": the median
///   absolute deviation times 1.4826; Iglewicz, Hoaglin (1993), the mean absolute deviation where
///   the median one is zero.
struct OutlierSearch {
  /// How far off a value stands out.
  ///
  /// - Accuracy: of clean Gaussian series of 36 to 120 months fewer than 5 in 100 have a value so
  ///   far off (`OutlierTests`).
  static let threshold = 5.0
  /// With fewer values nothing can be said.
  static let leastCount = 8

  /// What each value is expected to be; NaN where it is missing.
  let expected: [Double]
  /// How many robust standard deviations each value lies off; 0 where it is missing.
  let distances: [Double]

  /// The indexes of the values that stand out, the farthest first.
  var indexes: [Int] {
    distances.indices.filter { abs(distances[$0]) > Self.threshold }
      .sorted { (abs(distances[$1]), $0) < (abs(distances[$0]), $1) }
  }

  /// Looks at a series.
  ///
  /// - Complexity: O(values · season length).
  init(_ values: [Double], seasonLength: Int) {
    let finite = values.filter { !$0.isNaN }
    guard finite.count >= Self.leastCount, let least = finite.min(), let most = finite.max(),
      (most - least).isFinite
    else {
      expected = values
      distances = values.map { _ in 0 }
      return
    }
    let isRelative = least > 0 && most > 3 * least
    let isSeasonal = seasonLength > 1 && values.count > 2 * seasonLength
    let season =
      isSeasonal
      ? Self.seasonMedians(values, seasonLength, isRelative)
      : [Double](repeating: isRelative ? 1 : 0, count: seasonLength)
    let adjusted = values.indices.map { index in
      let part = season[index % seasonLength]
      return isRelative ? values[index] / part : values[index] - part
    }
    let half = max(2, seasonLength / 2)
    let levels = RunningMedian(adjusted, halfWidth: half, lag: 1).levels
    let expected = values.indices.map { index -> Double in
      guard !values[index].isNaN else { return .nan }
      let part = season[index % seasonLength]
      return isRelative ? levels[index] * part : levels[index] + part
    }
    let rest = values.indices.map { index -> Double in
      guard isRelative else { return values[index] - expected[index] }
      // A half is as far off as the double.
      let ratio = values[index] / expected[index]
      return ratio >= 1 ? ratio - 1 : expected[index] > 0 ? 1 - 1 / ratio : .nan
    }
    // A season's median passes through one of its few values; what is left is too small by it.
    let years = isSeasonal ? Double(finite.count) / Double(seasonLength) : .infinity
    let scale = Self.scale(rest) * (1 + 1 / years)
    self.expected = expected
    distances = rest.map { scale > 0 && $0.isFinite ? $0 / scale : 0 }
  }

  /// What each season departs from the level of its year, as a ratio or a difference.
  private static func seasonMedians(
    _ values: [Double], _ seasonLength: Int, _ isRelative: Bool
  ) -> [Double] {
    let levels = RunningMedian(values, halfWidth: seasonLength, lag: seasonLength).levels
    var group: [Double] = []
    return (0..<seasonLength).map { season in
      group.removeAll(keepingCapacity: true)
      for index in stride(from: season, to: values.count, by: seasonLength) {
        let departure =
          isRelative ? values[index] / levels[index] : values[index] - levels[index]
        if departure.isFinite, !isRelative || departure > 0 { group.append(departure) }
      }
      return group.isEmpty ? (isRelative ? 1 : 0) : median(&group)
    }
  }

  /// The robust standard deviation.
  private static func scale(_ rest: [Double]) -> Double {
    var sizes = rest.filter(\.isFinite).map { abs($0) }
    guard !sizes.isEmpty else { return 0 }
    let mean = sizes.reduce(0) { $0 + $1 / Double(rest.count) }
    let middle = median(&sizes)
    return middle > 1e-12 * mean ? 1.4826 * middle : 1.2533 * mean
  }
}
