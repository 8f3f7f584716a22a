import Probability
import Testing

@testable import Forecasting

/// The choice of differences and orders, and what it looks at.
@Suite struct ArimaSearchTests {
  @Test(arguments: ArimaReference.table("arima-diagnostics"))
  func diagnosticsAreThoseOfStatsmodels(_ cells: [String]) throws {
    let values = ArimaReference.values(cells[1])
    let words = cells[2].split(separator: " ").map(String.init)
    let expected = cells[3].split(separator: " ").compactMap { Double($0) }
    var gaps = values
    for step in [3, 17, 18, 40] { gaps[step] = .nan }
    var found: [Double] = []
    switch cells[0] {
    case "kpss":
      let lags = try #require(Int(words[1]))
      found = [kpssStatistic(of: values, lags: lags, aboutLine: words[0] == "ct")]
    case "acf": found = sampleAutocorrelations(of: values, lags: 12)
    case "acfGaps": found = sampleAutocorrelations(of: gaps, lags: 12)
    case "pacf": found = [1] + samplePartialAutocorrelations(of: values, lags: 12)
    case "ljungBox":
      let differences = zip(values.dropFirst(), values).map { $0 - $1 }
      let test = LjungBox(residuals: differences, lags: 10, estimated: 2)
      found = [test.statistic, test.probability]
    default: Issue.record("an unknown set: \(cells[0])")
    }
    #expect(found.count == expected.count)
    for (a, b) in zip(found, expected) { #expect(relativeError(a, b) < 1e-9) }
  }

  @Test func thereAreDiagnostics() {
    #expect(ArimaReference.table("arima-diagnostics").count == 40)
  }

  /// The 5 % limits of Kwiatkowski and others: one white noise series in twenty exceeds them.
  @Test(arguments: [(false, 0.463), (true, 0.146)])
  func theLimitsAreExceededAsOftenAsTheyShould(aboutLine: Bool, limit: Double) {
    let count = 400
    let exceeded = (0..<count).filter { seed in
      let values = simulatedSeries(count: 200, seed: UInt64(seed))
      return kpssStatistic(of: values, lags: 0, aboutLine: aboutLine) > limit
    }
    #expect(abs(Double(exceeded.count) / Double(count) - 0.05) < 4 * (0.0475 / 400).squareRoot())
  }

  @Test func theStrengthOfASeasonLiesBetweenNoneAndAll() {
    let pattern = [3.0, -1, 4, -6]
    let noise = simulatedSeries(count: 80, seed: 4)
    func strength(_ factor: Double) -> Double {
      let values = noise.indices.map { factor * pattern[$0 % 4] + noise[$0] + 0.1 * Double($0) }
      return seasonalStrength(of: TimeSeries(values: values, seasonLength: 4))
    }
    #expect(strength(100) > 0.999)
    #expect(strength(1) > 0.9)
    #expect(strength(0) < 0.5)
    #expect(strength(0.3) < strength(1))
    #expect(seasonalStrength(of: TimeSeries(values: noise)) == 0)
    let flat = TimeSeries(values: [Double](repeating: 2, count: 40), seasonLength: 4)
    #expect(seasonalStrength(of: flat) == 0)
  }

  @Test func knownSeriesNeedTheirDifferences() {
    func needed(_ name: String, _ season: Int, log: Bool = false) -> [Int] {
      var values = ArimaReference.values(name)
      if log { values = values.map { logarithm($0) } }
      let found = differencesNeeded(by: TimeSeries(values: values, seasonLength: season))
      return [found.seasonal, found.ordinary]
    }
    #expect(needed("Nile", 1) == [0, 1])
    #expect(needed("lynx", 1, log: true) == [0, 0])
    #expect(needed("co2", 12) == [1, 1])
    #expect(needed("austres", 4) == [0, 2])
    #expect(needed("ausbeer", 4) == [1, 1])
  }

  /// An order is good if the truth is hardly better: by Akaike's criterion at the chosen model.
  @Test(arguments: [
    (ArimaOrder(p: 1), [0.7], [Double]()), (ArimaOrder(q: 1), [], [0.8]),
    (ArimaOrder(p: 2), [0.6, -0.5], []), (ArimaOrder(p: 1, q: 1), [0.7], [0.4]),
  ])
  func theChosenOrderIsAtLeastAsGoodAsTheTrueOne(
    order: ArimaOrder, past: [Double], errors: [Double]
  ) throws {
    for seed in 0..<6 {
      let values = simulatedSeries(past: past, errors: errors, count: 150, seed: UInt64(seed))
      let series = TimeSeries(values: values)
      let chosen = try Arima().fitted(series)
      guard chosen.order.d == 0 else { continue }
      let right = try Arima(order: order).fitted(series)
      let (a, b) = (chosen.description.correctedAkaike, right.description.correctedAkaike)
      #expect((a ?? .nan) < (b ?? .nan) + 2.5)
    }
  }

  @Test func theSearchFindsTheAirlineModelOrABetterOne() throws {
    let values = ArimaReference.values("AirPassengers").map { logarithm($0) }
    let series = TimeSeries(values: values, seasonLength: 12)
    let model = try Arima().fitted(series)
    #expect(model.order.seasonalD == 1 && model.order.d == 1)
    let airline = try Arima(order: ArimaOrder(d: 1, q: 1, seasonalD: 1, seasonalQ: 1))
      .fitted(series)
    let (a, b) = (model.description.correctedAkaike, airline.description.correctedAkaike)
    #expect((a ?? .nan) <= (b ?? .nan) + 1e-6)
  }

  /// The approximation may lead to another model only where two are equally good.
  @Test(arguments: ["UKgas", "ausbeer", "oil", "Nile", "lynx"])
  func theApproximationLosesNothing(_ name: String) throws {
    let season = ["UKgas", "ausbeer"].contains(name) ? 4 : 1
    let series = TimeSeries(values: ArimaReference.values(name), seasonLength: season)
    let quick = try Arima(approximation: true).fitted(series).description.correctedAkaike
    let exact = try Arima(approximation: false).fitted(series).description.correctedAkaike
    #expect(abs((quick ?? .nan) - (exact ?? .nan)) < 0.5)
  }

  @Test func theLimitsAreKept() throws {
    let values = simulatedSeries(past: [0.3, 0.2, 0.3], errors: [0.6], count: 200, seed: 6)
    let limits = ArimaLimits(p: 1, q: 0, seasonalP: 0, seasonalQ: 0)
    let model = try Arima(limits: limits).fitted(TimeSeries(values: values, seasonLength: 4))
    #expect(model.order.p <= 1 && model.order.q == 0)
    #expect(model.order.seasonalP == 0 && model.order.seasonalQ == 0)
  }

  @Test func gapsHardlyChangeTheForecast() throws {
    let values = ArimaReference.values("UKgas").map { logarithm($0) }
    var gaps = values
    for step in [7, 30, 31, 77] { gaps[step] = .nan }
    let whole = try Arima().fitted(TimeSeries(values: values, seasonLength: 4))
    let rest = try Arima().fitted(TimeSeries(values: gaps, seasonLength: 4))
    let (a, b) = (whole.pointForecast(horizon: 4), rest.pointForecast(horizon: 4))
    for (x, y) in zip(a, b) { #expect(abs(x - y) < 0.1) }
  }
}
