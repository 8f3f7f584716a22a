import CKernels
import Probability

/// The exponent of Box and Cox that makes the spread within a year, relative to a power of its
/// mean, vary least from year to year.
///
/// - Parameter values: positive; years with a missing value are left out. The years are counted
///   from the end.
/// - Parameter period: the length of the groups, at least 2 are taken.
/// - Returns: the exponent; the upper end of the range below two years, and where nothing differs.
/// - Accuracy: 1e-8.
/// - Source: Guerrero (1993), "Time-series analysis supported by power transformations", eq. 5.
func guerreroLambda(
  _ values: [Double], period: Int, within range: ClosedRange<Double>
) -> Double {
  let length = max(period, 2)
  let groups = values.count / length
  let first = values.count - groups * length
  var logarithmsOfMeans: [Double] = []
  var logarithmsOfDeviations: [Double] = []
  for group in 0..<groups {
    let years = values[(first + group * length)..<(first + (group + 1) * length)]
    let mean = years.reduce(0, +) / Double(length)
    let squares = years.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = (squares / Double(length - 1)).squareRoot()
    // A year without spread tells nothing of how the spread grows.
    guard mean > 0, mean.isFinite, deviation > 0, deviation.isFinite else { continue }
    logarithmsOfMeans.append(logarithm(mean))
    logarithmsOfDeviations.append(logarithm(deviation))
  }
  guard logarithmsOfMeans.count >= 2 else { return range.upperBound }
  return smallest(within: range) { lambda in
    let logarithms = zip(logarithmsOfMeans, logarithmsOfDeviations).map {
      $1 - (1 - lambda) * $0
    }
    // The coefficient of variation does not depend on the scale; this one does not overflow.
    let largest = logarithms.max() ?? 0
    let ratios = logarithms.map { exponential($0 - largest) }
    let mean = ratios.reduce(0, +) / Double(ratios.count)
    let squares = ratios.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(ratios.count - 1)).squareRoot() / mean
  }
}

/// The exponent of Box and Cox that is likeliest for values that are normal about a line through
/// time and a pattern of the year.
///
/// - Returns: the exponent; the upper end of the range where the line has no error.
/// - Accuracy: 1e-8.
func likeliestLambda(
  _ series: TimeSeries, offset: Double, within range: ClosedRange<Double>
) -> Double {
  let steps = series.values.indices.filter { !series.values[$0].isNaN }
  let logarithms = steps.map { logarithm(series.values[$0] + offset) }
  let count = Double(steps.count)
  let hasSeasons = series.seasonLength > 1 && steps.count > 2 * series.seasonLength
  let period = hasSeasons ? series.seasonLength : 1
  guard steps.count > period + 2 else { return range.upperBound }
  // Divided by the geometric mean, so that no power overflows; that scales all alike.
  let centre = logarithms.reduce(0) { $0 + $1 / count }
  let lines = SeasonalLine(steps: steps, period: period)
  let centred = logarithms.map { $0 - centre }
  return smallest(within: range) { lambda in
    let squares = lines.squares(of: boxCoxPowers(centred, lambda))
    // The logarithms less their mean add up to nothing, and so does the Jacobian.
    return squares > 0 ? logarithm(squares) : .infinity
  }
}

/// What `boxCoxPower` gives for each.
private func boxCoxPowers(_ logarithms: [Double], _ lambda: Double) -> [Double] {
  guard lambda != 0 else { return logarithms }
  var powers = logarithms.map { lambda * $0 }
  powers.withUnsafeMutableBufferPointer {
    torreya_expm1($0.baseAddress, $0.baseAddress, $0.count)
  }
  return powers.map { $0 / lambda }
}

/// Least squares on a line through time with a level for each season.
private struct SeasonalLine {
  /// The seasons of the observed steps.
  let seasons: [Int]
  let counts: [Double]
  /// The times less the mean of their season.
  let times: [Double]
  let timeSquares: Double

  init(steps: [Int], period: Int) {
    seasons = steps.map { $0 % period }
    var counts = [Double](repeating: 0, count: period)
    for season in seasons { counts[season] += 1 }
    self.counts = counts
    times = Self.centred(steps.map(Double.init), seasons, counts)
    timeSquares = times.reduce(0) { $0 + $1 * $1 }
  }

  /// The sum of squares that the line leaves.
  func squares(of values: [Double]) -> Double {
    let centred = Self.centred(values, seasons, counts)
    let total = centred.reduce(0) { $0 + $1 * $1 }
    guard timeSquares > 0 else { return total }
    let slope = zip(times, centred).reduce(0) { $0 + $1.0 * $1.1 } / timeSquares
    return zip(times, centred).reduce(0) { sum, pair in
      let error = pair.1 - slope * pair.0
      return sum + error * error
    }
  }

  private static func centred(
    _ values: [Double], _ seasons: [Int], _ counts: [Double]
  ) -> [Double] {
    var means = [Double](repeating: 0, count: counts.count)
    for (season, value) in zip(seasons, values) { means[season] += value / counts[season] }
    return zip(seasons, values).map { $1 - means[$0] }
  }
}
