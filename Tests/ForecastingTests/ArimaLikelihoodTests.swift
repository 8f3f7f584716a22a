import LinearAlgebra
import Probability
import Testing

@testable import Forecasting

/// The exact likelihood against statsmodels, and against the density of all values at once.
@Suite struct ArimaLikelihoodTests {
  @Test func thereAreReferences() {
    #expect(ArimaReference.lines(of: "given").count == 9)
    #expect(ArimaReference.lines(of: "best").count == 15)
    #expect(ArimaReference.lines(of: "gaps").count == 3)
  }

  @Test(arguments: ArimaReference.lines(of: "given"))
  func theLikelihoodIsThatOfStatsmodels(_ line: ArimaReference) throws {
    let data = try DifferencedSeries(line.series, order: line.order)
    let likelihood = try ArimaLikelihood(data, order: line.order)
    let parts = ArmaCoefficients(
      values: line.coefficients, order: line.order, seasonLength: line.series.seasonLength)
    for keepsState in [false, true] {
      let found = likelihood.logLikelihood(of: parts, keepsState: keepsState)
      #expect(relativeError(found, line.logLikelihood) < 1e-8)
      let variance = likelihood.sumOfSquares / Double(likelihood.observationCount)
      #expect(relativeError(variance * data.scale * data.scale / line.variance, 1) < 1e-8)
    }
    let free = try #require(parts.free)
    #expect(relativeError(likelihood.logLikelihood(at: free), line.logLikelihood) < 1e-8)
  }

  /// The reference starts its filter from a variance of a million instead of without limits,
  /// which costs it some digits.
  @Test(arguments: ArimaReference.lines(of: "given"))
  func forecastsAndTheirDeviationsAreThoseOfStatsmodels(_ line: ArimaReference) throws {
    let model = try line.model()
    let forecast = model.pointForecast(horizon: line.forecast.count)
    let deviation = model.standardDeviations(horizon: line.deviation.count)
    for step in line.forecast.indices {
      #expect(relativeError(forecast[step], line.forecast[step]) < 2e-4)
      let unit = deviation[step] / model.variance.squareRoot()
      #expect(relativeError(unit, line.deviation[step]) < 1e-4)
    }
  }

  /// Normal density of the observed differences, from the covariance matrix of all of them: no
  /// recursion in common with the filter.
  @Test(arguments: [
    ArimaOrder(p: 1, q: 1), ArimaOrder(p: 2, d: 1, q: 2, hasConstant: true),
    ArimaOrder(p: 1, q: 1, seasonalP: 1, seasonalQ: 1, hasConstant: true),
    ArimaOrder(q: 1, seasonalD: 1, seasonalQ: 1), ArimaOrder(p: 3, seasonalP: 2),
  ])
  func theLikelihoodIsTheDensityOfAllValues(_ order: ArimaOrder) throws {
    let values = simulatedSeries(past: [0.5, 0.2], errors: [0.4], count: 40, seed: 3)
    let series = TimeSeries(values: values, seasonLength: 4)
    let data = try DifferencedSeries(series, order: order)
    let likelihood = try ArimaLikelihood(data, order: order)
    let free = (0..<order.coefficientCount).map { 0.5 - 0.3 * Double($0) }
    let parts = likelihood.coefficients(free)
    // Autocovariances by brute force: the sums of products of very many weights.
    let weights = armaWeights(past: parts.past, errors: parts.errors, count: 4_000)
    let covariances = (0..<data.count).map { lag in
      (lag..<weights.count).reduce(0.0) { $0 + weights[$1] * weights[$1 - lag] }
    }
    var matrix = Matrix(rows: data.count, columns: data.count)
    for row in 0..<data.count {
      for column in 0..<data.count { matrix[row, column] = covariances[abs(row - column)] }
    }
    let factor = try lowerCholesky(of: matrix)
    let n = data.count
    func whitened(_ column: [Double]) throws -> [Double] {
      try solveTriangular(factor, .plain, Matrix(rows: n, columns: 1, elements: column)).elements
    }
    var rest = try whitened(data.values.map { $0 + data.centre })
    if order.hasConstant {
      let ones = try whitened([Double](repeating: 1, count: n))
      let slope =
        zip(ones, rest).reduce(0) { $0 + $1.0 * $1.1 } / ones.reduce(0) { $0 + $1 * $1 }
      rest = zip(rest, ones).map { $0 - slope * $1 }
    }
    let variance = rest.reduce(0) { $0 + $1 * $1 } / Double(n)
    let logDeterminant = (0..<n).reduce(0.0) { $0 + 2 * logarithm(factor[$1, $1]) }
    let expected =
      -0.5 * Double(n) * (logarithm(2 * .pi * variance) + 1) - 0.5 * logDeterminant
      - Double(n) * logarithm(data.scale)
    #expect(relativeError(likelihood.logLikelihood(at: free), expected) < 1e-10)
  }

  /// The reference starts from a very large variance and leaves out as many steps as there are
  /// differences, so no gap stands among those.
  @Test(arguments: ArimaReference.lines(of: "gaps"))
  func gapsAreIntegratedOut(_ line: ArimaReference) throws {
    let model = try line.model()
    #expect(relativeError(model.description.logLikelihood ?? .nan, line.logLikelihood) < 2e-6)
    let forecast = model.pointForecast(horizon: line.forecast.count)
    for step in line.forecast.indices {
      #expect(relativeError(forecast[step], line.forecast[step]) < 2e-4)
    }
    #expect(relativeError(model.likelihoodVariance / line.variance, 1) < 2e-4)
    for (value, residual) in zip(line.series.values, model.residuals) where value.isNaN {
      #expect(residual.isNaN)
    }
  }

  /// An autoregression across a gap: y(t+2) given y(t) has the coefficient φ² and the variance
  /// 1 + φ².
  @Test func theErrorAfterAGapHasItsVariance() throws {
    var values = simulatedSeries(past: [0.8], count: 60, seed: 9)
    let phi = 0.8
    values[30] = .nan
    let order = ArimaOrder(p: 1)
    let likelihood = try ArimaLikelihood(
      try DifferencedSeries(TimeSeries(values: values), order: order), order: order)
    let parts = ArmaCoefficients(values: [phi], order: order, seasonLength: 1)
    _ = likelihood.logLikelihood(of: parts)
    let scale = likelihood.data.scale
    let errors = likelihood.standardisedErrors(deviation: 1 / scale, steps: 60)
    let expected = (values[31] - phi * phi * values[29]) / (1 + phi * phi).squareRoot()
    #expect(abs(errors[31] - expected) < 1e-9)
    #expect(abs(errors[32] - (values[32] - phi * values[31])) < 1e-9)
    #expect(abs(errors[0] - values[0] * (1 - phi * phi).squareRoot()) < 1e-9)
  }

  @Test func unconstrainedNumbersReturn() throws {
    let order = ArimaOrder(p: 3, q: 2, seasonalP: 1, seasonalQ: 2)
    let free = [0.3, -1.2, 0.7, 2.1, -0.4, 5, -0.2, 0.9]
    let parts = ArmaCoefficients(free: free, order: order, seasonLength: 12)
    let back = try #require(parts.free)
    for (a, b) in zip(free, back) { #expect(abs(a - b) < 1e-9) }
    let again = ArmaCoefficients(values: parts.values, order: order, seasonLength: 12)
    #expect(again.past == parts.past && again.errors == parts.errors)
  }

  @Test func rootsAreComparedWithoutBeingFound() {
    func parts(_ values: [Double], _ order: ArimaOrder) -> ArmaCoefficients {
      ArmaCoefficients(values: values, order: order, seasonLength: 12)
    }
    // The root of 1 - 0.98 B is 1.0204; that of 1 - 0.88 B¹² is 1.0107, of 1 - 0.9 B¹² 1.0088.
    #expect(parts([0.98], ArimaOrder(p: 1)).rootsExceed(1.01))
    #expect(!parts([0.992], ArimaOrder(p: 1)).rootsExceed(1.01))
    #expect(parts([-0.88], ArimaOrder(seasonalQ: 1)).rootsExceed(1.01))
    #expect(!parts([-0.9], ArimaOrder(seasonalQ: 1)).rootsExceed(1.01))
    // Complex roots of modulus 1 / √0.9.
    #expect(parts([0.5, -0.9], ArimaOrder(p: 2)).rootsExceed(1.05))
    #expect(!parts([0.5, -0.9], ArimaOrder(p: 2)).rootsExceed(1.06))
  }
}
