import LinearAlgebra
import Probability

/// A regression of several series on the same regressors, with a normal–inverse Wishart prior:
/// what is known of its coefficients and of the covariance of its errors, in closed form.
///
/// The scale matrix of the prior covariance is the unit matrix: series come in units of their own
/// error.
///
/// - Source: Zellner (1971), "An Introduction to Bayesian Inference in Econometrics", chapter 8;
///   Giannone, Lenza, Primiceri (2015), "Prior selection for vector autoregressions", appendix A.
struct MatrixNormalPosterior: Sendable {
  /// - Shape: regressors × series.
  let coefficients: Matrix
  /// The lower factor of the precision of the coefficients of a series, relative to the variance
  /// of its errors.
  let precisionFactor: Matrix
  /// The scale matrix of the covariance of the errors.
  let scale: Matrix
  /// The lower factor of `scale`.
  let scaleFactor: Matrix
  let degreesOfFreedom: Double
  /// The logarithm of the density of the data, coefficients and covariance averaged out.
  let logMarginalLikelihood: Double

  /// - Parameter regressors: T × k.
  /// - Parameter responses: T × n.
  /// - Parameter prior: the mean of the coefficients, k × n.
  /// - Parameter precisions: the inverse prior variances of the k rows of coefficients, relative
  ///   to the variance of the errors.
  /// - Parameter priorDegrees: of freedom of the prior covariance, above n - 1.
  /// - Complexity: O(T (k + n)² + k³).
  init(
    regressors: Matrix, responses: Matrix, prior: Matrix, precisions: [Double],
    priorDegrees: Double
  ) throws(LinearAlgebraError) {
    let (count, series) = (regressors.columns, responses.columns)
    let length = Double(responses.rows)
    var precision = columnProducts(of: regressors)
    var right = product(regressors.transposed, responses)
    for row in 0..<count {
      precision[row, row] += precisions[row]
      for column in 0..<series { right[row, column] += precisions[row] * prior[row, column] }
    }
    precisionFactor = try lowerCholesky(of: precision)
    coefficients = try solve(withCholeskyFactor: precisionFactor, right)
    // Squares of errors and of how far the prior had to yield, stacked: no difference of large
    // numbers is taken.
    var stacked = Matrix(rows: responses.rows + count, columns: series)
    let fitted = product(regressors, coefficients)
    for column in 0..<series {
      for row in 0..<responses.rows {
        stacked[row, column] = responses[row, column] - fitted[row, column]
      }
      for row in 0..<count {
        stacked[responses.rows + row, column] =
          precisions[row].squareRoot() * (coefficients[row, column] - prior[row, column])
      }
    }
    var scale = columnProducts(of: stacked)
    for index in 0..<series { scale[index, index] += 1 }
    self.scale = scale
    scaleFactor = try lowerCholesky(of: scale)
    degreesOfFreedom = priorDegrees + length
    let n = Double(series)
    var logDensity = -n * length / 2 * 1.144_729_885_849_400_2
    logDensity += logGammaOfMatrices((length + priorDegrees) / 2, series)
    logDensity -= logGammaOfMatrices(priorDegrees / 2, series)
    logDensity += n / 2 * precisions.reduce(0) { $0 + logarithm($1) }
    logDensity -= n * logDiagonal(precisionFactor)
    logDensity -= (length + priorDegrees) * logDiagonal(scaleFactor)
    logMarginalLikelihood = logDensity
  }

  /// The expected covariance of the errors.
  var covariance: Matrix {
    let factor = 1 / max(degreesOfFreedom - Double(scale.rows) - 1, 1)
    return Matrix(
      rows: scale.rows, columns: scale.columns, elements: scale.elements.map { $0 * factor })
  }
}

/// The logarithm of the multivariate gamma function without its power of pi, which cancels.
private func logGammaOfMatrices(_ x: Double, _ order: Int) -> Double {
  (0..<order).reduce(0) { $0 + logGamma(x - Double($1) / 2) }
}

/// Half the logarithm of the determinant of the matrix with this Cholesky factor.
private func logDiagonal(_ factor: Matrix) -> Double {
  (0..<factor.rows).reduce(0) { $0 + logarithm(factor[$1, $1]) }
}
