import Forecasting
import Probability
import SeededNumbers
import Testing

@Suite("series that are fitted together") struct SharedFitsTests {
  /// Three series of which the second follows the first.
  private func three(_ length: Int) -> [TimeSeries] {
    var generator = SeededGenerator(8)
    func shock() -> Double { StandardNormal.quantile(at: .random(in: 1e-6..<1, using: &generator)) }
    var leader = 0.0
    var columns: [[Double]] = [[], [], []]
    for _ in 0..<length {
      let before = leader
      leader = 0.6 * leader + shock()
      columns[0].append(100 + leader)
      columns[1].append(50 + 2 * before + 0.3 * shock())
      columns[2].append(20 + shock())
    }
    return columns.map { TimeSeries(values: $0) }
  }

  @Test func aMemberIsPartOfTheWholeModel() throws {
    let series = three(60)
    let whole = try BayesianVectorAutoregression(usesLogarithms: true).fitted(series)
    let fits = AutomaticVectorAutoregression().fit(all: series, threads: 1)
    let noise = PathNoise(key: StreamKey(bits: 3), pathCount: 64)
    let paths = whole.jointPaths(horizon: 4, noise: noise)
    for member in 0..<3 {
      let model = try fits[member].get()
      #expect(model.pointForecast(horizon: 4) == whole.pointForecasts(horizon: 4)[member])
      #expect(model.paths(horizon: 4, noise: noise) == paths[member])
      #expect(model.residuals.count == 60)
    }
  }

  @Test func anEarlierFitKnowsOfAllSeriesWhatWasKnownThen() throws {
    let series = three(60)
    // The second one begins ten steps later, at the same time as all end.
    let later = series[1].suffix(from: 10)
    let members = [series[0], later, series[2]]
    let shared = SharedFits(
      AutomaticVectorAutoregression(), members.map { Vintages($0) }, starts: [0, 10, 0])
    let then = AutomaticVectorAutoregression().fit(
      all: [series[0].prefix(40), later.prefix(30), series[2].prefix(40)], threads: 1)
    for (member, count) in [(0, 40), (1, 30), (2, 40)] {
      // As a backtest does: the steps of the series itself, counted from its first one.
      let known = TimeSeries(values: Array(members[member].values.prefix(count)))
      let model = try shared.method(of: member).fit(known)
      #expect(
        model.pointForecast(horizon: 3) == (try then[member].get()).pointForecast(horizon: 3))
    }
  }

  @Test func aWindowLeavesOutWhatIsOlder() throws {
    let series = three(60)
    let shared = SharedFits(
      AutomaticVectorAutoregression(), series.map { Vintages($0) }, starts: [0, 0, 0], window: 24)
    let then = AutomaticVectorAutoregression().fit(
      all: series.map { $0.prefix(50).suffix(from: 26) }, threads: 1)
    let model = try shared.method(of: 1).fit(series[1].prefix(50).suffix(from: 26))
    #expect(model.pointForecast(horizon: 2) == (try then[1].get()).pointForecast(horizon: 2))
  }

  @Test func shortSeriesAndTooManyAreTold() throws {
    let fits = AutomaticVectorAutoregression().fit(
      all: [TimeSeries(values: [1, 2, 3])] + three(40), threads: 1)
    #expect(throws: FitFailure.tooFewObservations(found: 3, needed: 8)) { try fits[0].get() }
    #expect(try fits[1].get().pointForecast(horizon: 1)[0].isFinite)
    let many = [TimeSeries](repeating: three(20)[0], count: 41)
    #expect(throws: FitFailure.tooManySeries(found: 41, most: 40)) {
      try AutomaticVectorAutoregression().fit(all: many, threads: 1)[7].get()
    }
  }

  @Test func amountsStayAboveZero() throws {
    // Zeros forbid logarithms.
    let first = (0..<40).map { step in step % 5 == 0 ? 0 : Double(step % 3) }
    let second = (0..<40).map { step in Double((step * 7) % 11) }
    let fits = AutomaticVectorAutoregression().fit(
      all: [first, second].map { TimeSeries(values: $0) }, threads: 1)
    let noise = PathNoise(key: StreamKey(bits: 3), pathCount: 256)
    for fit in fits {
      let model = try fit.get()
      #expect(model.paths(horizon: 6, noise: noise).numbers.allSatisfy { $0 >= 0 })
      #expect(model.pointForecast(horizon: 6).allSatisfy { $0 >= 0 })
    }
  }

  @Test func aPoolIsThatOfAllSeries() throws {
    let series = (0..<6).map { place in
      TimeSeries(
        values: (0..<(6 + place)).map { step in
          100 * exponential(0.05 * Double(step) + 0.02 * Double((step * 7 + place * 3) % 5))
        })
    }
    let pool = try PooledGrowth().fitted(series)
    let fits = PooledGrowth().fit(all: series, threads: 1)
    for place in series.indices {
      let model = try fits[place].get()
      #expect(
        model.pointForecast(horizon: 3) == (try pool.models[place].get()).pointForecast(horizon: 3))
      let alone = try PooledGrowth().fit(series[place])
      #expect(model.pointForecast(horizon: 3) != alone.pointForecast(horizon: 3))
    }
  }
}
