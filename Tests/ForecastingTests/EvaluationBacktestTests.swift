import Probability
import Testing

@testable import Forecasting

/// Forecasts the last value, with normal errors of a given deviation.
private struct LastValue: ForecastMethod {
  let name: String
  var deviation = 1.0
  var shift = 0.0

  func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    guard series.count > 1, let last = series.values.last else {
      throw .tooFewObservations(found: series.count, needed: 2)
    }
    return Fitted(level: last + shift, deviation: deviation, count: series.count)
  }

  struct Fitted: FittedModel {
    let level: Double
    let deviation: Double
    let count: Int

    var description: ModelDescription { ModelDescription(name: "last", observationCount: count) }
    var residuals: [Double] { [] }
    func pointForecast(horizon: Int) -> [Double] { Array(repeating: level, count: horizon) }
    func paths(horizon: Int, noise: PathNoise) -> PathSample {
      PathSample(
        horizon: horizon, pathCount: noise.pathCount,
        numbers: (0..<horizon).flatMap { step in
          noise.normals(step: step).map { level + deviation * $0 }
        })
    }
  }
}

/// Forecasts made again, with what was known then.
@Suite struct EvaluationBacktestTests {
  private let series = TimeSeries(values: (0..<20).map { Double($0 * $0) })

  private func settings(horizon: Int, minimumTraining: Int = 4) -> BacktestSettings {
    var settings = BacktestSettings(horizon: horizon, minimumTraining: minimumTraining)
    settings.pathCount = 64
    return settings
  }

  @Test func originsGoFromTheFirstWithEnoughToTheLastWithAFullHorizon() {
    let test = Backtest([LastValue(name: "last")], on: series, settings(horizon: 3))
    #expect(test.origins == Array(4...17))
    #expect(Array(test.actuals[..<3]) == [16, 25, 36])
    #expect(Array(test.methods[0].points[..<3]) == [9, 9, 9])
    #expect(test.methods[0].descriptions.map { $0?.observationCount } == Array(4...17))
  }

  @Test func spacingMaximumAndWindowAreKept() {
    var settings = settings(horizon: 3)
    settings.spacing = 5
    settings.window = 6
    #expect(Backtest([LastValue(name: "last")], on: series, settings).origins == [7, 12, 17])
    settings.originMaximum = 2
    let test = Backtest([LastValue(name: "last")], on: series, settings)
    #expect(test.origins == [12, 17])
    #expect(test.methods[0].descriptions.map { $0?.observationCount } == [6, 6])
    settings.originMaximum = nil
    settings.spacing = 1
    settings.keepsUnfinished = true
    let unfinished = Backtest([LastValue(name: "last")], on: series, settings)
    #expect(unfinished.origins.last == 19)
    #expect(unfinished.scores(unfinished.methods[0]).count == 14 * 3 + 2 + 1)
  }

  @Test func aNumberOfOriginsIsSpreadOverTheSeries() {
    #expect(BacktestSettings(horizon: 3, origins: 3, of: series).spacing == 3)
    #expect(BacktestSettings(horizon: 6, origins: 5, of: series).spacing == 2)
    #expect(BacktestSettings(horizon: 16, origins: 5, of: series).spacing == 1)
    #expect(BacktestSettings(horizon: 3, origins: 1, of: series).originMaximum == 1)
  }

  @Test func missingValuesCountNeitherAsKnownNorAsJudged() {
    var values = series.values
    for gap in [1, 2, 9] { values[gap] = .nan }
    let test = Backtest(
      [LastValue(name: "last")], on: TimeSeries(values: values), settings(horizon: 1))
    #expect(test.origins.first == 6)
    // Step 9 has no actual, and the forecast after it knows no last value.
    #expect(test.scores(test.methods[0]).count == 14 - 2)
    #expect(test.methods[0].failures.map(\.origin) == [10])
    #expect(test.methods[0].failures.map(\.failure) == [.noEstimate])
  }

  @Test func scoresAreThoseByHand() throws {
    let test = Backtest(
      [LastValue(name: "last", deviation: 100)], on: TimeSeries(values: [1, 3, 4, 8, 0]),
      settings(horizon: 1, minimumTraining: 3))
    #expect(test.origins == [3, 4])
    // Errors 4 and -8 over the scales 1.5 and 7 / 3.
    let scores = test.scores(test.methods[0])
    #expect(abs(scores.scaledError - (4 / 1.5 + 8 * 3 / 7) / 2) < 1e-12)
    #expect(abs(scores.symmetricPercentageError - (200.0 * 4 / 12 + 200) / 2) < 1e-12)
    #expect(abs(scores.percentageError - 50) < 1e-12)
    #expect(abs(scores.rootMeanSquaredError - 40.0.squareRoot()) < 1e-12)
    #expect(abs(scores.meanError + 2) < 1e-12)
    #expect(scores.intervals.map(\.nominal) == [0.5, 0.8, 0.95])
    #expect(scores.intervals.map(\.coverage) == [1, 1, 1])
    let lower = try #require(quantileLevels.firstIndex(of: 0.1))
    let upper = try #require(quantileLevels.firstIndex(of: 0.9))
    let quantiles = test.methods[0].quantiles
    let widths = (0..<2).map { place in
      quantiles[place * quantileLevels.count + upper]
        - quantiles[place * quantileLevels.count + lower]
    }
    #expect(abs(scores.intervals[1].meanWidth - (widths[0] + widths[1]) / 2) < 1e-9)
    #expect(abs(scores.intervals[1].score - scores.intervals[1].meanWidth) < 1e-9)
  }

  /// A random walk and its true forecast: everything reported must be what theory says.
  @Test func theTrueForecastKeepsItsWord() throws {
    var noise = [Double](repeating: 0, count: 608)
    var span = noise.mutableSpan
    RandomStream(name: "walk").key(seed: 5).fillNormals(&span, period: 0, firstTrial: 0)
    var level = 0.0
    let walk = noise.map { step in
      level += step
      return level
    }
    var settings = settings(horizon: 1)
    settings.pathCount = 512
    let test = Backtest(
      [LastValue(name: "true"), LastValue(name: "narrow", deviation: 0.5)],
      on: TimeSeries(values: walk), settings)
    let scores = test.scores(test.methods[0])
    // Three standard errors of a share of 0.8 among 604.
    #expect(abs(scores.intervals[1].coverage - 0.8) < 3 * 0.4 / 604.squareRoot())
    // The mean score of a true normal forecast is the deviation over the root of pi.
    #expect(abs(scores.rankedScore - 0.5642) < 3 * 0.4 / 604.squareRoot())
    let even = try #require(test.transformHistogram(test.methods[0]).uniformity)
    #expect(even.probability > 0.001 && even.designEffect == 1)
    let narrow = try #require(test.transformHistogram(test.methods[1]).uniformity)
    #expect(narrow.probability < 1e-6)
  }

  @Test func theNumberOfWorkersDoesNotShow() {
    let methods: [any ForecastMethod] = [
      LastValue(name: "a"), LastValue(name: "b", deviation: 9, shift: 2),
    ]
    let one = Backtest(methods, on: series, settings(horizon: 4), workers: 1)
    let two = Backtest(methods, on: series, settings(horizon: 4), workers: 2)
    #expect(one.methods.map(\.name) == two.methods.map(\.name))
    for (left, right) in zip(one.methods, two.methods) {
      #expect(left.points == right.points && left.means == right.means)
      #expect(left.quantiles == right.quantiles && left.rankedScores == right.rankedScores)
      #expect(left.transforms == right.transforms && left.normalScores == right.normalScores)
    }
  }

  @Test func aVintageIsAllThatIsKnown() {
    let final = TimeSeries(values: [10, 20, 30, 40, 50])
    let vintages = Vintages(
      latest: final,
      stages: [
        TimeSeries(values: [1, 2]), TimeSeries(values: [1, 2, 3]),
        TimeSeries(values: [1, 2, 4, 5]),
      ])
    let settings = settings(horizon: 1, minimumTraining: 2)
    let test = Backtest([LastValue(name: "last")], on: vintages, settings)
    #expect(test.origins == [2, 3, 4])
    #expect(test.methods[0].points == [2, 3, 5])
    #expect(test.actuals == [30, 40, 50])
    let first = Backtest(
      [LastValue(name: "last")],
      on: Vintages(
        latest: final, stages: [TimeSeries(values: [1, 2]), TimeSeries(values: [1, 2, 3])],
        judgedBy: .firstValues), settings)
    #expect(first.origins == [2, 3])
    #expect(first.actuals == [3, 40])
  }

  @Test func whatIsTooShortHasNoOrigins() {
    for values in [[], [1], [1, 2, 3], Array(repeating: Double.nan, count: 9)] {
      let test = Backtest(
        [LastValue(name: "last")], on: TimeSeries(values: values), settings(horizon: 2))
      #expect(test.origins.isEmpty)
      #expect(test.scores(test.methods[0]).count == 0)
      #expect(test.scores(test.methods[0]).scaledError.isNaN)
      #expect(test.skill(of: test.methods[0], against: test.methods[0]).verdict == .undecided)
    }
  }

  @Test func aFailedFitIsToldAndScoredByNobody() {
    let test = Backtest(
      [LastValue(name: "last")], on: series, settings(horizon: 2, minimumTraining: 1))
    #expect(test.methods[0].failures.map(\.origin) == [1])
    #expect(
      test.methods[0].failures.map(\.failure) == [.tooFewObservations(found: 1, needed: 2)])
    #expect(test.scores(test.methods[0]).count == 2 * (test.origins.count - 1))
  }

  @Test func skillComparesTheSameOrigins() {
    let test = Backtest(
      [LastValue(name: "near"), LastValue(name: "far", shift: -30)], on: series,
      settings(horizon: 1))
    let skill = test.skill(of: test.methods[0], against: test.methods[1])
    #expect(skill.verdict == .better && skill.originCount == 16)
    let scores = (0..<2).map { test.scores(test.methods[$0]).scaledError }
    #expect(abs(skill.value - (1 - scores[0] / scores[1])) < 1e-12)
  }
}
