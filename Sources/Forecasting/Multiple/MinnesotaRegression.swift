import LinearAlgebra
import Probability

/// The regression of several series on their own past, with Litterman's prior: each is a random
/// walk unless the data say otherwise, and later lags matter less.
///
/// - Source: Litterman (1986), "Forecasting with Bayesian vector autoregressions"; the form with
///   dummy observations from Bańbura, Giannone, Reichlin (2010), "Large Bayesian vector
///   autoregressions"; choice of the tightness from Giannone, Lenza, Primiceri (2015).
struct MinnesotaRegression: Sendable {
  /// Observations by steps and series, in units of each series' own error.
  let values: Matrix
  let lags: Int
  /// The first step that is explained; earlier ones are conditioned on.
  let firstStep: Int
  let seasonLength: Int
  let firstSeason: Int
  /// The prior mean of the coefficient of a series on its own value a step before.
  let persistence: Double
  private let regressors, responses: Matrix

  init(
    values: Matrix, lags: Int, firstStep: Int, seasonLength: Int, firstSeason: Int,
    persistence: Double
  ) {
    precondition(firstStep >= lags && values.rows > firstStep, "something to explain")
    self.values = values
    self.lags = lags
    self.firstStep = firstStep
    self.seasonLength = seasonLength
    self.firstSeason = firstSeason
    self.persistence = persistence
    let series = values.columns
    let length = values.rows - firstStep
    var regressors = Matrix(rows: length, columns: series * lags + seasonLength)
    var responses = Matrix(rows: length, columns: series)
    for row in 0..<length {
      for column in 0..<series {
        responses[row, column] = values[firstStep + row, column]
        for lag in 1...lags {
          regressors[row, (lag - 1) * series + column] = values[firstStep + row - lag, column]
        }
      }
      let season = (firstSeason + firstStep + row) % seasonLength
      regressors[row, series * lags] = 1
      if season > 0 { regressors[row, series * lags + season] = 1 }
    }
    self.regressors = regressors
    self.responses = responses
  }

  /// What is known after the data.
  ///
  /// - Parameter tightness: the prior standard deviation of a coefficient on the first lag; 0.2
  ///   is usual, near 0 all series are random walks, large it is least squares.
  /// - Parameter differencing: the prior standard deviation of how far the coefficients of a
  ///   series sum to something else than those of a random walk; infinite for no such prior.
  func posterior(
    tightness: Double, differencing: Double
  ) throws(LinearAlgebraError) -> MatrixNormalPosterior {
    let dummies = differencing < .infinity ? sumOfCoefficients(differencing) : nil
    let (x, y) =
      dummies.map { (stacked($0.0, regressors), stacked($0.1, responses)) }
      ?? (regressors, responses)
    return try MatrixNormalPosterior(
      regressors: x, responses: y, prior: prior, precisions: precisions(tightness),
      priorDegrees: Double(values.columns + 2))
  }

  /// The logarithm of the density of the data; that of the dummy observations is taken off, so
  /// that they are a prior and no data.
  func logMarginalLikelihood(tightness: Double, differencing: Double) -> Double {
    guard let all = try? posterior(tightness: tightness, differencing: differencing) else {
      return -.infinity
    }
    guard differencing < .infinity else { return all.logMarginalLikelihood }
    let (x, y) = sumOfCoefficients(differencing)
    guard
      let alone = try? MatrixNormalPosterior(
        regressors: x, responses: y, prior: prior, precisions: precisions(tightness),
        priorDegrees: Double(values.columns + 2))
    else { return -.infinity }
    return all.logMarginalLikelihood - alone.logMarginalLikelihood
  }

  /// The errors of all explained steps at these coefficients.
  func errors(at coefficients: Matrix) -> Matrix {
    var result = responses
    let fitted = product(regressors, coefficients)
    for row in 0..<result.rows {
      for column in 0..<result.columns { result[row, column] -= fitted[row, column] }
    }
    return result
  }

  private var prior: Matrix {
    var mean = Matrix(rows: regressors.columns, columns: values.columns)
    for series in 0..<values.columns { mean[series, series] = persistence }
    return mean
  }

  /// Intercept and seasons are all but free.
  private func precisions(_ tightness: Double) -> [Double] {
    let series = values.columns
    return (0..<regressors.columns).map { row in
      guard row < series * lags else { return 1e-8 }
      let lag = Double(row / series + 1)
      return lag * lag / (tightness * tightness)
    }
  }

  /// A dummy observation for each series: when it stood at its first level and the others at
  /// zero, it stays there.
  private func sumOfCoefficients(_ differencing: Double) -> (Matrix, Matrix) {
    let series = values.columns
    var x = Matrix(rows: series, columns: regressors.columns)
    var y = Matrix(rows: series, columns: series)
    for index in 0..<series {
      let level = (0..<lags).reduce(0) { $0 + values[firstStep - 1 - $1, index] } / Double(lags)
      for lag in 0..<lags { x[index, lag * series + index] = level / differencing }
      y[index, index] = persistence * level / differencing
    }
    return (x, y)
  }
}

private func stacked(_ upper: Matrix, _ lower: Matrix) -> Matrix {
  Matrix(
    rows: upper.rows + lower.rows, columns: upper.columns, elements: upper.elements + lower.elements
  )
}
