import Probability

/// A stationary autoregression, given by its partial autocorrelations.
struct Autoregression: Hashable, Sendable {
  /// What each of the last values adds to the next.
  let coefficients: [Double]
  /// The covariances of values so many steps apart, in units of the variance of a disturbance.
  let autocovariances: [Double]

  /// - Parameter partial: each in (-1, 1).
  /// - Source: Durbin (1960), "The fitting of time-series models": the recursion from order to
  ///   order; Barndorff-Nielsen, Schou (1973), "On the parametrization of autoregressive models
  ///   by partial autocorrelations".
  init(partial: [Double]) {
    var coefficients: [Double] = []
    var variance = 1.0
    var correlations = [1.0]
    for (order, value) in partial.enumerated() {
      var correlation = 0.0
      for (lag, coefficient) in coefficients.enumerated() {
        correlation += coefficient * correlations[order - lag]
      }
      // What the lags between leave of the variance is what the new lag can explain.
      var explained = 1.0
      for (lag, coefficient) in coefficients.enumerated() {
        explained -= coefficient * correlations[lag + 1]
      }
      correlations.append(correlation + value * explained)
      coefficients =
        coefficients.indices.map { coefficients[$0] - value * coefficients[order - 1 - $0] }
        + [value]
      variance /= 1 - value * value
    }
    self.coefficients = coefficients
    autocovariances = correlations.map { $0 * variance }
  }

  var order: Int { coefficients.count }
}

/// A regression whose errors are an autoregression, made ready for its likelihood.
///
/// Series and columns are filtered side by side by the exact Kalman filter, so that missing
/// values count as missing and the first values have the stationary distribution.
struct AutoregressiveRegression {
  /// Series and columns side by side, the series first. Shape: steps × lanes.
  let data: [Double]
  let lanes: Int
  let isObserved: [Bool]
  let observedCount: Int

  /// - Parameter lanes: the series, NaN where missing, and the columns.
  init(lanes: [[Double]]) {
    self.lanes = lanes.count
    isObserved = lanes[0].map { !$0.isNaN }
    observedCount = isObserved.count { $0 }
    data = lanes[0].indices.flatMap { step in
      lanes.map { lanes[0][step].isNaN ? 0 : $0[step] }
    }
  }

  /// The normal equations of generalised least squares and where the filter ended.
  struct Moments {
    /// The products of series and columns, weighted. Shape: lanes × lanes, lower triangle.
    var products: [Double]
    var logVarianceSum: Double
    /// The errors of the series and the columns, each divided by its standard deviation; 0 where
    /// missing. Shape: steps × lanes, empty unless asked for.
    var whitened: [Double]
    /// The state of the step to come of each lane. Shape: states × lanes.
    var states: [Double]
    /// Its covariance in units of the variance of a disturbance. Shape: states × states.
    var covariance: [Double]
  }

  /// Filters all lanes.
  ///
  /// - Complexity: O(steps × (lanes × order + lanes²)).
  func moments(_ errors: Autoregression, keepsWhitened: Bool = false) -> Moments {
    let size = max(1, errors.order)
    let (lanes, steps) = (lanes, isObserved.count)
    var result = Moments(
      products: [Double](repeating: 0, count: lanes * lanes), logVarianceSum: 0,
      whitened: [Double](repeating: 0, count: keepsWhitened ? steps * lanes : 0),
      states: [Double](repeating: 0, count: size * lanes),
      covariance: (0..<size * size).map { errors.autocovariances[abs($0 / size - $0 % size)] })
    var logSum = LogarithmOfProduct()
    var row = [Double](repeating: 0, count: lanes)
    var gain = [Double](repeating: 0, count: size)
    for step in 0..<steps {
      if isObserved[step] {
        let variance = result.covariance[0]
        logSum.multiply(by: variance)
        let precision = (1 / variance).squareRoot()
        for lane in 0..<lanes {
          row[lane] = data[step * lanes + lane] - result.states[lane]
        }
        for state in 0..<size {
          gain[state] = result.covariance[state * size] / variance
          for lane in 0..<lanes { result.states[state * lanes + lane] += gain[state] * row[lane] }
        }
        for first in (0..<size).reversed() {
          for second in 0..<size {
            result.covariance[first * size + second] -=
              gain[first] * gain[second] * variance
          }
        }
        for lane in 0..<lanes { row[lane] *= precision }
        addProducts(row, &result.products)
        if keepsWhitened {
          for lane in 0..<lanes { result.whitened[step * lanes + lane] = row[lane] }
        }
      }
      advance(&result, errors, size)
    }
    result.logVarianceSum = logSum.value
    return result
  }

  private func addProducts(_ row: [Double], _ products: inout [Double]) {
    for first in 0..<lanes {
      let factor = row[first]
      if factor == 0 { continue }
      for second in 0...first { products[first * lanes + second] += factor * row[second] }
    }
  }

  /// The newest value follows from the last ones, which move on.
  private func advance(_ moments: inout Moments, _ errors: Autoregression, _ size: Int) {
    for lane in 0..<lanes {
      var next = 0.0
      for (state, coefficient) in errors.coefficients.enumerated() {
        next += coefficient * moments.states[state * lanes + lane]
      }
      for state in (1..<max(1, size)).reversed() {
        moments.states[state * lanes + lane] = moments.states[(state - 1) * lanes + lane]
      }
      moments.states[lane] = next
    }
    var mixed = [Double](repeating: 0, count: size)
    var variance = 1.0
    for (state, coefficient) in errors.coefficients.enumerated() {
      for other in 0..<size {
        mixed[other] += coefficient * moments.covariance[state * size + other]
      }
    }
    for (state, coefficient) in errors.coefficients.enumerated() {
      variance += coefficient * mixed[state]
    }
    for first in (1..<max(1, size)).reversed() {
      for second in (1..<size).reversed() {
        moments.covariance[first * size + second] =
          moments.covariance[(first - 1) * size + second - 1]
      }
    }
    for state in 1..<max(1, size) {
      moments.covariance[state] = mixed[state - 1]
      moments.covariance[state * size] = mixed[state - 1]
    }
    moments.covariance[0] = variance
  }
}

/// Generalised least squares from weighted products.
struct LeastSquaresSolution {
  let coefficients: [Double]
  /// The lower Cholesky factor of the columns' weighted products.
  let factor: [Double]
  /// The weighted sum of squared errors.
  let squares: Double

  /// - Parameter columns: which lanes take part, counted from 1; lane 0 is the series.
  /// - Returns: nil where the columns depend on each other.
  init?(_ moments: AutoregressiveRegression.Moments, lanes: Int, columns: [Int]) {
    let size = columns.count
    var matrix = [Double](repeating: 0, count: size * size)
    for (row, first) in columns.enumerated() {
      for (column, second) in columns.enumerated() {
        matrix[row * size + column] =
          moments.products[max(first, second) * lanes + min(first, second)]
      }
    }
    let right = columns.map { moments.products[$0 * lanes] }
    guard choleskyInPlace(&matrix, size: size) else { return nil }
    let turned = forwardSolved(matrix, right)
    coefficients = backwardSolved(matrix, turned)
    factor = matrix
    squares = max(0, moments.products[0] - turned.reduce(0) { $0 + $1 * $1 })
  }

  /// The diagonal of the inverse of the columns' weighted products.
  var inverseDiagonal: [Double] {
    coefficients.indices.map { place in
      var axis = [Double](repeating: 0, count: coefficients.count)
      axis[place] = 1
      return forwardSolved(factor, axis).reduce(0) { $0 + $1 * $1 }
    }
  }
}
