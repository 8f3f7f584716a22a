import Probability
import Testing

@testable import Forecasting

/// Series that are too short, too even, too large or too small: a typed failure or finite
/// forecasts, never a crash.
@Suite struct StructuralEdgeTests {
  private static let methods: [any ForecastMethod] = [
    LocalLevel(), LocalLinearTrend(), LocalLinearTrend(form: .smooth),
    LocalLinearTrend(form: .drifting), LocalLinearTrend(form: .deterministic),
    BasicStructural(),
    BasicStructural(components: StructuralComponents(season: .trigonometric)),
    BasicStructural(components: StructuralComponents(hasIrregular: false)),
    BasicStructural(components: StructuralComponents(level: .fixed, hasIrregular: false)),
    BasicStructural(components: StructuralComponents(slope: .damped)), HolidayRegression(),
  ]

  /// Numbers from 0 to 12 without order.
  private static let scattered: [Double] = (0..<60).map { Double(($0 * 7919) % 13) }

  private static let series: [String: [Double]] = {
    let count = 30
    var outlier = Array(scattered.prefix(count))
    outlier[12] = 1e12
    var single = [Double](repeating: .nan, count: count)
    single[7] = 2
    var unseen = Array(scattered.prefix(40))
    for step in stride(from: 2, to: 40, by: 4) { unseen[step] = .nan }
    var gap = scattered
    for step in 10..<45 { gap[step] = .nan }
    return [
      "nothing": [], "one value": [3], "two values": [3, 4],
      "gaps alone": [Double](repeating: .nan, count: count), "one value among gaps": single,
      "all equal": [Double](repeating: 5, count: count),
      "all zero": [Double](repeating: 0, count: count),
      "a line": (0..<count).map { Double($0) },
      "seasons alone": (0..<32).map { Double($0 % 4) },
      "huge": scattered.prefix(count).map { $0 * 1e300 },
      "tiny": scattered.prefix(count).map { $0 * 1e-305 },
      "negative": scattered.prefix(count).map { -$0 }, "one outlier": outlier,
      "a season never seen": unseen, "a long gap": gap,
      "large level": scattered.prefix(count).map { 1e15 + $0 },
    ]
  }()

  @Test(arguments: Array(series.keys).sorted(), [1, 4])
  func everySeriesHasFiniteForecastsOrATypedFailure(name: String, seasonLength: Int) throws {
    let values = try #require(Self.series[name])
    let series = TimeSeries(values: values, seasonLength: seasonLength)
    let noise = PathNoise(key: StreamKey(bits: 1), pathCount: 16)
    for method in Self.methods {
      do throws(FitFailure) {
        let model = try method.fit(series)
        let isFinite = model.pointForecast(horizon: 3).allSatisfy { $0.isFinite }
        #expect(isFinite, "\(method.name)")
        #expect(model.residuals.count == values.count)
        let paths = model.paths(horizon: 3, noise: noise)
        let isNumber = paths.numbers.allSatisfy { !$0.isNaN }
        #expect(isNumber, "\(method.name)")
      } catch {
        let observed = values.count { !$0.isNaN }
        #expect(observed < 31, "\(method.name) refused: \(error)")
      }
    }
  }

  @Test func aLineIsContinued() throws {
    let line = TimeSeries(values: (0..<30).map { 3 + 2 * Double($0) })
    for method in [LocalLinearTrend(), LocalLinearTrend(form: .smooth)] {
      let ahead = try method.fit(line).pointForecast(horizon: 3)
      for (step, value) in ahead.enumerated() {
        #expect(agree(value, 63 + 2 * Double(step), 1e-9))
      }
    }
  }

  @Test func seasonsAloneAreContinued() throws {
    let series = TimeSeries(values: (0..<32).map { Double($0 % 4) }, seasonLength: 4)
    for season in [StructuralComponents.Season.dummies, .trigonometric, .fixed] {
      let method = BasicStructural(components: StructuralComponents(season: season))
      let ahead = try method.fitted(series).pointForecast(horizon: 4)
      for (step, value) in ahead.enumerated() { #expect(abs(value - Double(step)) < 1e-9) }
    }
  }

  @Test func theUnitChangesNothingButTheUnit() throws {
    let nile = try StructuralReference.values("Nile")
    let plain = try LocalLinearTrend().fitted(TimeSeries(values: nile))
    let small = try LocalLinearTrend().fitted(TimeSeries(values: nile.map { 1e-200 * $0 }))
    let (expected, found) = (plain.pointForecast(horizon: 2), small.pointForecast(horizon: 2))
    #expect(agree(expected[1], 1e200 * found[1], 1e-6))
    // Two of the hundred values are taken up by level and slope.
    let shift: Double = 98 * 200 * logarithm(10)
    #expect(abs(small.diffuseLogLikelihood - shift - plain.diffuseLogLikelihood) < 1e-4)
  }

  @Test func regressorsAreChecked() throws {
    let nile = TimeSeries(values: try StructuralReference.values("Nile"))
    func failure(_ regressors: Regressors) -> FitFailure? {
      do throws(FitFailure) {
        _ = try LocalLevel(regressors: regressors).fitted(nile)
        return nil
      } catch {
        return error
      }
    }
    let steps = nile.count + 5
    let constant = Regressors(names: ["one"], columns: [[Double](repeating: 1, count: steps)])
    let shift = Regressors.levelShift("shift", from: 28, steps: steps)
    let missing = Regressors(names: ["gap"], columns: [[.nan] + [Double](repeating: 1, count: 110)])
    #expect(failure(Regressors.pulse("short", at: 3, steps: 50)) != nil)
    // What cannot be told from the level, or from another one, is left out and named.
    let twice = Regressors(names: ["again"], columns: shift.columns)
    let all = shift.joined(with: constant).joined(with: twice)
    let told = try LocalLevel(regressors: all).fitted(nile)
    let alone = try LocalLevel(regressors: shift).fitted(nile)
    #expect(told.coefficients == alone.coefficients)
    #expect(told.description.effects.map(\.name) == ["shift", "one", "again"])
    #expect(told.description.effects.map { $0.estimate == nil } == [false, true, true])
    #expect(
      failure(missing) == .regressors(.init(zh: "gap 在第 0 步没有数", en: "gap has no number at step 0"))
    )
    #expect(failure(shift) == nil)
    // After the last row of a regressor nothing is known.
    let model = try LocalLevel(regressors: shift).fitted(nile)
    let ahead = model.pointForecast(horizon: 6)
    #expect(ahead[4].isFinite && ahead[5].isNaN)
  }

  @Test func anInfiniteValueIsRefused() {
    let series = TimeSeries(values: [1, 2, .infinity, 4, 5, 6, 7, 8])
    #expect(
      throws: FitFailure.outsideDomain(step: 2, expected: .init(zh: "有限的数", en: "a finite number"))
    ) {
      try LocalLevel().fitted(series)
    }
    #expect(
      throws: FitFailure.outsideDomain(step: 2, expected: .init(zh: "有限的数", en: "a finite number"))
    ) {
      try HolidayRegression().fitted(series)
    }
  }
}
