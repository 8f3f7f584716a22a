import Languages

/// A series made ready for a stationary model: differenced, and scaled to be of order 1.
///
/// Gaps are filled by straight lines, and each has a regressor that is 1 there: the likelihood
/// integrated over its coefficient is that of the observed values alone, whatever stands in the
/// gap, and the coefficient with its variance is what the filter and smoother of a state space
/// with a diffuse start would say of the missing value.
///
/// - Source: Gómez, Maravall, Peña (1999), "Missing observations in ARIMA models: skipping
///   approach versus additive outlier approach", Journal of Econometrics 88.
struct DifferencedSeries {
  /// The steps from the first observed value to the last.
  let observed: Range<Int>
  /// The values of those steps, gaps filled.
  let levels: [Double]
  /// The steps of the gaps, counted from the first observed value.
  let gaps: [Int]
  /// The coefficients δ of the differences: w(t) = y(t) + Σ δⱼ y(t-j).
  let differences: [Double]
  /// The differenced values over `scale`, less `centre`.
  let values: [Double]
  let scale: Double
  /// The mean of the scaled differenced values; what a model without constant adds again.
  let centre: Double
  let seasonLength: Int

  /// - Errors: `tooFewObservations` where the differences leave nothing; `outsideDomain` where
  ///   values are infinite or so large that differences are.
  init(_ series: TimeSeries, order: ArimaOrder) throws(FitFailure) {
    let lost = order.lostSteps(seasonLength: series.seasonLength)
    let known = series.values.filter { !$0.isNaN }.count
    guard let first = series.values.firstIndex(where: { !$0.isNaN }), known > lost,
      let last = series.values.lastIndex(where: { !$0.isNaN })
    else { throw .tooFewObservations(found: known, needed: lost + 1) }
    observed = first..<last + 1
    let part = series.values[first...last]
    if let step = part.firstIndex(where: { abs($0) > 1e280 }) {
      throw .outsideDomain(
        step: step, expected: .init(zh: "绝对值小于 1e280 的数", en: "a number below 1e280 in size"))
    }
    gaps = part.indices.filter { part[$0].isNaN }.map { $0 - first }
    levels = filledByLines(Array(part))
    differences = differencePolynomial(order, seasonLength: series.seasonLength)
    seasonLength = series.seasonLength
    let raw = differenced(levels, by: differences)
    let mean = raw.reduce(0) { $0 + $1 / Double(raw.count) }
    let size = raw.lazy.map { abs($0 - mean) }.max() ?? 0
    // Deviations that are rounding of the values are none.
    let levelSize = levels.lazy.map(abs).max() ?? 0
    let isConstant = size <= 1e-14 * levelSize
    let square = raw.reduce(0) { $0 + (($1 - mean) / size) * (($1 - mean) / size) }
    let spread = isConstant ? 0 : size * (square / Double(raw.count)).squareRoot()
    let scale = spread > 0 ? spread : abs(mean) > 1e-14 * levelSize ? abs(mean) : 1
    self.scale = scale
    centre = spread > 0 || abs(mean) > 1e-14 * levelSize ? mean / scale : 0
    values = raw.map { isConstant ? 0 : ($0 - mean) / scale }
  }

  var count: Int { values.count }

  /// Whether the differenced series is the same at all steps.
  var isConstant: Bool { !values.contains { $0 != 0 } }

  /// The regressor of a gap: what 1 at its step makes of the differences.
  func regressor(ofGap gap: Int) -> [Double] {
    var column = [Double](repeating: 0, count: count)
    let lost = differences.count
    for lag in 0...lost {
      let step = gap + lag - lost
      if column.indices.contains(step) { column[step] = lag == 0 ? 1 : differences[lag - 1] }
    }
    return column
  }
}

/// The coefficients of (1 - B)^d (1 - B^s)^D, without the leading 1.
func differencePolynomial(_ order: ArimaOrder, seasonLength: Int) -> [Double] {
  var polynomial = [1.0]
  func multiply(lag: Int) {
    polynomial += [Double](repeating: 0, count: lag)
    for place in stride(from: polynomial.count - 1, through: lag, by: -1) {
      polynomial[place] -= polynomial[place - lag]
    }
  }
  for _ in 0..<order.d { multiply(lag: 1) }
  for _ in 0..<order.seasonalD { multiply(lag: seasonLength) }
  return Array(polynomial.dropFirst())
}

/// The differences of a series; as many fewer values as there are coefficients.
func differenced(_ values: [Double], by differences: [Double]) -> [Double] {
  let lost = differences.count
  guard values.count > lost else { return [] }
  var result = Array(values[lost...])
  for (place, value) in differences.enumerated() where value != 0 {
    let lag = place + 1
    for step in result.indices { result[step] += value * values[lost + step - lag] }
  }
  return result
}
