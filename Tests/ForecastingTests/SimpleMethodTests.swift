import Probability
import Testing

@testable import Forecasting

/// The naive methods and the mean.
@Suite struct SimpleMethodTests: SimpleChecks {
  private let values: [Double] = [3, 5, 4, 7, 6, 9, 8, 10, 12, 11]

  /// Whether quantiles of many paths are those of Student's distribution, within four standard
  /// errors.
  private func expectStudent(
    _ sample: PathSample, step: Int, centre: Double, scale: Double, degrees: Double
  ) throws {
    let student = try StudentT(
      ParameterValues(["degreesOfFreedom": degrees, "location": centre, "scale": scale]))
    let probabilities = [0.025, 0.1, 0.5, 0.9, 0.975]
    let found = sample.quantiles(at: probabilities)[step]
    for (p, quantile) in zip(probabilities, found) {
      let expected = student.quantile(at: p)
      let error =
        (p * (1 - p) / Double(sample.pathCount)).squareRoot() / student.density(at: expected)
      #expect(abs(quantile - expected) < 4 * error, "\(p) at step \(step)")
    }
  }

  @Test func naiveForecastsHaveStudentsDistribution() throws {
    let fit = try Naive().fit(TimeSeries(values: values))
    #expect(fit.pointForecast(horizon: 3) == [11, 11, 11])
    let squares = zip(values.dropFirst(), values).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    let deviation = (squares / 9).squareRoot()
    let sample = fit.paths(horizon: 4, noise: noise(8_192))
    for step in [0, 3] {
      try expectStudent(
        sample, step: step, centre: 11, scale: deviation * Double(step + 1).squareRoot(),
        degrees: 9)
    }
  }

  @Test func driftForecastsHaveStudentsDistribution() throws {
    let fit = try Drift().fit(TimeSeries(values: values))
    let drift = 8.0 / 9
    #expect(agree(fit.pointForecast(horizon: 2), [11 + drift, 11 + 2 * drift], within: 1e-15))
    let squares = zip(values.dropFirst(), values).reduce(0) {
      $0 + ($1.0 - $1.1 - drift) * ($1.0 - $1.1 - drift)
    }
    let deviation = (squares / 8).squareRoot()
    let sample = fit.paths(horizon: 6, noise: noise(8_192))
    for step in [0, 5] {
      let h = Double(step + 1)
      try expectStudent(
        sample, step: step, centre: 11 + h * drift,
        scale: deviation * (h + h * h / 9).squareRoot(), degrees: 8)
    }
  }

  @Test func theMeanHasStudentsDistribution() throws {
    let fit = try Mean().fit(TimeSeries(values: values))
    let moments = Moments(of: values)
    #expect(agree(fit.pointForecast(horizon: 1), [7.5], within: 1e-15))
    try expectStudent(
      fit.paths(horizon: 1, noise: noise(8_192)), step: 0, centre: 7.5,
      scale: moments.standardDeviation * (1 + 1.0 / 10).squareRoot(), degrees: 9)
  }

  @Test func withKnownParametersStepsAreNormal() throws {
    let fit = try Naive().fit(TimeSeries(values: values))
    let known = noise(64, parameters: false)
    let sample = fit.paths(horizon: 2, noise: known)
    let deviation = try #require(fit.description.parameters.last).value
    let normals = [known.normals(step: 0), known.normals(step: 1)]
    for path in 0..<64 {
      let expected = 11 + deviation * (normals[0][path] + normals[1][path])
      #expect(abs(Array(sample.step(1))[path] - expected) < 1e-12)
    }
  }

  @Test func seasonsGoOnAndRise() throws {
    let series = TimeSeries(values: [1, 5, 2, 7, 3, 8], seasonLength: 2)
    let level = try SeasonalNaive().fit(series).pointForecast(horizon: 4)
    #expect(level == [3, 8, 3, 8])
    let drifting = try SeasonalDrift().fit(series).pointForecast(horizon: 4)
    #expect(agree(drifting, [4.25, 9.25, 5.5, 10.5], within: 1e-15))
  }

  @Test func gapsAreKnownToTakeSeveralSteps() throws {
    // Steps of variance s² over 1, 2 and 1 steps: squares 1, 8 / 2 and 1.
    let fit = try Naive().fit(TimeSeries(values: [0, 1, .nan, 1 + 8.0.squareRoot(), .nan]))
    let deviation = try #require(fit.description.parameters.last).value
    #expect(abs(deviation - (5.0 / 2).squareRoot()) < 1e-14)
    // The last value is missing, so that the first forecast is two steps away.
    let normals = noise(64, parameters: false)
    let sample = fit.paths(horizon: 1, noise: normals)
    let spread = 2.0.squareRoot() * deviation
    let expected = normals.normals(step: 0).map { 1 + 8.0.squareRoot() + spread * $0 }
    #expect(agree(Array(sample.step(0)), expected, within: 1e-14))
    #expect(fit.residuals.map(\.isNaN) == [true, false, true, false, true])
  }

  @Test func theLikelihoodIsThatOfNormalSteps() throws {
    let fit = try Naive().fit(TimeSeries(values: values))
    let deviation = try #require(fit.description.parameters.last).value
    let expected = zip(values.dropFirst(), values).reduce(0) {
      let score = ($1.0 - $1.1) / deviation
      return $0 + logarithm(StandardNormal.density(at: score) / deviation)
    }
    let found = try #require(fit.description.logLikelihood)
    #expect(abs(found - expected) < 1e-12)
  }

  @Test(arguments: SimpleReference.awkward.indices, [1, 12])
  func nothingStopsOnAwkwardSeries(index: Int, period: Int) {
    let series = TimeSeries(values: SimpleReference.awkward[index], seasonLength: period)
    let methods: [any ForecastMethod] = [
      Naive(), SeasonalNaive(), Drift(), SeasonalDrift(), Mean(),
    ]
    for method in methods { expectSound(method, series) }
  }

  @Test func tooShortSeriesAreRefused() {
    #expect(throws: FitFailure.tooFewObservations(found: 1, needed: 2)) {
      try Naive().fit(TimeSeries(values: [4]))
    }
    #expect(throws: FitFailure.tooFewObservations(found: 12, needed: 13)) {
      try SeasonalNaive().fit(
        TimeSeries(values: [Double](repeating: 1, count: 12), seasonLength: 12))
    }
    let infinite = FitFailure.outsideDomain(
      step: 1, expected: .init(zh: "绝对值不超过 1e150 的数", en: "a number of at most 1e150 in size"))
    #expect(throws: infinite) { try Naive().fit(TimeSeries(values: [1, .infinity, 2])) }
  }
}
