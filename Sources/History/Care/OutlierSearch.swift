/// Finds values that stand out from their season and their neighbours.
///
/// Each value is compared with what the others let expect: the median of its season in the three
/// years on either side, each less the level of its own year, on top of the median of the half
/// year on either side of it, seasonally adjusted; itself left out. Medians let single values
/// pass without following them, and leaving the value out keeps few years from explaining it by
/// itself. The rest is measured in robust standard deviations. Where all values are positive and
/// they vary by more than a factor of three it is done on logarithms, because seasons and errors
/// then grow with the level.
///
/// - Source: Hampel (1974), "The influence curve and its role in robust estimation": the median
///   absolute deviation times 1.4826; Iglewicz, Hoaglin (1993), "How to detect and handle
///   outliers": the mean absolute deviation where the median one is zero.
struct OutlierSearch {
  /// How far off a value stands out, of so many that tell the spread: farther where few do, as
  /// the spread itself is then uncertain.
  ///
  /// - Accuracy: of clean Gaussian series of 36 to 120 months fewer than 5 in 100 have a value so
  ///   far off (`OutlierTests`).
  static func threshold(_ count: Int) -> Double { 4 * (1 + 8 / Double(max(count, 1))) }
  /// With fewer values nothing can be said.
  static let leastCount = 8

  /// What each value is expected to be; NaN where it is missing.
  let expected: [Double]
  /// How many robust standard deviations each value lies off; 0 where it is missing.
  let distances: [Double]
  /// From which distance on a value stands out.
  let limit: Double

  /// The indexes of the values that stand out, the farthest first.
  var indexes: [Int] {
    distances.indices.filter { abs(distances[$0]) > limit }
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
      limit = .infinity
      return
    }
    let isLogarithmic = least > 0 && most > 3 * least
    let scaled =
      isLogarithmic ? values.map { $0.isNaN ? .nan : logarithm(ofRatio: $0 / least) } : values
    let isSeasonal = seasonLength > 1 && values.count > 2 * seasonLength
    let seasons =
      isSeasonal ? Self.seasons(scaled, seasonLength) : [Double](repeating: 0, count: values.count)
    let adjusted = zip(scaled, seasons).map { $0 - $1 }
    let levels = RunningMedian(adjusted, halfWidth: max(2, seasonLength / 2), lag: 1)
    let rest = adjusted.indices.map { adjusted[$0] - levels.level(nearest: adjusted[$0], at: $0) }
    let inner = levels.inner
    let scale = Self.scale(rest[inner])
    distances = rest.map { scale > 0 && $0.isFinite ? $0 / scale : 0 }
    limit = Self.threshold(inner.count)
    expected = values.indices.map { index in
      guard isLogarithmic else { return values[index] - rest[index] }
      return values[index] / exponential(rest[index])
    }
  }

  /// What each value's season departs from the level of its year.
  private static func seasons(_ values: [Double], _ seasonLength: Int) -> [Double] {
    let levels = RunningMedian(values, halfWidth: seasonLength, lag: seasonLength).levels
    var seasons = [Double](repeating: 0, count: values.count)
    for season in 0..<seasonLength {
      let places = Array(stride(from: season, to: values.count, by: seasonLength))
      let departures = places.map { values[$0] - levels[$0] }
      let medians = RunningMedian(departures, halfWidth: 3, lag: 1)
      for (index, place) in places.enumerated() {
        let others = medians.others(at: index)
        seasons[place] = others.isNaN ? 0 : others
      }
    }
    return seasons
  }

  /// The robust standard deviation.
  private static func scale(_ rest: ArraySlice<Double>) -> Double {
    var sizes = rest.filter(\.isFinite).map { abs($0) }
    guard !sizes.isEmpty else { return 0 }
    let mean = sizes.reduce(0) { $0 + $1 / Double(rest.count) }
    let middle = median(&sizes)
    return middle > 1e-9 * mean ? 1.4826 * middle : 1.2533 * mean
  }
}

/// The natural logarithm of a ratio.
///
/// - Accuracy: 1e-12 of itself or absolutely, which is plenty to compare deviations.
/// - Precondition: the ratio is positive and finite.
func logarithm(ofRatio ratio: Double) -> Double {
  // ln(2ᵉ·m) = e·ln 2 + 2 artanh((m − 1)/(m + 1)), with m from 1/√2 to √2.
  var exponent = Double(ratio.exponent)
  var significand = ratio.significand
  if significand > 1.414_213_562_373_095_1 {
    significand /= 2
    exponent += 1
  }
  let z = (significand - 1) / (significand + 1)
  var power = z
  var sum = 0.0
  for odd in stride(from: 1.0, through: 17, by: 2) {
    sum += power / odd
    power *= z * z
  }
  return exponent * 0.693_147_180_559_945_3 + 2 * sum
}

/// e to a power.
///
/// - Accuracy: 1e-13 of itself for powers from -700 to 700; 0 or infinity far beyond.
func exponential(_ power: Double) -> Double {
  guard !power.isNaN else { return .nan }
  guard power > -745 else { return 0 }
  guard power < 709 else { return .infinity }
  let halvings = (power / 0.693_147_180_559_945_3).rounded()
  let rest = power - halvings * 0.693_147_180_559_945_3
  var term = 1.0
  var sum = 1.0
  for n in stride(from: 1.0, through: 14, by: 1) {
    term *= rest / n
    sum += term
  }
  return sum * Double(sign: .plus, exponent: Int(halvings), significand: 1)
}
