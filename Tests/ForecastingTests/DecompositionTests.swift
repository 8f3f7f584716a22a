import Testing

@testable import Forecasting

/// Decompositions and the filling of gaps.
@Suite struct DecompositionTests: SimpleChecks {
  private static let periods = ["AirPassengers": 12, "UKgas": 4, "a10": 12]
  private let reference: SimpleReference

  init() throws { reference = try SimpleReference() }

  @Test(arguments: periods.keys.sorted(), ["default", "robust", "wide"])
  func loessAgreesWithStatsmodels(name: String, kind: String) throws {
    let period = try #require(Self.periods[name])
    var options = SeasonalTrendOptions(isRobust: kind == "robust")
    if kind == "wide" {
      options = SeasonalTrendOptions(
        seasons: .window(13), seasonsAreLines: false,
        trendWindow: 3 * period + 1 - period % 2)
    }
    let values = try SimpleReference.series(name)
    let found = try #require(Decomposition.seasonalTrend(values, period: period, options))
    let trend = reference("stl-" + kind, name, "trend")
    #expect(agree(sampled(found.trend), trend, within: 1e-9))
    let seasonal = reference("stl-" + kind, name, "seasonal")
    #expect(agree(sampled(found.seasonal), seasonal, within: 1e-9))
  }

  @Test(arguments: periods.keys.sorted(), [SeasonalForm.additive, .multiplicative])
  func movingAveragesAgreeWithStatsmodels(name: String, form: SeasonalForm) throws {
    let period = try #require(Self.periods[name])
    let values = try SimpleReference.series(name)
    let found = try #require(Decomposition.classical(values, period: period, form: form))
    let kind = "classical-\(form)"
    #expect(agree(sampled(found.trend), reference(kind, name, "trend"), within: 1e-13))
    #expect(
      agree(
        Array(found.seasonal.prefix(period)), reference(kind, name, "seasonal"), within: 1e-13))
    let adjusted = found.seasonallyAdjusted(values)
    for step in period..<(values.count - period) {
      let whole =
        form == .additive
        ? found.trend[step] + found.remainder[step] : found.trend[step] * found.remainder[step]
      #expect(abs(adjusted[step] - whole) <= 1e-12 * abs(whole))
    }
  }

  @Test func periodicSeasonsAreTheSameEachYear() throws {
    let values = try SimpleReference.series("AirPassengers")
    let found = try #require(
      Decomposition.seasonalTrend(values, period: 12, .init(seasons: .periodic)))
    for step in 12..<values.count { #expect(found.seasonal[step] == found.seasonal[step - 12]) }
    let year = found.seasonal[0..<12].reduce(0, +)
    #expect(abs(year) < 1)
  }

  @Test func oddPeriodsAndShortSeriesAreTakenApart() throws {
    let values = (0..<15).map { Double($0) + [3, -1, 0, 2, -4, 1, -1][$0 % 7] }
    let found = try #require(Decomposition.seasonalTrend(values, period: 7))
    for step in values.indices {
      let whole = found.trend[step] + found.seasonal[step] + found.remainder[step]
      #expect(abs(whole - values[step]) < 1e-12)
    }
    #expect(Decomposition.seasonalTrend(Array(values.prefix(13)), period: 7) == nil)
    #expect(Decomposition.classical(Array(values.prefix(13)), period: 7, form: .additive) == nil)
  }

  @Test func aSeasonalLineIsFilledExactly() {
    // Additive: a value is negative. Then the filled values continue line and pattern.
    let pattern = [4.0, -6, 1, 1]
    let whole = (0..<40).map { 0.5 * Double($0) + pattern[$0 % 4] }
    var values = whole
    for step in [6, 13, 14, 15, 27] { values[step] = .nan }
    let filled = interpolated(TimeSeries(values: values, seasonLength: 4))
    #expect(agree(filled, whole, within: 1e-8))
  }

  @Test func aSeasonalGrowthIsFilledExactly() {
    let pattern = [1.5, 0.5, 1, 4 / 3.0]
    var whole: [Double] = []
    var level = 10.0
    for step in 0..<40 {
      whole.append(level * pattern[step % 4])
      level *= 1.03
    }
    var values = whole
    for step in [6, 13, 14, 15, 27] { values[step] = .nan }
    let filled = interpolated(TimeSeries(values: values, seasonLength: 4))
    #expect(agree(filled, whole, within: 1e-8))
  }

  @Test func withoutSeasonsGapsAreFilledByLines() {
    let values: [Double] = [.nan, 2, .nan, .nan, 8, .nan]
    #expect(interpolated(TimeSeries(values: values)) == [2, 2, 4, 6, 8, 8])
  }

  @Test func autocorrelationTellsSeasons() throws {
    let air = try SimpleReference.series("AirPassengers")
    #expect(isSeasonal(air, period: 12))
    let nile = try SimpleReference.series("Nile")
    #expect(!isSeasonal(nile, period: 12))
    #expect(!isSeasonal([Double](repeating: 2, count: 50), period: 12))
  }

  @Test(arguments: SimpleReference.awkward.indices)
  func nothingStopsOnAwkwardSeries(index: Int) {
    let values = SimpleReference.awkward[index]
    let series = TimeSeries(values: values, seasonLength: 12)
    let filled = interpolated(series)
    #expect(filled.count == values.count)
    let isEmpty = values.allSatisfy(\.isNaN)
    #expect(isEmpty || !filled.contains(where: \.isNaN))
    _ = isSeasonal(filled, period: 12)
    for form in [SeasonalForm.additive, .multiplicative] {
      _ = Decomposition.classical(filled, period: 12, form: form)
    }
    for isRobust in [false, true] {
      let found = Decomposition.seasonalTrend(filled, period: 12, .init(isRobust: isRobust))
      #expect(found.map { $0.trend.allSatisfy { $0.isFinite } } ?? true)
    }
  }
}
