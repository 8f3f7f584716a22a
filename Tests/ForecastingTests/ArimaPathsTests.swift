import Probability
import Testing

@testable import Forecasting

/// Paths: their moments where these are known, and how often they hold the truth.
@Suite struct ArimaPathsTests {
  private func noise(_ seed: UInt64, paths: Int = 4096, draws: Bool = true) -> PathNoise {
    PathNoise(
      key: RandomStream(name: "paths").key(seed: seed), pathCount: paths, drawsParameters: draws)
  }

  /// With the parameters known, mean and deviation of the paths are those of theory.
  @Test(arguments: [
    ArimaOrder(p: 2, d: 1, q: 1, seasonalD: 1, seasonalQ: 1), ArimaOrder(p: 1, hasConstant: true),
    ArimaOrder(d: 1, q: 1, hasConstant: true), ArimaOrder(d: 2, seasonalP: 1, seasonalQ: 1),
  ])
  func pathsHaveTheMomentsOfTheModel(_ order: ArimaOrder) throws {
    let series = TimeSeries(values: ArimaReference.values("UKgas"), seasonLength: 4)
    let model = try Arima(order: order).fitted(series)
    let sample = model.paths(horizon: 12, noise: noise(5, draws: false))
    let means = model.pointForecast(horizon: 12)
    let deviations = model.standardDeviations(horizon: 12)
    for step in 0..<12 {
      let numbers = sample.step(step)
      let count = Double(numbers.count)
      let mean = numbers.reduce(0, +) / count
      let square = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
      #expect(abs(mean - means[step]) < 5 * deviations[step] / count.squareRoot())
      #expect(abs(square.squareRoot() / deviations[step] - 1) < 0.06)
    }
  }

  /// Far from the start, where the filter is steady, the variance is a sum of squared weights.
  @Test func deviationsAreThoseOfTheWeights() throws {
    let values = simulatedSeries(past: [0.6], errors: [0.4], count: 300, seed: 8)
    let model = try Arima(order: ArimaOrder(p: 1, q: 1)).fitted(TimeSeries(values: values))
    let (phi, theta) = (model.coefficients[0], model.coefficients[1])
    var (sum, weight) = (1.0, phi + theta)
    for deviation in model.standardDeviations(horizon: 10) {
      #expect(abs(deviation * deviation / (model.variance * sum) - 1) < 1e-9)
      sum += weight * weight
      weight *= phi
    }
  }

  @Test func theSameNoiseGivesTheSamePaths() throws {
    let series = TimeSeries(values: ArimaReference.values("Nile"))
    let model = try Arima().fitted(series)
    let first = model.paths(horizon: 6, noise: noise(2, paths: 128))
    #expect(first == model.paths(horizon: 6, noise: noise(2, paths: 128)))
    #expect(first != model.paths(horizon: 6, noise: noise(3, paths: 128)))
    #expect(model.paths(horizon: 0, noise: noise(3, paths: 128)).numbers.isEmpty)
    #expect(model.paths(horizon: 1, noise: noise(3, paths: 16)).numbers.count == 16)
  }

  @Test func parametersMakePathsWider() throws {
    let series = TimeSeries(values: Array(ArimaReference.values("Nile").prefix(25)))
    let model = try Arima(order: ArimaOrder(p: 1, d: 1, q: 1, hasConstant: true)).fitted(series)
    func width(draws: Bool) -> Double {
      let bounds = model.paths(horizon: 8, noise: noise(4, draws: draws)).quantiles(
        at: [0.05, 0.95])
      return bounds[7][1] - bounds[7][0]
    }
    #expect(width(draws: true) > 1.1 * width(draws: false))
  }

  /// Missing values at the end are forecast too, and not told.
  @Test func gapsAtTheEndAreForecastFirst() throws {
    let values = ArimaReference.values("Nile")
    let order = ArimaOrder(p: 1, hasConstant: true)
    let short = try Arima(order: order).fitted(TimeSeries(values: Array(values.prefix(90))))
    let gaps = Array(values.prefix(90)) + [Double](repeating: .nan, count: 3)
    let late = try Arima(order: order).fitted(TimeSeries(values: gaps))
    let (a, b) = (short.pointForecast(horizon: 6), late.pointForecast(horizon: 3))
    for step in 0..<3 { #expect(abs(a[step + 3] - b[step]) < 1e-6 * abs(a[step])) }
    let (c, d) = (short.standardDeviations(horizon: 6), late.standardDeviations(horizon: 3))
    for step in 0..<3 { #expect(abs(c[step + 3] - d[step]) < 1e-6 * c[step]) }
    #expect(late.residuals.suffix(3).allSatisfy { $0.isNaN })
  }

  /// Simulation-based calibration: the rank of what came among the paths is uniform, over series
  /// that were made by models with other parameters each.
  @Test(arguments: [ArimaOrder(p: 1), ArimaOrder(q: 1)])
  func whatComesHasUniformRanksAmongThePaths(_ order: ArimaOrder) throws {
    let (bins, replications) = (8, 160)
    var counts = [Int](repeating: 0, count: bins)
    let parameters = RandomStream(name: "parameters").key(seed: 1)
    for seed in 0..<replications {
      let coefficient = 1.6 * parameters.uniform(period: 0, trial: seed) - 0.8
      let values = simulatedSeries(
        past: order.p > 0 ? [coefficient] : [], errors: order.q > 0 ? [coefficient] : [],
        count: 42, seed: UInt64(1000 + seed))
      let model = try Arima(order: order).fitted(TimeSeries(values: Array(values.prefix(40))))
      let sample = model.paths(horizon: 2, noise: noise(UInt64(seed), paths: 256))
      let truth = values[40] + values[41]
      let rank = sample.total(of: 0..<2).filter { $0 < truth }.count
      counts[rank * bins / 257] += 1
    }
    let expected = Double(replications) / Double(bins)
    let square = counts.reduce(0) {
      $0 + (Double($1) - expected) * (Double($1) - expected) / expected
    }
    // The 99.9 % point of a chi-squared number with seven degrees of freedom.
    #expect(square < 24.3, "\(counts)")
  }
}
