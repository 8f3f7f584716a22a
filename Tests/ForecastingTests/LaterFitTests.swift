import Probability
import SeededNumbers
import Testing

@testable import Forecasting

/// Fits that go on from those of fewer values of the series, beside fits from nothing.
@Suite struct LaterFitTests {
  private static let seasons = ["AirPassengers": 12, "UKgas": 4, "ausbeer": 4, "oil": 1, "Nile": 1]

  /// A series, and its first values.
  private func parts(_ name: String) throws -> (whole: TimeSeries, early: TimeSeries) {
    let length = try #require(Self.seasons[name])
    let series = smoothingSeries(name, seasonLength: length)
    return (series, series.prefix(series.count - max(2 * length, 4)))
  }

  @Test(arguments: seasons.keys.sorted())
  func smoothingComesToTheSameCriterion(name: String) throws {
    let (whole, early) = try parts(name)
    let method = ExponentialSmoothing()
    let later = try #require(
      try method.fit(whole, after: method.fit(early)) as? SmoothingModel)
    let fresh = try method.chosen(of: whole)
    #expect(later.rank < fresh.rank + 1e-2, "\(later.form) for \(fresh.form)")
    #expect(!later.rivals.isEmpty)
  }

  /// The level of what is scaled by a power of two moves with the scale.
  @Test func smoothingGoesOnInAnotherScale() throws {
    let values = (0..<60).map { 100 * exponential(0.05 * Double($0)) + Double($0 * 7 % 11) }
    let whole = TimeSeries(values: values)
    let method = ExponentialSmoothing(allowsMultiplication: false)
    let early = try #require(try method.fit(whole.prefix(40)) as? SmoothingModel)
    let later = try #require(try method.fit(whole, after: early) as? SmoothingModel)
    #expect(early.data.scale < later.data.scale)
    #expect(later.rank < (try method.chosen(of: whole)).rank + 1e-2)
  }

  @Test(arguments: seasons.keys.sorted())
  func structuralModelsComeToTheSameLikelihood(name: String) throws {
    let (whole, early) = try parts(name)
    let method = BasicStructural()
    let later = try #require(
      try method.fit(whole, after: method.fit(early)) as? StructuralModel)
    let fresh = try method.fitted(whole)
    #expect(later.diffuseLogLikelihood > fresh.diffuseLogLikelihood - 1e-4)
  }

  @Test func aPoolComesToTheSameDensity() throws {
    var generator = SeededGenerator(4)
    let series = (0..<30).map { _ -> TimeSeries in
      var level = 100.0
      return TimeSeries(
        values: (0..<16).map { _ in
          level *= Double.random(in: 0.9...1.2, using: &generator)
          return level
        })
    }
    let method = PooledGrowth()
    let early = method.fit(all: series.map { $0.prefix(12) }, threads: 1).map { try? $0.get() }
    func density(_ fits: [Result<any FittedModel, FitFailure>]) throws -> Double {
      let model = try #require(try fits[0].get() as? PooledGrowthModel)
      return model.estimate.logLikelihood + GrowthPrior.logDensity(model.estimate.point)
    }
    let later = try density(method.fit(all: series, after: early, threads: 1))
    let fresh = try density(method.fit(all: series, threads: 1))
    #expect(abs(later - fresh) < 0.02)
  }

  @Test func aModelOfAnotherKindIsNoBeginning() throws {
    let series = smoothingSeries("Nile", seasonLength: 1)
    let other = try Drift().fit(series.prefix(80))
    let methods: [any ForecastMethod] = [
      ExponentialSmoothing(), BasicStructural(), Transformed(Theta(), by: .logarithm),
    ]
    for method in methods {
      let later = try method.fit(series, after: other).pointForecast(horizon: 3)
      #expect(later == (try method.fit(series).pointForecast(horizon: 3)), "\(method.name)")
    }
  }
}
