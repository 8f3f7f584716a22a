import Probability

/// The exact Gaussian likelihood of a seasonal ARIMA model as a function of its coefficients,
/// with the variance and the constant at their best values and the gaps integrated out.
///
/// - Complexity: O(n (r + 1) (g + 1) + n g²) an evaluation, with r the longest lag and g the
///   number of gaps.
/// - Source: Harvey, Phillips (1979), "Maximum likelihood estimation of regression models with
///   autoregressive-moving average disturbances", Biometrika 66.
final class ArimaLikelihood {
  let order: ArimaOrder
  let data: DifferencedSeries
  private let filter: ArmaFilter
  /// The gaps, then the constant.
  let regressorCount: Int
  /// How many observations the likelihood is of: differences that no gap takes.
  let observationCount: Int
  /// The standardised errors at the last point, in units of `data.scale`.
  private(set) var residuals: [Double]
  /// The coefficients of the gaps and the constant at the last point, in the same unit.
  private(set) var regression: [Double]
  /// The Cholesky factor of the information on them, for errors of variance 1.
  private(set) var factor: [Double]
  /// The sum of squares of the residuals at the last point.
  private(set) var sumOfSquares = 0.0
  /// What the residuals are multiplied by so that their sum of squares has its minimum where the
  /// likelihood has its maximum.
  private(set) var stretch = 1.0
  private(set) var evaluations = 0

  /// - Errors: `tooFewObservations` where not one is left for the variance.
  init(_ data: DifferencedSeries, order: ArimaOrder) throws(FitFailure) {
    self.data = data
    self.order = order
    var columns = data.gaps.map { data.regressor(ofGap: $0) }
    let gapCount = columns.count
    if order.hasConstant { columns.append([Double](repeating: 1, count: data.count)) }
    regressorCount = columns.count
    columns.append(order.hasConstant ? data.values : data.values.map { $0 + data.centre })
    observationCount = data.count - gapCount
    guard observationCount > (order.hasConstant ? 1 : 0) else {
      throw .tooFewObservations(
        found: observationCount + data.differences.count,
        needed: data.differences.count + (order.hasConstant ? 2 : 1))
    }
    filter = ArmaFilter(columns: columns)
    residuals = [Double](repeating: 0, count: data.count)
    regression = [Double](repeating: 0, count: regressorCount)
    factor = [Double](repeating: 0, count: regressorCount * regressorCount)
  }

  /// The logarithm of the likelihood with all constants; -∞ where the model is not admissible.
  ///
  /// - Parameter free: the coefficients as unconstrained numbers.
  func logLikelihood(at free: [Double], tolerance: Double = ArmaFilter.exact) -> Double {
    logLikelihood(of: coefficients(free), tolerance: tolerance)
  }

  func coefficients(_ free: [Double]) -> ArmaCoefficients {
    ArmaCoefficients(free: free, order: order, seasonLength: data.seasonLength)
  }

  func logLikelihood(
    of coefficients: ArmaCoefficients, tolerance: Double = ArmaFilter.exact,
    keepsState: Bool = false
  ) -> Double {
    evaluations += 1
    guard
      let logVariances = filter.run(
        coefficients, tolerance: tolerance, keepsState: keepsState),
      let logInformation = regress()
    else { return -.infinity }
    let n = Double(observationCount)
    let spread = (logVariances + logInformation) / n
    stretch = exponential(spread / 2)
    let variance = sumOfSquares / n
    let value =
      -0.5 * n * (logarithm(2 * Double.pi) + 1 + logarithm(variance) + spread)
      - n * logarithm(data.scale)
    return value.isNaN ? -.infinity : value
  }

  /// A regressor's standardised error at a step.
  func standardisedRegressor(_ column: Int, at step: Int) -> Double {
    filter.errors[column * data.count + step]
  }

  /// The state after the last step of the series less its regressors, and the gains from there.
  ///
  /// - Parameter regression: the coefficients of gaps and constant.
  /// - Precondition: the last evaluation kept the state.
  func ending(regression: [Double]) -> ArmaEnding {
    let size = filter.size
    return filter.withVectors { vectors, stride in
      func vector(_ index: Int) -> [Double] {
        Array(vectors[index * stride..<index * stride + size])
      }
      var state = vector(regressorCount)
      for column in 0..<regressorCount {
        for (place, value) in vector(column).enumerated() {
          state[place] -= regression[column] * value
        }
      }
      return ArmaEnding(
        state: state, gain: vector(regressorCount + 1), change: vector(regressorCount + 2),
        past: vector(regressorCount + 3), variance: filter.variance)
    }
  }

  /// Takes the regressors out of the errors by least squares.
  ///
  /// - Returns: the logarithm of the determinant of the information on the gaps; nil where the
  ///   values do not tell the regressors apart.
  private func regress() -> Double? {
    let (n, k) = (data.count, regressorCount)
    let errors = UnsafePointer(filter.errors)
    let values = errors + k * n
    sumOfSquares = 0
    guard k > 0 else {
      for step in 0..<n { residuals[step] = values[step] }
      sumOfSquares = squares(residuals)
      return 0
    }
    for row in 0..<k {
      for column in 0...row {
        factor[row * k + column] = dot(errors + row * n, errors + column * n, n)
      }
      regression[row] = dot(errors + row * n, values, n)
    }
    let gapCount = k - (order.hasConstant ? 1 : 0)
    guard let determinant = factorise(leading: gapCount) else { return nil }
    solve()
    residuals.withUnsafeMutableBufferPointer { residuals in
      for step in 0..<n { residuals[step] = values[step] }
      for column in 0..<k {
        let (coefficient, regressor) = (regression[column], errors + column * n)
        for step in 0..<n { residuals[step] -= coefficient * regressor[step] }
      }
    }
    sumOfSquares = squares(residuals)
    return determinant
  }

  /// Cholesky in place, with the logarithm of the determinant of the leading part.
  private func factorise(leading: Int) -> Double? {
    let k = regressorCount
    var logDeterminant = 0.0
    let isDefinite = factor.withUnsafeMutableBufferPointer { factor in
      for column in 0..<k {
        var pivot = factor[column * k + column]
        let whole = pivot
        for back in 0..<column { pivot -= factor[column * k + back] * factor[column * k + back] }
        guard pivot > 1e-12 * whole, pivot.isFinite else { return false }
        if column < leading { logDeterminant += logarithm(pivot) }
        let root = pivot.squareRoot()
        factor[column * k + column] = root
        for row in column + 1..<max(k, column + 1) {
          var sum = factor[row * k + column]
          for back in 0..<column { sum -= factor[row * k + back] * factor[column * k + back] }
          factor[row * k + column] = sum / root
        }
      }
      return true
    }
    return isDefinite ? logDeterminant : nil
  }

  private func solve() {
    let k = regressorCount
    for row in 0..<k {
      var sum = regression[row]
      for column in 0..<row { sum -= factor[row * k + column] * regression[column] }
      regression[row] = sum / factor[row * k + row]
    }
    backSolve(&regression)
  }

  /// Solves with the transpose of the factor: also what turns independent numbers into errors of
  /// the regression's coefficients.
  func backSolve(_ numbers: inout [Double]) {
    let k = regressorCount
    for row in stride(from: k - 1, through: 0, by: -1) {
      var sum = numbers[row]
      for column in stride(from: row + 1, to: k, by: 1) {
        sum -= factor[column * k + row] * numbers[column]
      }
      numbers[row] = sum / factor[row * k + row]
    }
  }
}

/// Where a filtered series ends: what the steps to come follow from.
struct ArmaEnding {
  let state, gain, change, past: [Double]
  /// The variance of the next error, in units of the variance of the errors.
  let variance: Double
}

private func squares(_ numbers: [Double]) -> Double {
  numbers.withUnsafeBufferPointer { dot($0.baseAddress!, $0.baseAddress!, $0.count) }
}

private func dot(
  _ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>, _ count: Int
) -> Double {
  // Four sums at once, because one waits for each addition.
  var sums = SIMD4<Double>.zero
  var step = 0
  while step + 4 <= count {
    sums +=
      SIMD4(left[step], left[step + 1], left[step + 2], left[step + 3])
      * SIMD4(right[step], right[step + 1], right[step + 2], right[step + 3])
    step += 4
  }
  var sum = sums.sum()
  while step < count {
    sum += left[step] * right[step]
    step += 1
  }
  return sum
}
