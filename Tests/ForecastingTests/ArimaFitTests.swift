import Probability
import Testing

@testable import Forecasting

/// Estimates against statsmodels, published values, and series that were made.
@Suite struct ArimaFitTests {
  @Test(arguments: ArimaReference.lines(of: "best"))
  func theMaximumIsAtLeastThatOfStatsmodels(_ line: ArimaReference) throws {
    let model = try Arima(order: line.order).fitted(line.series)
    let found = try #require(model.description.logLikelihood)
    #expect(found > line.logLikelihood - 1e-5)
    // Where it is the same maximum, coefficients and constant are the same.
    guard found < line.logLikelihood + 1e-4 else { return }
    for (a, b) in zip(model.coefficients, line.coefficients) { #expect(abs(a - b) < 2e-3) }
    #expect(relativeError(model.likelihoodVariance / line.variance, 1) < 1e-3)
    if let constant = line.constant {
      #expect(abs((model.constant ?? .nan) - constant) < 2e-3 * max(1, abs(constant)))
    }
  }

  /// The airline model: Box and Jenkins's series G, as R's `arima` prints it.
  @Test func theAirlineModelHasItsPublishedEstimates() throws {
    let values = ArimaReference.values("AirPassengers").map { logarithm($0) }
    let series = TimeSeries(values: values, seasonLength: 12)
    let order = ArimaOrder(d: 1, q: 1, seasonalD: 1, seasonalQ: 1)
    let model = try Arima(order: order).fitted(series)
    #expect(abs(model.coefficients[0] + 0.4018) < 1e-4)
    #expect(abs(model.coefficients[1] + 0.5569) < 1e-4)
    #expect(abs(model.likelihoodVariance - 0.001348) < 1e-6)
    #expect(abs((model.description.logLikelihood ?? .nan) - 244.70) < 0.005)
    #expect(abs(model.standardErrors[0] - 0.0896) < 2e-4)
    #expect(abs(model.standardErrors[1] - 0.0731) < 2e-4)
    #expect(model.description.name == "ARIMA(0,1,1)(0,1,1)[12]")
  }

  @Test(arguments: [
    ([0.6], [Double]()), ([], [0.5]), ([0.7], [0.4]), ([0.5, 0.3], []), ([], [-0.4, 0.3]),
  ])
  func estimatesLieWithinTheirErrors(past: [Double], errors: [Double]) throws {
    let order = ArimaOrder(p: past.count, q: errors.count, hasConstant: true)
    let seeds = 12
    var squares = 0.0
    for seed in 0..<seeds {
      let values = simulatedSeries(
        past: past, errors: errors, count: 200, seed: UInt64(seed), mean: 30)
      let model = try Arima(order: order).fitted(TimeSeries(values: values))
      for (index, right) in (past + errors).enumerated() {
        let score = (model.coefficients[index] - right) / model.standardErrors[index]
        squares += score * score
      }
    }
    // The mean of squared standard scores is 1, with a standard deviation of √(2 / n) where the
    // scores are normal. Polynomials that nearly cancel, such as 0.7 and -0.3, are left out:
    // their scores have longer tails at this length.
    let count = Double(seeds * order.coefficientCount)
    #expect(abs(squares / count - 1) < 4 * (2 / count).squareRoot())
  }

  @Test func theMeanAndTheDriftAreFound() throws {
    let level = simulatedSeries(past: [0.5], count: 300, seed: 1, mean: 1e6)
    let mean = try Arima(order: ArimaOrder(p: 1, hasConstant: true)).fitted(
      TimeSeries(values: level))
    #expect(abs((mean.constant ?? .nan) - 1e6) < 0.6)
    let walk = level.indices.map { 2.5 * Double($0) + level[$0] - 1e6 }
    let drift = try Arima(order: ArimaOrder(p: 1, d: 1, hasConstant: true)).fitted(
      TimeSeries(values: walk))
    #expect(abs((drift.constant ?? .nan) - 2.5) < 0.05)
    let yearly = try Arima(order: ArimaOrder(p: 1, seasonalD: 1, hasConstant: true)).fitted(
      TimeSeries(values: walk, seasonLength: 12))
    #expect(abs((yearly.constant ?? .nan) - 2.5) < 0.05)
  }

  /// Another unit or another origin changes nothing but unit and origin.
  @Test(arguments: [1e-150, 1e-6, 1e9, 1e200])
  func theUnitDoesNotMatter(unit: Double) throws {
    let values = ArimaReference.values("UKgas")
    let plain = try Arima().fitted(TimeSeries(values: values, seasonLength: 4))
    let scaled = try Arima().fitted(
      TimeSeries(values: values.map { $0 * unit }, seasonLength: 4))
    #expect(plain.order == scaled.order)
    let (a, b) = (plain.pointForecast(horizon: 8), scaled.pointForecast(horizon: 8))
    for (x, y) in zip(a, b) { #expect(abs(x - y / unit) < 1e-5 * abs(x)) }
  }

  @Test(
    arguments: [
      [], [.nan], [.nan, .nan], [5], [5, .nan], [1, 2], [0, 0, 0], [7, 7, 7, 7, 7, 7, 7, 7, 7],
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [0, 0, 0, 0, 1, 0, 0, 0, 0, 0], [1e-300, 2e-300, 1e-300],
      [1e300, -1e300, 1e300], [.infinity, 1, 2], [.nan, 3, .nan, 4, 9, .nan, 2, .nan],
      [1, 4, 9, 16, 25, 36, 49, 64], [1e15, 1e15 + 1, 1e15, 1e15 + 2, 1e15, 1e15 + 1],
      [2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3], [-4, -3, -8, -1, -9, -2, -3, -7],
    ] as [[Double]])
  func nothingCrashes(values: [Double]) {
    let orders: [ArimaOrder?] = [
      nil, ArimaOrder(), ArimaOrder(d: 1, q: 1), ArimaOrder(p: 2, hasConstant: true),
      ArimaOrder(d: 2), ArimaOrder(q: 1, seasonalD: 1, seasonalQ: 1),
    ]
    let noise = PathNoise(key: RandomStream(name: "x").key(seed: 1), pathCount: 32)
    for season in [1, 4] {
      for order in orders {
        do {
          let series = TimeSeries(values: values, seasonLength: season)
          let model = try Arima(order: order).fitted(series)
          #expect(model.residuals.count == values.count)
          #expect(model.pointForecast(horizon: 5).allSatisfy { $0.isFinite })
          let sample = model.paths(horizon: 5, noise: noise)
          #expect(sample.numbers.allSatisfy { $0.isFinite })
          #expect(!model.standardDeviations(horizon: 5).contains { $0.isNaN })
          #expect(model.standardErrors.count == model.coefficients.count)
        } catch {
          // A reason is given: typed, so there is nothing else to see here.
          #expect(values.count < 14)
        }
      }
    }
  }

  @Test func aFailureTellsHowManyAreNeeded() {
    #expect(throws: FitFailure.tooFewObservations(found: 3, needed: 5)) {
      try Arima(order: ArimaOrder(seasonalD: 1)).fitted(
        TimeSeries(values: [1, 2, 3], seasonLength: 4))
    }
    #expect(
      throws: FitFailure.outsideDomain(
        step: 1, expected: .init(zh: "绝对值小于 1e280 的数", en: "a number below 1e280 in size"))
    ) {
      try Arima().fitted(TimeSeries(values: [1, .infinity, 3, 4, 5]))
    }
    // Each January is missing: no difference tells of it.
    var values = simulatedSeries(count: 24, seed: 1)
    for step in stride(from: 0, to: 24, by: 4) { values[step + 1] = .nan }
    #expect(throws: FitFailure.noEstimate) {
      try Arima(order: ArimaOrder(seasonalD: 1)).fitted(
        TimeSeries(values: values, seasonLength: 4))
    }
  }
}
