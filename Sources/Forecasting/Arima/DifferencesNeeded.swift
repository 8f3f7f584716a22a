/// How many differences make a series stationary.
public struct DifferencesNeeded: Hashable, Sendable {
  /// Differences between whole years, taken first.
  public let seasonal: Int
  /// Differences between neighbouring steps.
  public let ordinary: Int

  public init(seasonal: Int, ordinary: Int) {
    self.seasonal = seasonal
    self.ordinary = ordinary
  }
}

/// How many differences a series needs: one between years where the season is strong, then as
/// many between neighbours as KPSS tests ask for.
///
/// The strength of the season was chosen over a unit root test such as that of Canova and Hansen
/// or of Osborn and others, because those need many years and are tabulated for few season
/// lengths. The limit 0.64 is the one of Wang, Smith-Miles and Hyndman as used by Hyndman and
/// Athanasopoulos.
///
/// - Parameter largest: of the ordinary differences.
/// - Complexity: some 100 operations a value and season.
/// - Source: Hyndman, Athanasopoulos (2021), "Forecasting: principles and practice", 3rd ed.,
///   sections 4.3 and 9.1; Kwiatkowski, Phillips, Schmidt, Shin (1992), table 1: 0.463 at 5 %.
public func differencesNeeded(by series: TimeSeries, largest: Int = 2) -> DifferencesNeeded {
  let season = series.seasonLength
  var values = trimmed(series.values)
  var seasonal = 0
  if season > 1, everySeasonIsKnown(series), seasonalStrength(of: series) > 0.64 {
    let order = ArimaOrder(seasonalD: 1)
    let differences = differenced(
      values, by: differencePolynomial(order, seasonLength: season))
    if differences.filter({ !$0.isNaN }).count >= 2 {
      seasonal = 1
      values = trimmed(differences)
    }
  }
  var ordinary = 0
  while ordinary < largest {
    let known = values.filter { !$0.isNaN }
    guard known.count >= 3, isVaried(known) else { break }
    // A number of lags that is small for the length: the test then has its power.
    let lags = Int(3 * Double(known.count).squareRoot() / 13)
    guard kpssStatistic(of: values, lags: lags) > 0.463 else { break }
    values = trimmed(differenced(values, by: [-1]))
    ordinary += 1
  }
  return DifferencesNeeded(seasonal: seasonal, ordinary: ordinary)
}

/// The statistic of the test that a series is stationary about a level or a straight line: large
/// where it is not. Missing values are left out, and the others count as neighbours.
///
/// - Parameter lags: how many autocovariances go into the long-run variance, with the weights of
///   Bartlett.
/// - Parameter aboutLine: whether the series may follow a straight line; then the 5 % limit is
///   0.146, else 0.463.
/// - Returns: NaN where fewer than two values are known or nothing varies.
/// - Source: Kwiatkowski, Phillips, Schmidt, Shin (1992), "Testing the null hypothesis of
///   stationarity against the alternative of a unit root", Journal of Econometrics 54.
public func kpssStatistic(of values: [Double], lags: Int, aboutLine: Bool = false) -> Double {
  let known = values.filter { !$0.isNaN }
  let n = Double(known.count)
  let size = known.lazy.map(abs).max() ?? 0
  guard known.count >= 2, size > 0, size.isFinite else { return .nan }
  let scaled = known.map { $0 / size }
  let mean = scaled.reduce(0, +) / n
  var slope = 0.0
  let centre = (n - 1) / 2
  if aboutLine {
    var (cross, square) = (0.0, 0.0)
    for (step, value) in scaled.enumerated() {
      cross += (Double(step) - centre) * (value - mean)
      square += (Double(step) - centre) * (Double(step) - centre)
    }
    slope = cross / square
  }
  let rest = scaled.enumerated().map { $1 - mean - slope * (Double($0) - centre) }
  var (sum, squares) = (0.0, 0.0)
  for value in rest {
    sum += value
    squares += sum * sum
  }
  var longRun = 0.0
  for lag in 0...min(max(lags, 0), known.count - 1) {
    var covariance = 0.0
    for step in lag..<known.count { covariance += rest[step] * rest[step - lag] }
    longRun += (lag == 0 ? 1 : 2 * (1 - Double(lag) / Double(max(lags, 0) + 1))) * covariance
  }
  guard longRun > 1e-26 * n else { return .nan }
  return squares / (n * longRun)
}

/// The values from the first known one to the last.
private func trimmed(_ values: [Double]) -> [Double] {
  guard let first = values.firstIndex(where: { !$0.isNaN }),
    let last = values.lastIndex(where: { !$0.isNaN })
  else { return [] }
  return Array(values[first...last])
}

/// Whether more than rounding tells the values apart.
func isVaried(_ values: [Double]) -> Bool {
  guard let low = values.min(), let high = values.max() else { return false }
  return high - low > 1e-13 * max(abs(low), abs(high))
}

/// Whether each season of the year was observed twice: without, no difference between years
/// tells of it.
private func everySeasonIsKnown(_ series: TimeSeries) -> Bool {
  var counts = [Int](repeating: 0, count: series.seasonLength)
  for (step, value) in series.values.enumerated() where !value.isNaN {
    counts[step % series.seasonLength] += 1
  }
  return counts.allSatisfy { $0 >= 2 }
}
