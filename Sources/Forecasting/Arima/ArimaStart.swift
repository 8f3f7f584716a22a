import LinearAlgebra

extension ArimaLikelihood {
  /// A start from two regressions: a long autoregression for the errors, then the values on past
  /// values and those errors. What is not stationary or invertible is drawn towards 0.
  ///
  /// - Source: Hannan, Rissanen (1982), "Recursive estimation of mixed autoregressive-moving
  ///   average order", Biometrika 69.
  func regressionStart() -> [Double] {
    let plain = [Double](repeating: 0.1, count: order.coefficientCount)
    let season = data.seasonLength
    let values = order.hasConstant ? data.values : data.values.map { $0 + data.centre }
    let n = values.count
    let longest = max(order.p, order.q) + season * max(order.seasonalP, order.seasonalQ)
    let lags = min(longest + 2, n / 4)
    guard order.coefficientCount > 0, lags >= 1,
      let errors = longErrors(values, lags: lags)
    else { return plain }
    let past = Array(stride(from: 1, through: order.p, by: 1))
    let pastErrors = Array(stride(from: 1, through: order.q, by: 1))
    let years = (1...max(order.seasonalP, 1)).prefix(order.seasonalP).map { $0 * season }
    let errorYears = (1...max(order.seasonalQ, 1)).prefix(order.seasonalQ).map { $0 * season }
    let first = lags + longest
    guard n - first > 2 * order.coefficientCount else { return plain }
    var design: [Double] = []
    for step in first..<n {
      design += past.map { values[step - $0] } + pastErrors.map { errors[step - $0] }
      design += years.map { values[step - $0] } + errorYears.map { errors[step - $0] }
    }
    let matrix = Matrix(
      rows: n - first, columns: order.coefficientCount, elements: design)
    guard let solved = try? LeastSquares(matrix, Array(values[first...])) else { return plain }
    return drawnInside(solved.coefficients)
  }

  /// Starts without looking at the values.
  func plainStarts() -> [[Double]] {
    let k = order.coefficientCount
    guard k > 1 else { return [] }
    return [
      [Double](repeating: 0.1, count: k),
      (0..<k).map { $0 < order.p ? 0.6 : -0.3 },
    ]
  }

  private func drawnInside(_ coefficients: [Double]) -> [Double] {
    var factor = 1.0
    for _ in 0..<12 {
      let smaller = ArmaCoefficients(
        values: coefficients.map { $0 * factor }, order: order, seasonLength: data.seasonLength)
      if let free = smaller.free, free.allSatisfy({ abs($0) < 3 }) { return free }
      factor *= 0.8
    }
    return [Double](repeating: 0.1, count: coefficients.count)
  }

  /// The errors of a long autoregression, by the equations of Yule and Walker.
  private func longErrors(_ values: [Double], lags: Int) -> [Double]? {
    let n = values.count
    let covariances = (0...lags).map { lag in
      (lag..<n).reduce(0.0) { $0 + values[$1] * values[$1 - lag] } / Double(n)
    }
    guard covariances[0] > 0 else { return nil }
    let coefficients = autoregression(
      withCorrelations: covariances.map { $0 / covariances[0] }
    ).coefficients
    return (0..<n).map { step in
      coefficients.indices.reduce(values[step]) { sum, lag in
        lag < step ? sum - coefficients[lag] * values[step - lag - 1] : sum
      }
    }
  }
}

/// The autoregression with given autocorrelations, and their partial ones.
///
/// - Parameter correlations: from lag 0, which is 1.
/// - Complexity: O(k²).
/// - Source: Durbin (1960), "The fitting of time-series models".
func autoregression(
  withCorrelations correlations: [Double]
) -> (coefficients: [Double], partial: [Double]) {
  var coefficients: [Double] = []
  var partial: [Double] = []
  var rest = 1.0
  for lag in stride(from: 1, to: correlations.count, by: 1) {
    var sum = correlations[lag]
    for (place, value) in coefficients.enumerated() { sum -= value * correlations[lag - 1 - place] }
    let last = rest > 1e-14 ? sum / rest : 0
    let before = coefficients
    for place in before.indices { coefficients[place] -= last * before[before.count - 1 - place] }
    coefficients.append(last)
    partial.append(last)
    rest *= (1 - last) * (1 + last)
  }
  return (coefficients, partial)
}
