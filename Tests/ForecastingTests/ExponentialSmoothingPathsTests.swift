import Probability
import Testing

@testable import Forecasting

/// The paths of exponential smoothing: their variances, and whether they keep their word.
@Suite struct ExponentialSmoothingPathsTests {
  /// With 16,384 paths a variance is known to 1.1 %: five times that is allowed.
  @Test(arguments: [
    ("Nile", 1, "ANN"), ("oil", 1, "AAN"), ("ausair", 1, "AAdN"), ("ausbeer", 4, "ANA"),
    ("ausbeer", 4, "AAA"), ("euretail", 4, "AAdA"),
  ])
  func variancesOfLinearFormsAreThoseOfTheClosedForm(
    name: String, seasonLength: Int, form: String
  ) throws {
    let model = try ExponentialSmoothing(form: SmoothingForm(form)!)
      .chosen(of: smoothingSeries(name, seasonLength: seasonLength))
    let noise = PathNoise(key: StreamKey(bits: 11), pathCount: 16_384, drawsParameters: false)
    let paths = model.paths(horizon: 9, noise: noise)
    let variances = try #require(model.forecastVariances(horizon: 9))
    let means = model.pointForecast(horizon: 9)
    for step in 0..<9 {
      let moments = Moments(of: Array(paths.step(step)))
      let deviation = variances[step].squareRoot()
      #expect(abs(moments.standardDeviation / deviation - 1) < 0.028)
      #expect(abs(moments.mean - means[step]) < 5 * deviation / 128)
    }
  }

  /// Errors that multiply have mean 0 however wide they are, and paths stay above zero.
  @Test func wideRelativeErrorsKeepTheirMean() throws {
    let values = [1.0, 4, 0.5, 3, 9, 0.7, 2, 0.4, 6, 1, 0.3, 5, 2, 8, 0.6, 1]
    let model = try ExponentialSmoothing(form: SmoothingForm("MNN")!)
      .chosen(of: TimeSeries(values: values))
    #expect(model.sigma > 0.6)
    let noise = PathNoise(key: StreamKey(bits: 12), pathCount: 16_384, drawsParameters: false)
    let paths = model.paths(horizon: 4, noise: noise)
    let arePositive = paths.numbers.allSatisfy { $0 > 0 }
    #expect(arePositive)
    let point = model.pointForecast(horizon: 4)
    for step in 0..<4 {
      let moments = Moments(of: Array(paths.step(step)))
      let error = moments.standardDeviation / 128
      #expect(abs(moments.mean - point[step]) < 5 * error)
    }
  }

  @Test func aLevelThatFallsStaysAboveZero() throws {
    let values = (0..<14).map { step -> Double in Double(1000 - 70 * step + 3 * (step % 3)) }
    let model = try ExponentialSmoothing(form: SmoothingForm("MAN")!)
      .chosen(of: TimeSeries(values: values))
    let arePositive = model.pointForecast(horizon: 30).allSatisfy { $0 > 0 }
    #expect(arePositive)
    let noise = PathNoise(key: StreamKey(bits: 13), pathCount: 256)
    let pathsArePositive = model.paths(horizon: 30, noise: noise).numbers.allSatisfy { $0 > 0 }
    #expect(pathsArePositive)
  }

  @Test func parametersWidenThePaths() throws {
    let series = smoothingSeries("ausair", seasonLength: 1).prefix(12)
    let model = try ExponentialSmoothing(form: SmoothingForm("AAN")!).chosen(of: series)
    func width(_ draws: Bool) -> Double {
      let noise = PathNoise(key: StreamKey(bits: 14), pathCount: 4096, drawsParameters: draws)
      let quantiles = model.paths(horizon: 4, noise: noise).quantiles(at: [0.1, 0.9])[3]
      return quantiles[1] - quantiles[0]
    }
    #expect(width(true) > 1.1 * width(false))
  }

  @Test func theSameNoiseGivesTheSamePaths() throws {
    let model = try ExponentialSmoothing().chosen(of: smoothingSeries("UKgas", seasonLength: 4))
    let noise = PathNoise(key: StreamKey(bits: 15), pathCount: 64)
    #expect(model.paths(horizon: 5, noise: noise) == model.paths(horizon: 5, noise: noise))
  }

  /// Simulation-based calibration: where a series comes from the form with parameters from the
  /// prior, the rank of what follows among the paths is uniform. The priors of level, trend and
  /// variance are those under which ranks do not depend on them.
  ///
  /// 320 series, 10 classes of ranks: a sum of squares above 27.9 has probability 0.001.
  ///
  /// - Source: Talts, Betancourt, Simpson, Vehtari, Gelman (2018), "Validating Bayesian inference
  ///   algorithms with simulation-based calibration".
  @Test(arguments: ["ANN", "AAN"])
  func ranksOfWhatFollowsAreUniform(form name: String) throws {
    let form = SmoothingForm(name)!
    let hasTrend = form.trend != .none
    let (count, length, ahead) = (320, 16, 4)
    let truth = PathNoise(key: RandomStream(name: "truth \(name)").key(seed: 1), pathCount: count)
    let alphas = truth.uniforms(step: 0)
    let shares = truth.uniforms(step: 1)
    let errors = (0..<length + ahead).map { truth.normals(step: $0) }
    var classes = [[Int]](repeating: [Int](repeating: 0, count: 10), count: 2)
    for series in 0..<count {
      let alpha = alphas[series]
      // The density of the share is 9 (1 - x)^8.
      let beta = hasTrend ? alpha * (1 - power(shares[series], 1 / 9)) : 0
      var (level, trend) = (10.0, hasTrend ? 0.3 : 0)
      let values = errors.map { error in
        let expected = level + trend
        level = expected + alpha * error[series]
        trend += beta * error[series]
        return expected + error[series]
      }
      let model = try ExponentialSmoothing(form: form)
        .chosen(of: TimeSeries(values: Array(values.prefix(length))))
      let key = RandomStream(name: "paths").key(seed: UInt64(series))
      let paths = model.paths(horizon: ahead, noise: PathNoise(key: key, pathCount: 256))
      for (place, step) in [0, ahead - 1].enumerated() {
        let below = paths.step(step).filter { $0 < values[length + step] }.count
        classes[place][min(below * 10 / 256, 9)] += 1
      }
    }
    for counts in classes {
      let expected = Double(count) / 10
      let distance = counts.reduce(0) {
        $0 + (Double($1) - expected) * (Double($1) - expected) / expected
      }
      #expect(distance < 27.9, "\(counts)")
    }
  }
}
