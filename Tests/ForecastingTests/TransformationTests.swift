import Probability
import Testing

@testable import Forecasting

/// Transformations of series and bounds of forecasts.
@Suite struct TransformationTests: SimpleChecks {
  private static let all: [Transformation] = [
    .none, .logarithm(offset: 0), .logarithm(offset: 0.5), .squareRoot(offset: 0),
    .boxCox(lambda: 0, offset: 0), .boxCox(lambda: 0.3, offset: 0.1),
    .boxCox(lambda: -0.4, offset: 0), .boxCox(lambda: 1, offset: 0),
    .boxCox(lambda: 1e-9, offset: 0), .logit(low: 0, high: 10, margin: 0),
    .logit(low: -1, high: 12, margin: 0.01),
  ]

  @Test(arguments: all)
  func theInverseGivesTheValueBack(transformation: Transformation) {
    for value in [0.001, 0.5, 1, 2.7, 9.99] {
      #expect(abs(transformation.inverse(transformation(value)) - value) < 2e-13 * max(1, value))
      // The slope by a difference across the value.
      let width = 1e-6 * value
      let rise = transformation(value + width) - transformation(value - width)
      let slope = exponential(transformation.logarithmOfSlope(at: value))
      #expect(abs(rise / (2 * width) / slope - 1) < 1e-5)
    }
    #expect(transformation(.nan).isNaN && transformation.inverse(.nan).isNaN)
  }

  @Test(arguments: all)
  func theInverseRisesAndIsFinite(transformation: Transformation) {
    let numbers = stride(from: -1000, through: 1000, by: 7.3).map { $0 }
    var many = numbers
    transformation.invert(&many)
    #expect(many == numbers.map { transformation.inverse($0) })
    #expect(many.allSatisfy { $0.isFinite })
    #expect(zip(many, many.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test(arguments: ["AirPassengers", "UKgas", "a10"])
  func exponentsAgreeWithOthers(name: String) throws {
    let reference = try SimpleReference()
    let period = name == "UKgas" ? 4 : 12
    let values = try SimpleReference.series(name)
    let guerrero = guerreroLambda(values, period: period, within: -1...2)
    let expected = try #require(reference("guerrero", name, "refined").first)
    #expect(abs(guerrero - expected) < 1e-7)
    let statsmodels = try #require(reference("guerrero", name, "lambda").first)
    #expect(abs(guerrero - statsmodels) < 1e-5)
    let likeliest = likeliestLambda(
      TimeSeries(values: values, seasonLength: period), offset: 0, within: -1...2)
    let profile = try #require(reference("likeliest", name, "lambda").first)
    #expect(abs(likeliest - profile) < 1e-7)
  }

  @Test func theLikelihoodIsOfTheValues() throws {
    // A walk of logarithms is a walk with lognormal steps.
    let values = try SimpleReference.series("AirPassengers")
    let fit = try Transformed(Naive(), by: .logarithm).fit(TimeSeries(values: values))
    let deviation = try #require(fit.description.parameters.first { $0.name == "deviation" }).value
    // The first value is given, but the slope at it counts too: it is the same for all.
    var expected = -logarithm(values[0])
    for (value, before) in zip(values.dropFirst(), values) {
      let score = logarithm(value / before) / deviation
      expected += logarithm(StandardNormal.density(at: score) / (deviation * value))
    }
    let found = try #require(fit.description.logLikelihood)
    #expect(abs(found - expected) < 1e-9)
  }

  @Test func quantilesOfPathsAreTransformedQuantiles() throws {
    let series = TimeSeries(values: try SimpleReference.series("lynx"))
    let logarithms = TimeSeries(values: series.values.map { logarithm($0) })
    let inner = try Naive().fit(logarithms).paths(horizon: 3, noise: noise(1_024))
    let outer = try Transformed(Naive(), by: .logarithm).fit(series)
      .paths(horizon: 3, noise: noise(1_024))
    let probabilities = [0.05, 0.5, 0.95]
    for (found, expected) in zip(
      outer.quantiles(at: probabilities), inner.quantiles(at: probabilities))
    {
      #expect(agree(found, expected.map { exponential($0) }, within: 1e-14))
    }
  }

  @Test func theCentreIsTheMedianOrTheMean() throws {
    var values: [Double] = []
    for step in 0..<400 {
      let probability = (Double(step * 167 % 400) + 0.5) / 400
      values.append(exponential(0.3 * StandardNormal.quantile(at: probability)))
    }
    let series = TimeSeries(values: values)
    let median = try Transformed(Mean(), by: .logarithm).fit(series).pointForecast(horizon: 1)
    #expect(abs(median[0] - 1) < 1e-9)
    let mean = try Transformed(Mean(), by: .logarithm, centre: .mean).fit(series)
      .pointForecast(horizon: 1)
    // That of a lognormal variable; 1,024 paths know its mean to a part in a hundred.
    #expect(abs(mean[0] - exponential(0.045)) < 0.01)
  }

  @Test func zerosGetAnOffsetAndForecastsStayAboveZero() throws {
    let values = (0..<60).map { (step: Int) -> Double in step % 4 == 0 ? 0 : Double(step % 7) }
    let series = TimeSeries(values: values)
    for choice in [TransformationChoice.logarithm, .guerrero(), .likeliest(), .squareRoot] {
      let fit = try Transformed(Naive(), by: choice).fit(series)
      #expect(fit.paths(horizon: 5, noise: noise(256)).numbers.allSatisfy { $0 >= 0 })
    }
    let transformation = try TransformationChoice.logarithm.transformation(of: series)
    #expect(transformation == .logarithm(offset: 0.5))
    #expect(
      throws: FitFailure.outsideDomain(
        step: 1, expected: .init(zh: "不小于 0 的数", en: "a number that is not negative"))
    ) {
      try Transformed(Naive(), by: .logarithm).fit(TimeSeries(values: [1, -1, 2]))
    }
  }

  @Test func sharesStayBetweenTheirBounds() throws {
    let values = (0..<60).map { Double($0 * $0 % 11) / 10 }
    let fit = try Transformed(Drift(), by: .logit(low: 0, high: 1))
      .fit(TimeSeries(values: values))
    let sample = fit.paths(horizon: 30, noise: noise(512))
    #expect(sample.numbers.allSatisfy { $0 >= 0 && $0 <= 1 })
    let choice = TransformationChoice.logit(low: 0, high: 1)
    #expect(
      throws: FitFailure.outsideDomain(
        step: 0, expected: .init(zh: "0.0 到 1.0 的比例", en: "a share from 0.0 to 1.0"))
    ) {
      try choice.transformation(of: TimeSeries(values: [1.5, 0.5]))
    }
  }

  @Test func boundsCutAndWholeNumbersKeepTheMean() throws {
    let values: [Double] = [2, 3, 1, 4, 2, 3, 3, 2, 1, 2, 4, 3]
    let series = TimeSeries(values: values)
    let plain = try Mean().fit(series).paths(horizon: 2, noise: noise(16_384))
    let cut = try Bounded.nonNegative(Mean()).fit(series).paths(horizon: 2, noise: noise(16_384))
    #expect(cut.numbers == plain.numbers.map { max($0, 0) })
    let whole = try Bounded.counts(Mean()).fit(series).paths(horizon: 2, noise: noise(16_384))
    #expect(whole.numbers.allSatisfy { $0 >= 0 && $0 == $0.rounded() })
    // Rounding by chance adds a variance of at most a quarter.
    for (found, expected) in zip(whole.means, cut.means) {
      #expect(abs(found - expected) < 4 * 0.5 / 128)
    }
    #expect(throws: FitFailure.self) {
      try Bounded.shares(Mean()).fit(TimeSeries(values: [0.5, 1.5]))
    }
  }

  @Test(arguments: SimpleReference.awkward.indices, [1, 12])
  func nothingStopsOnAwkwardSeries(index: Int, period: Int) {
    let series = TimeSeries(values: SimpleReference.awkward[index], seasonLength: period)
    let choices: [TransformationChoice] = [
      .logarithm, .squareRoot, .guerrero(), .guerrero(within: -1...2), .likeliest(),
      .likeliest(within: -1...2), .logit(low: 0, high: 13), .fixed(.boxCox(lambda: -1, offset: 7)),
    ]
    for choice in choices {
      expectSound(Transformed(Drift(), by: choice), series)
    }
    expectSound(Transformed(Naive(), by: .guerrero(), centre: .mean), series)
    expectSound(Bounded.counts(Drift()), series)
  }
}
