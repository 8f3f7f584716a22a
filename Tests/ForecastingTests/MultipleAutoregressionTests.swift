import LinearAlgebra
import Probability
import SeededNumbers
import Testing

@testable import Forecasting

/// Vector autoregression, against a matrix-t density of all data and the limits of its prior.
@Suite struct MultipleAutoregressionTests {
  private func regression() throws -> (MinnesotaRegression, MultipleReferenceTable) {
    let table = try MultipleReferenceTable("VectorAutoregression")
    let columns = try table.rows("values", of: 26)
    var values = Matrix(rows: 26, columns: 3)
    for (column, numbers) in columns.enumerated() {
      for (row, number) in numbers.enumerated() { values[row, column] = number }
    }
    let regression = MinnesotaRegression(
      values: values, lags: 2, firstStep: 2, seasonLength: 1, firstSeason: 0, persistence: 1)
    return (regression, table)
  }

  /// The reference loses digits to the variance of 1e8 of the intercept: 1e-6 of its own.
  @Test(arguments: [("loose", 0.5, 1.5), ("tight", 0.05, Double.infinity)])
  func densityAndMeanAreThoseOfTheReference(
    name: String, tightness: Double, differencing: Double
  ) throws {
    let (regression, table) = try regression()
    let density = regression.logMarginalLikelihood(
      tightness: tightness, differencing: differencing)
    #expect(abs(density - (try table.number(name + "Density"))) < 1e-5)
    let posterior = try regression.posterior(tightness: tightness, differencing: differencing)
    let coefficients = try table.list(name + "Coefficients")
    #expect(largestDifference(posterior.coefficients.elements, coefficients) < 1e-5)
    let covariance = try table.list(name + "Covariance")
    #expect(largestDifference(posterior.covariance.elements, covariance) < 1e-6)
  }

  /// The prior of the intercept, of variance 1e8, still takes 4e-5 of it.
  @Test func aLoosePriorGivesLeastSquares() throws {
    let (regression, table) = try regression()
    let posterior = try regression.posterior(tightness: 1e4, differencing: .infinity)
    let expected = try table.list("leastSquares")
    #expect(largestDifference(posterior.coefficients.elements, expected) < 1e-4)
  }

  @Test func aTightPriorGivesRandomWalks() throws {
    let (regression, _) = try regression()
    let posterior = try regression.posterior(tightness: 1e-6, differencing: .infinity)
    for row in 0..<6 {
      for column in 0..<3 {
        #expect(abs(posterior.coefficients[row, column] - (row == column ? 1 : 0)) < 1e-6)
      }
    }
  }

  /// Two series of which the second follows the first a step later.
  private func followers(_ length: Int, unit: Double = 1) -> [TimeSeries] {
    var generator = SeededGenerator(4)
    func shock() -> Double { StandardNormal.quantile(at: .random(in: 1e-6..<1, using: &generator)) }
    var (first, second) = ([50.0], [20.0])
    for step in 1..<length {
      first.append(0.8 * first[step - 1] + 10 + shock())
      second.append(0.7 * first[step - 1] - 15 + 0.3 * shock())
    }
    return [TimeSeries(values: first.map { $0 * unit }), TimeSeries(values: second)]
  }

  @Test func theLeadOfASeriesIsFound() throws {
    let series = followers(120)
    let fit = try BayesianVectorAutoregression().fitted(series)
    #expect(abs(fit.coefficient(of: 0, lag: 1, on: 1) - 0.7) < 0.1)
    let forecast = fit.pointForecasts(horizon: 1)
    #expect(abs(forecast[1][0] - (0.7 * series[0].values[119] - 15)) < 0.4)
    #expect(fit.residuals.map(\.count) == [120, 120])
    #expect(abs(fit.errorCovariance[0, 0] - 1) < 0.4)
  }

  /// Each series may have a unit of its own: nothing but the unit changes.
  @Test func unitsDoNotMatter() throws {
    let plain = try BayesianVectorAutoregression(lags: 2).fitted(followers(40))
    let large = try BayesianVectorAutoregression(lags: 2).fitted(followers(40, unit: 1e6))
    let (a, b) = (plain.pointForecasts(horizon: 5), large.pointForecasts(horizon: 5))
    for step in 0..<5 {
      #expect(abs(a[0][step] * 1e6 - b[0][step]) < 1)
      #expect(abs(a[1][step] - b[1][step]) < 1e-4)
    }
  }

  /// With known parameters the first step is normal around the point forecast: 4,096 paths tell
  /// the mean within 4 standard errors.
  @Test func pathsAreJointAndAroundTheForecast() throws {
    let fit = try BayesianVectorAutoregression().fitted(followers(60))
    let noise = PathNoise(key: StreamKey(bits: 5), pathCount: 4_096, drawsParameters: false)
    let paths = fit.jointPaths(horizon: 2, noise: noise)
    let point = fit.pointForecasts(horizon: 2)
    for series in 0..<2 {
      for step in 0..<2 {
        let moments = Moments(of: Array(paths[series].step(step)))
        #expect(
          abs(moments.mean - point[series][step]) < 4 * moments.standardDeviation / 64)
      }
      let deviation = Moments(of: Array(paths[series].step(0))).standardDeviation
      #expect(abs(deviation / fit.errorCovariance[series, series].squareRoot() - 1) < 0.06)
    }
    // What the first does in a step the second does in the next.
    #expect(sampleCorrelation(paths[0].step(0), paths[1].step(1)) > 0.8)
    let drawn = fit.jointPaths(
      horizon: 2, noise: PathNoise(key: StreamKey(bits: 5), pathCount: 4_096))
    #expect(
      Moments(of: Array(drawn[0].step(1))).standardDeviation
        > Moments(of: Array(paths[0].step(1))).standardDeviation)
  }

  /// Under any draw the series grow no faster than along a line: 400 steps stay within reach.
  @Test func drawsDoNotExplode() throws {
    let growing = (0..<14).map { 100 * power(1.3, Double($0)) }
    let fit = try BayesianVectorAutoregression(lags: 1).fitted([
      TimeSeries(values: growing), TimeSeries(values: growing.map { 2 * $0.squareRoot() }),
    ])
    let paths = fit.jointPaths(
      horizon: 200, noise: PathNoise(key: StreamKey(bits: 1), pathCount: 64))
    for sample in paths {
      #expect(sample.step(199).allSatisfy { abs($0) < 1e3 * 200 * 4_000 })
    }
  }

  @Test func seasonsAreFollowed() throws {
    let pattern = [10.0, -4, 6, -12]
    var generator = SeededGenerator(8)
    let series = (0..<2).map { index in
      TimeSeries(
        values: (0..<41).map {
          100 + pattern[($0 + index) % 4] + .random(in: -0.5...0.5, using: &generator)
        }, seasonLength: 4, firstSeason: 2)
    }
    let point = try BayesianVectorAutoregression().fitted(series).pointForecasts(horizon: 4)
    for index in 0..<2 {
      for step in 0..<4 {
        #expect(abs(point[index][step] - 100 - pattern[(41 + step + index) % 4]) < 1.5)
      }
    }
  }

  @Test func gapsAndConstantsAndShortSeriesBreakNothing() throws {
    let gaps = TimeSeries(values: [.nan, 1, 2, .nan, 4, 6, 5, 7, .nan])
    let still = TimeSeries(values: [Double](repeating: 3, count: 12))
    let zero = TimeSeries(values: [Double](repeating: 0, count: 9))
    let fit = try BayesianVectorAutoregression(usesLogarithms: false).fitted([gaps, still, zero])
    let paths = fit.jointPaths(horizon: 3, noise: PathNoise(key: StreamKey(bits: 2), pathCount: 64))
    #expect(paths.allSatisfy { $0.numbers.allSatisfy { $0.isFinite } })
    #expect(abs(fit.pointForecasts(horizon: 1)[1][0] - 3) < 0.01)
    #expect(fit.residuals.map(\.count) == [9, 12, 9])
    let method = BayesianVectorAutoregression(usesLogarithms: true)
    #expect(throws: FitFailure.notPositive(step: 0)) { try method.fit([zero, still]) }
    #expect(throws: FitFailure.tooFewObservations(found: 2, needed: 5)) {
      try method.fit([TimeSeries(values: [1, 2]), still])
    }
    #expect(throws: FitFailure.tooFewObservations(found: 0, needed: 1)) { try method.fit([]) }
  }
}
