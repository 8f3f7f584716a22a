import Probability
import SeededNumbers
import Testing

@testable import Forecasting

/// The pool of growing series, against a general Kalman filter and against towns drawn from it.
@Suite struct PooledGrowthTests {
  private let pool = GrowthPool(
    passingShare: 0.07, levelShare: 0.13, growthShare: 0.8, persistence: 0.3, meanGrowth: 0.05,
    growthSpread: 0.4, degreesOfFreedom: 3, variance: 0.01, memory: 0.85, power: 0.25)

  @Test(arguments: ["whole", "gaps"])
  func theDensityIsThatOfAGeneralFilter(name: String) throws {
    let table = try MultipleReferenceTable("PooledGrowth")
    let series = try GrowthSeries(TimeSeries(values: table.list(name)))
    let expected = try table.number(name + "Density")
    #expect(abs(GrowthData([series]).logLikelihood(pool) - expected) < 1e-9)
    #expect(abs(series.logLikelihood(pool) - expected) < 1e-9)
    var state = series.state(pool)
    for step in try table.rows(name + "Ahead", of: 3) {
      state.advance(pool)
      #expect(abs(state.level - step[0]) < 1e-12)
      let variance = state.spread(pool) * state.squares / state.degreesOfFreedom
      #expect(abs(variance - step[1]) < 1e-12)
      #expect(abs(state.degreesOfFreedom - step[2]) < 1e-12)
    }
  }

  /// Towns drawn from a pool with steady volatility, on nearly logarithms.
  private func towns(_ count: Int, length: Int, shared: Double = 0) -> [[Double]] {
    var generator = SeededGenerator(6)
    func normal() -> Double {
      StandardNormal.quantile(at: .random(in: 1e-9..<1, using: &generator))
    }
    let common = (0..<length).map { _ in normal() }
    return (0..<count).map { _ in
      let deviation = 0.08 * exponential(0.5 * normal())
      let usual = 0.04 + 0.3 * deviation * normal()
      var (level, passing) = (5 + normal(), 0.0)
      return (0..<length).map { step in
        let shock = shared.squareRoot() * common[step] + (1 - shared).squareRoot() * normal()
        passing = 0.3 * passing + deviation * shock
        level += usual + passing
        return exponential(level)
      }
    }
  }

  /// Of 200 towns 4 steps each are covered or not, those of a town together: with 80 percent
  /// the share has a standard error of at most 2.8 points, with 95 of 1.5.
  @Test func intervalsCoverTownsDrawnFromThePool() throws {
    let all = towns(200, length: 14)
    let fit = try PooledGrowth().fitted(all.map { TimeSeries(values: Array($0.prefix(10))) })
    #expect(abs(fit.meanGrowth - 0.04) < 0.012)
    let paths = fit.jointPaths(
      horizon: 4, noise: PathNoise(key: StreamKey(bits: 9), pathCount: 512))
    var (within80, within95) = (0.0, 0.0)
    for (town, sample) in zip(all, paths) {
      for (step, bounds) in sample.quantiles(at: [0.025, 0.1, 0.9, 0.975]).enumerated() {
        let value = town[10 + step]
        if bounds[1] <= value, value <= bounds[2] { within80 += 1 }
        if bounds[0] <= value, value <= bounds[3] { within95 += 1 }
      }
    }
    #expect(abs(within80 / 800 - 0.8) < 0.06, "\(within80 / 800)")
    #expect(abs(within95 / 800 - 0.95) < 0.035, "\(within95 / 800)")
  }

  /// What happens to all towns at once is seen in the errors and comes again in the paths.
  @Test func sharedShocksStayShared() throws {
    let all = towns(30, length: 20, shared: 0.5)
    let fit = try PooledGrowth().fitted(all.map { TimeSeries(values: $0) })
    #expect(abs(fit.correlation - 0.5) < 0.2)
    let paths = fit.jointPaths(
      horizon: 1, noise: PathNoise(key: StreamKey(bits: 3), pathCount: 1_024))
    let found = sampleCorrelation(paths[0].step(0), paths[1].step(0))
    #expect(found > 0.2 && found < 0.8)
  }

  /// A young town among old ones grows as they do; one alone with the same two values need not.
  @Test func aYoungTownBorrowsFromItsSisters() throws {
    let old = (0..<20).map { town in
      let values = (0..<15).map { step -> Double in
        let ripple = Double((step * 7 + town * 3) % 5)
        return power(1.12, Double(step)) * (100 + ripple)
      }
      return TimeSeries(values: values)
    }
    let young = TimeSeries(values: [100, 100])
    let pooled = try PooledGrowth().fitted(old + [young]).models[20].get()
    let alone = try PooledGrowth().fit(young)
    let (together, single) = (pooled.pointForecast(horizon: 3), alone.pointForecast(horizon: 3))
    #expect(together[2] > 115)
    #expect(together[2] > single[2])
    let noise = PathNoise(key: StreamKey(bits: 4), pathCount: 1_024)
    func width(_ model: any FittedModel) -> Double {
      let bounds = model.paths(horizon: 3, noise: noise).quantiles(at: [0.1, 0.9])[2]
      return bounds[1] - bounds[0]
    }
    #expect(width(alone) > width(pooled))
  }

  @Test func theMedianOfThePathsIsTheForecast() throws {
    let series = TimeSeries(values: towns(1, length: 12)[0])
    let model = try PooledGrowth().fit(series)
    let point = model.pointForecast(horizon: 4)
    for drawsParameters in [false, true] {
      let paths = model.paths(
        horizon: 4,
        noise: PathNoise(
          key: StreamKey(bits: 8), pathCount: 4_096, drawsParameters: drawsParameters))
      for (step, quantiles) in paths.quantiles(at: [0.1, 0.5, 0.9]).enumerated() {
        let width = quantiles[2] - quantiles[0]
        #expect(abs(quantiles[1] - point[step]) < 0.05 * width)
      }
    }
  }

  @Test(arguments: [
    [5.0], [5, 5, 5, 5, 5, 5, 5, 5], [.nan, .nan, 2, .nan, 4, .nan], [1e-300, 2e-300, 3e-300],
    [1e300, 1.5e300, 1.7e300], [1, 1e20, 1, 1e20], [7, 7],
  ])
  func oddSeriesBreakNothing(values: [Double]) throws {
    let model = try PooledGrowth().fit(TimeSeries(values: values))
    #expect(model.residuals.count == values.count)
    let noise = PathNoise(key: StreamKey(bits: 1), pathCount: 64)
    let paths = model.paths(horizon: 3, noise: noise)
    #expect(paths.numbers.allSatisfy { $0.isFinite && $0 >= 0 })
    #expect(model.pointForecast(horizon: 3).allSatisfy { $0.isFinite && $0 > 0 })
    #expect(model.paths(horizon: 3, noise: noise) == paths)
  }

  @Test func aSeriesThatCannotGrowIsToldAndTheOthersAreFitted() throws {
    let bad = TimeSeries(values: [3, 0, 4])
    let empty = TimeSeries(values: [.nan, .nan])
    let far = TimeSeries(values: [1e-40, 1])
    let good = TimeSeries(values: [3, 4, 4, 5])
    let monthly = TimeSeries(values: [3, 4, 4, 5], seasonLength: 12)
    let fit = try PooledGrowth().fitted([bad, good, empty, far])
    #expect(throws: FitFailure.notPositive(step: 1)) { try fit.models[0].get() }
    #expect(throws: FitFailure.tooFewObservations(found: 0, needed: 1)) {
      try fit.models[2].get()
    }
    let fitted = try fit.models[1].get()
    #expect(fitted.pointForecast(horizon: 1)[0] > 4)
    #expect(fit.pointForecasts(horizon: 2)[0].allSatisfy { $0.isNaN })
    #expect(throws: FitFailure.notPositive(step: 1)) { try PooledGrowth().fit([good, bad]) }
    #expect(throws: FitFailure.self) { try PooledGrowth().fit(far) }
    #expect(throws: FitFailure.self) { try PooledGrowth().fit(monthly) }
    #expect(throws: FitFailure.tooFewObservations(found: 0, needed: 1)) {
      try PooledGrowth().fit([TimeSeries]())
    }
  }

  /// The table's cubic between ranks, against the distribution itself.
  @Test(arguments: [(0.5, 2e-4), (3.0, 1e-5), (40.0, 1e-6)])
  func theTableOfVariancesIsThatOfTheDistribution(degrees: Double, tolerance: Double) {
    let table = ChiSquareTable(degreesOfFreedom: degrees)
    let scores = stride(from: -4.9, to: 5, by: 0.13)
    let exact = chiSquareQuantiles(
      degrees, at: scores.map { StandardNormal.distributionFunction(at: $0) })
    for (score, quantile) in zip(scores, exact) {
      #expect(abs(table.quantile(score: score) / quantile - 1) < tolerance)
    }
  }
}
