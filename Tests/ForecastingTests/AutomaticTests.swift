import Probability
import SeededNumbers
import Testing

@testable import Forecasting

/// Combinations found by looking back.
@Suite struct AutomaticTests {
  /// Months that grow, with a season and noise, all from the seed.
  private func months(_ count: Int, seed: UInt64, level: Double = 100) -> TimeSeries {
    var generator = SeededGenerator(seed)
    let season = (0..<12).map { _ in Double.random(in: 0.6...1.4, using: &generator) }
    let values = (0..<count).map { month in
      level * season[month % 12] * (1 + 0.005 * Double(month))
        * Double.random(in: 0.9...1.1, using: &generator)
    }
    return TimeSeries(values: values, seasonLength: 12)
  }

  private func noise(_ paths: Int = 1_024) -> PathNoise {
    PathNoise(key: RandomStream(name: "automaticTests").key(seed: 7), pathCount: paths)
  }

  @Test func severalThreadsGiveTheSameNumbersAsOne() throws {
    let series = (1...4).map { months(60, seed: $0) }
    let alone = Automatic(horizon: 6).fit(all: series, threads: 1)
    let together = Automatic(horizon: 6).fit(all: series, threads: 3)
    for (one, other) in zip(alone, together) {
      let one = try one.get()
      let other = try other.get()
      #expect(one.pointForecast(horizon: 6) == other.pointForecast(horizon: 6))
      #expect(
        one.quantiles(horizon: 6, at: [0.1, 0.9]) == other.quantiles(horizon: 6, at: [0.1, 0.9]))
    }
  }

  @Test func pathsHaveTheQuantilesAndHangTogether() throws {
    let fit = try Automatic(horizon: 6).fit(all: [months(72, seed: 5)], threads: 1)[0].get()
    let paths = fit.paths(horizon: 6, noise: noise())
    #expect(paths == fit.paths(horizon: 6, noise: noise()))
    for (own, drawn) in zip(
      fit.quantiles(horizon: 6, at: [0.1, 0.5, 0.9]), paths.quantiles(at: [0.1, 0.5, 0.9]))
    {
      // Paths keep their ranks, so only the place between two of them is left to chance.
      for (one, other) in zip(own, drawn) { #expect(abs(one - other) < 0.01 * one) }
    }
    let middle = fit.quantiles(horizon: 6, at: [0.5])[0][0]
    #expect(abs(fit.pointForecast(horizon: 6)[0] / middle - 1) < 1e-12)
  }

  @Test func theMiddleOfAPathFollowsTheSeason() throws {
    let series = months(96, seed: 11)
    let kept = series.prefix(84)
    let fit = try Automatic(horizon: 12).fit(all: [kept], threads: 1)[0].get()
    let naive = try SeasonalNaive().fit(kept).pointForecast(horizon: 12)
    func error(_ points: [Double]) -> Double {
      zip(points, series.values.suffix(12)).reduce(0) { $0 + abs($1.0 - $1.1) }
    }
    #expect(error(fit.pointForecast(horizon: 12)) < error(naive))
  }

  /// Sixty made series of which the last six months are held back: the intervals keep their word.
  @Test func intervalsCover() throws {
    let whole = (1...60).map { months(54, seed: 100 + $0) }
    let fits = Automatic(horizon: 6).fit(all: whole.map { $0.prefix(48) }, threads: 2)
    var inside = 0.0
    for (series, fit) in zip(whole, fits) {
      let quantiles = try fit.get().quantiles(horizon: 6, at: [0.1, 0.9])
      for (value, limits) in zip(series.values.suffix(6), quantiles) {
        if limits[0] <= value && value <= limits[1] { inside += 1 }
      }
    }
    // 360 forecasts of independent series: a standard deviation of 2.1 points, steps of a series
    // hanging together somewhat. Four of it and a point for what the prior adds.
    #expect(abs(inside / 360 - 0.8) < 0.095)
  }

  @Test(arguments: [
    [1, 2], [0, 0, 0, 0, 0, 0], [5, 5, 5, 5, 5, 5, 5, 5, 5], [3, -1, 4, -1, 5, -9, 2, -6],
    [1, .nan, 3, .nan, .nan, 6, 7], [1e-300, 2e-300, 3e-300, 1e-300],
    [0, 0, 7, 0, 0, 0, 3, 0, 0, 0, 0, 1],
  ])
  func shortAndOddSeriesGetAForecast(values: [Double]) throws {
    for seasonLength in [1, 4, 12] {
      let series = TimeSeries(values: values, seasonLength: seasonLength)
      let fit = try Automatic(horizon: 3).fit(series)
      let points = fit.pointForecast(horizon: 5)
      #expect(points.count == 5)
      #expect(points.allSatisfy { $0.isFinite })
      #expect(fit.paths(horizon: 5, noise: noise(64)).numbers.allSatisfy { !$0.isNaN })
    }
  }

  @Test(arguments: [[], [.nan, .nan], [1, .infinity, 3]])
  func whatCannotBeForecastIsToldWhy(values: [Double]) {
    #expect(throws: FitFailure.self) {
      try Automatic(horizon: 3).fit(TimeSeries(values: values))
    }
  }

  @Test func valuesBeyondReasonAreRefusedOrForecast() {
    let series = TimeSeries(values: [1e300, 2e300, 1e300])
    switch Automatic(horizon: 3).fit(all: [series], threads: 1)[0] {
    case .success(let fit): #expect(fit.pointForecast(horizon: 3).allSatisfy { $0.isFinite })
    case .failure(let failure): #expect(failure == .noEstimate)
    }
  }

  @Test func seriesThatNeverFellBelowZeroStayThere() throws {
    let values: [Double] = [0, 3, 1, 0, 6, 2, 0, 1, 9, 0, 2, 1, 4]
    let fit = try Automatic(horizon: 4).fit(TimeSeries(values: values))
    #expect(fit.paths(horizon: 4, noise: noise()).numbers.allSatisfy { $0 >= 0 })
  }

  @Test func whatDoesWellInASeriesCountsMore() throws {
    // A pure random season: last year repeated is right, a mean of all is not.
    let values = (0..<40).map { [10.0, 50, 20, 90][$0 % 4] }
    let series = TimeSeries(values: values, seasonLength: 4)
    let candidates = [AutomaticCandidate(Naive()), AutomaticCandidate(SeasonalNaive())]
    let fit = try Automatic(horizon: 4, candidates: candidates).fit(all: [series], threads: 1)[0]
      .get()
    #expect(fit.weights[1] > 0.7)
    #expect(abs(fit.weights.reduce(0, +) - 1) < 1e-12)
  }
}

/// The parts of the look-back.
@Suite struct LookBackTests {
  private let noise = PathNoise(key: RandomStream(name: "lookBack").key(seed: 1), pathCount: 64)

  @Test func originsLeaveAWholeHorizonOrInShortSeriesAPart() {
    let lookBack = LookBack(
      methods: [], horizon: 8, originCount: 3, noise: noise, threads: 1)
    func origins(_ count: Int, _ season: Int) -> [Int] {
      lookBack.origins(
        of: TimeSeries(values: Array(repeating: 1, count: count), seasonLength: season))
    }
    #expect(origins(100, 4) == [92, 90, 88])
    #expect(origins(18, 4) == [12, 10])
    #expect(origins(13, 4) == [11, 9])
    #expect(origins(9, 4) == [])
  }

  /// Each fit begins from an earlier one, and none from a later one.
  @Test func whatCameChangesNoEarlierForecast() {
    let lookBack = LookBack(
      methods: [
        ExponentialSmoothing(), Transformed(BasicStructural(), by: .logarithm), Theta(),
        PooledGrowth(),
      ],
      horizon: 6, originCount: 3, noise: noise, threads: 1)
    var generator = SeededGenerator(9)
    let values = (0..<72).map { month -> Double in
      let season = 1 + 0.3 * Double(month % 12 % 5)
      return Double(100 + month) * season * Double.random(in: 0.9...1.1, using: &generator)
    }
    // The latest origin has 66 values.
    let other: [Double] = values.prefix(66) + values.suffix(6).reversed().map { 3 * $0 }
    for length in [1, 12] {
      let found = [values, other].map { values in
        lookBack.findings(
          [TimeSeries(values: values, seasonLength: length)], scales: [.logarithmic])[0]
      }
      #expect(found[0].evidence.count == 3)
      for (one, another) in zip(found[0].evidence, found[1].evidence) {
        #expect(one.forecasts.points == another.forecasts.points)
        #expect(one.forecasts.spreads == another.forecasts.spreads)
        #expect(one.actuals != another.actuals)
      }
    }
  }

  @Test func weightsOfTwoOppositeMissesMeetInTheMiddle() {
    var evidence = CombinationEvidence()
    for index in 0..<2_000 {
      evidence.add([10 + Double(index % 7), 10 - Double(index % 7)], actual: 10, weight: 1)
    }
    let weights = combinationWeights(evidence, prior: [0.9, 0.1])
    #expect(abs(weights[0] - 0.5) < 0.15)
    #expect(abs(weights[0] + weights[1] - 1) < 1e-12)
  }

  @Test func pointsAreProjectedOnTheNearestWeights() {
    #expect(projectedOnSimplex([0.2, 0.3, 0.5]) == [0.2, 0.3, 0.5])
    #expect(projectedOnSimplex([2, 0, 0]) == [1, 0, 0])
    let projected = projectedOnSimplex([0.6, 0.6, -5])
    #expect(abs(projected[0] - 0.5) < 1e-15 && projected[2] == 0)
  }

  @Test func manyNormalErrorsGiveTheNormalShapeAndWiderOnesAWiderOne() {
    var generator = SeededGenerator(3)
    let errors = (0..<4_000).map { _ in
      let place = Double.random(in: 0.0001...0.9999, using: &generator)
      return ErrorShape.StandardisedError(
        error: 1.5 * StandardNormal.quantile(at: place), weight: 1)
    }
    let shape = ErrorShape([errors])
    for score in [-1.96, -0.67, 0.67, 1.28, 1.96] {
      #expect(abs(shape.errors(step: 0, scores: [score])[0] - 1.5 * score) < 0.12)
    }
    #expect(ErrorShape([[]]).errors(step: 0, scores: [1.3])[0] - 1.3 < 1e-3)
    #expect(shape.errors(step: 0, scores: [4])[0] > shape.errors(step: 0, scores: [3])[0])
  }

  @Test func aCommonMissToOneSideWidensNothing() {
    let errors = (0..<200).map {
      ErrorShape.StandardisedError(error: 5 + Double($0 % 2) - 0.5, weight: 1)
    }
    #expect(abs(ErrorShape([errors]).errors(step: 0, scores: [1])[0]) < 1.5)
  }
}
