import Probability
import Testing

@testable import Forecasting

/// Says of each step what its season's length tells.
private struct Told: ForecastMethod {
  let name = "told"
  let bySeason: [Int: Double]

  struct Model: FittedModel {
    let value: Double
    let residuals: [Double]
    var description: ModelDescription { ModelDescription(name: "told") }

    func pointForecast(horizon: Int) -> [Double] { [Double](repeating: value, count: horizon) }

    /// A spread of a tenth.
    func paths(horizon: Int, noise: PathNoise) -> PathSample {
      PathSample(
        horizon: horizon, pathCount: noise.pathCount,
        numbers: (0..<horizon).flatMap { step in
          noise.normals(step: step).map { value * (1 + 0.1 * $0) }
        })
    }
  }

  func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    guard let value = bySeason[series.seasonLength] else { throw .noEstimate }
    return Model(value: value, residuals: series.values.map { _ in 0 })
  }
}

private func months(_ count: Int) -> TimeSeries {
  let values: [Double] = (0..<count).map { month in
    let season = (month * 5) % 12
    return 100 + Double(month) + 20 * Double(season)
  }
  return TimeSeries(values: values, seasonLength: 12)
}

@Suite("forecasts of months, quarters and years together")
struct AcrossTimeTests {
  /// Months of 1, quarters of 6 and a year of 36, each moved by what it sums:
  /// (36 − 12 b)² / 12 + 4 (6 − 3 b)² / 3 + 12 (1 − b)² is least at b = 2.
  @Test func theMiddleOfThreeLevelsIsThatOfLeastSquares() throws {
    let method = AcrossTime(horizon: 14) { _ in Told(bySeason: [12: 1, 4: 6, 1: 36]) }
    let model = try method.fit(months(72))
    #expect(model.description.name == "told, across time")
    let points = model.pointForecast(horizon: 14)
    #expect(points.count == 14 && points.allSatisfy { abs($0 - 2) < 1e-12 })
  }

  /// Without quarters (36 − 12 b)² / 12 + 12 (1 − b)² is least at b = 2 too; without years
  /// 4 (6 − 3 b)² / 3 + 12 (1 − b)² at b = 1.5.
  @Test func aLevelThatCannotBeFittedTakesNoPart() throws {
    let withoutYears = AcrossTime(horizon: 12) { _ in Told(bySeason: [12: 1, 4: 6]) }
    let points = try withoutYears.fit(months(72)).pointForecast(horizon: 12)
    #expect(points.allSatisfy { abs($0 - 1.5) < 1e-12 })
    let alone = AcrossTime(horizon: 12) { _ in Told(bySeason: [12: 1]) }
    #expect(try alone.fit(months(72)).description.name == "told")
  }

  @Test(arguments: [59, 40, 6]) func aShortHistoryIsForecastByItself(count: Int) throws {
    let method = AcrossTime(horizon: 12) { _ in SeasonalNaive() }
    let found = Result { () throws(FitFailure) in try method.fit(months(count)) }
    let plain = Result { () throws(FitFailure) in try SeasonalNaive().fit(months(count)) }
    switch (found, plain) {
    case (.success(let found), .success(let plain)):
      #expect(found.pointForecast(horizon: 12) == plain.pointForecast(horizon: 12))
      #expect(found.description == plain.description)
    case (.failure(let found), .failure(let plain)): #expect(found == plain)
    default: Issue.record("one of them cannot be fitted")
    }
  }

  @Test func pathsAddUpToOneYearAndStayOrdered() throws {
    let method = AcrossTime(horizon: 12) { _ in Told(bySeason: [12: 10, 4: 30, 1: 120]) }
    let noise = PathNoise(key: RandomStream(name: "paths").key(seed: 1), pathCount: 4096)
    let paths = try method.fit(months(72)).paths(horizon: 12, noise: noise)
    #expect(paths.horizon == 12 && paths.pathCount == 4096)
    let totals = Moments(of: paths.total(of: 0..<12))
    // All levels have the mean 120; the spread of the year is between that of twelve months drawn
    // apart, 3.5, and that of the year itself, 12: the mean of the two, each by a third, and of
    // the quarters' 6.
    #expect(abs(totals.mean - 120) < 4.5 * totals.standardError)
    #expect(abs(totals.standardDeviation - (12 + 6 + 12.0.squareRoot()) / 3) < 0.25)
    #expect(paths.numbers.allSatisfy { $0 >= 0 })
  }

  /// Level by level for all series, or series by series: the same where series learn nothing from
  /// each other.
  @Test func manySeriesAreFittedAsEachAlone() throws {
    let all = [months(72), months(30), months(100).prefix(61)]
    let method = AcrossTime(horizon: 7) { _ in Drift() }
    let together = method.fit(all: all) { series, _ in
      series.map { series in
        Result { () throws(FitFailure) in try Drift().fit(series) }
      }
    }
    for (fit, series) in zip(together, all) {
      #expect(
        try fit.get().pointForecast(horizon: 7)
          == method.fit(series).pointForecast(horizon: 7))
    }
  }

  @Test func quartersHaveYearsOnly() throws {
    let quarters = TimeSeries(values: (0..<24).map { 50 + Double($0 % 4) }, seasonLength: 4)
    let method = AcrossTime(horizon: 8) { _ in Told(bySeason: [4: 10, 1: 60]) }
    // (60 − 4 b)² / 4 + 4 (10 − b)² is least at b = 12.5.
    let points = try method.fit(quarters).pointForecast(horizon: 8)
    #expect(points.allSatisfy { abs($0 - 12.5) < 1e-12 })
  }
}
