import Probability
import Testing

@testable import Forecasting

/// Demand that is often 0, and models of counts.
@Suite struct IntermittentTests: SimpleChecks {
  private let reference: SimpleReference
  private let counts: [Double]

  init() throws {
    reference = try SimpleReference()
    counts = reference("counts", "counts", "values")
  }

  @Test func ratesAgreeWithStatsforecast() throws {
    let series = TimeSeries(values: counts)
    let methods: [(String, any ForecastMethod)] = [
      ("croston", Croston(smoothing: 0.1)), ("sba", SyntetosBoylan(smoothing: 0.1)),
      ("tsb", TeunterSyntetosBabai(sizeSmoothing: 0.2, probabilitySmoothing: 0.1)),
    ]
    for (name, method) in methods {
      let found = try method.fit(series).pointForecast(horizon: 2)
      let expected = try #require(reference("counts", "counts", name).first)
      #expect(agree(found, [expected, expected], within: 1e-7), "\(name)")
    }
  }

  @Test func pathsOfDemandAreCountsAroundTheRate() throws {
    let series = TimeSeries(values: counts)
    let methods: [any ForecastMethod] = [
      Croston(), SyntetosBoylan(), TeunterSyntetosBabai(), GammaPoisson(),
      NegativeBinomialLevel(), AutomaticCounts(),
    ]
    for method in methods {
      let fit = try method.fit(series)
      let sample = fit.paths(horizon: 2, noise: noise(2_048, parameters: false))
      #expect(sample.numbers.allSatisfy { $0 >= 0 && $0 == $0.rounded() })
      let moments = Moments(of: Array(sample.step(0)))
      let point = fit.pointForecast(horizon: 1)[0]
      #expect(abs(moments.mean - point) < 4 * moments.standardError, "\(method.name)")
      #expect(moments.standardDeviation > 0.5)
    }
  }

  @Test(arguments: [0.5, 0.8, 0.95, 1.0])
  func theLikelihoodOfGammaPoissonAgreesWithSciPy(discount: Double) throws {
    let expected = reference("gamma-poisson", "counts", "\(discount)")
    try #require(expected.count == 3)
    let found = GammaPoissonFit.filter(counts, from: 1, discount: discount)
    let factorials = counts[2...].reduce(0) { $0 + logGamma($1 + 1) }
    #expect(abs(found.logLikelihood - factorials - expected[0]) < 1e-10)
    #expect(abs(found.knowledge.shape - expected[1]) < 1e-12)
    #expect(abs(found.knowledge.rate - expected[2]) < 1e-12)
  }

  @Test func theDiscountIsTheLikeliest() throws {
    let fit = GammaPoissonFit(counts)
    let best = reference("gamma-poisson", "counts", "best")
    try #require(best.count == 2)
    #expect(abs(fit.discount - best[0]) < 1e-4)
    #expect(abs(try #require(fit.description.logLikelihood) - best[1]) < 1e-4)
    // A level that jumps is discounted.
    let jump = (0..<80).map { (step: Int) -> Double in Double(step % 3) + (step < 40 ? 0 : 20) }
    #expect(GammaPoissonFit(jump).discount < 0.8)
  }

  @Test func theLikelihoodOfTheLevelAgreesWithSciPy() throws {
    let expected = reference("level", "counts", "given")
    try #require(expected.count == 2)
    let level = CountLevel(start: 0.7, weight: 0.12, size: 0.9)
    let found = level.filter(counts, from: 2)
    let factorials = counts[2...].reduce(0) { $0 + logGamma($1 + 1) }
    #expect(abs(found.logLikelihood - factorials - expected[0]) < 1e-10)
    #expect(abs(found.mean - expected[1]) < 1e-12)
    let fit = try NegativeBinomialLevel().fit(TimeSeries(values: counts))
    #expect(try #require(fit.description.logLikelihood) >= expected[0])
  }

  @Test(arguments: ["0.3:0.7", "4.5:0.2", "900.0:3.0", "40.0:0.01"])
  func countsAreQuantilesAsOfSciPy(name: String) throws {
    let parts = name.split(separator: ":").compactMap { Double($0) }
    let expected = reference("quantile", name, "counts")
    try #require(expected.count == 5 && parts.count == 2)
    let spread = (parts[0] / parts[1] * (1 + 1 / parts[1])).squareRoot()
    let isSummed = parts[0] / parts[1] <= 500
    for (p, count) in zip([0.001, 0.1, 0.5, 0.9, 0.9999], expected) {
      let found = NegativeBinomialDraw.count(at: p, shape: parts[0], rate: parts[1])
      #expect(isSummed ? found == count : abs(found - count) < 0.01 * spread)
    }
  }

  @Test func severalStepsHaveTheirExactVariance() throws {
    // With the discount 1 all counts share one mean with a gamma distribution: the sum of h
    // counts has the variance h m + h² v.
    let fit = GammaPoissonFit(counts)
    let (shape, rate) = (fit.knowledge.shape, fit.knowledge.rate)
    try #require(fit.discount > 0.9999)
    let sample = fit.paths(horizon: 12, noise: noise(4_096, parameters: false))
    let moments = Moments(of: sample.total(of: 0..<12))
    let mean = shape / rate
    let deviation = (12 * mean + 144 * shape / (rate * rate)).squareRoot()
    #expect(abs(moments.mean - 12 * mean) < 4 * moments.standardError)
    #expect(abs(moments.standardDeviation - deviation) < 4 * moments.standardDeviationError)
  }

  @Test func kindsOfDemandAreToldApart() {
    #expect(DemandProfile(counts).kind == .lumpy)
    #expect(DemandProfile([5, 6, 5, 4, 5, 6]).kind == .smooth)
    #expect(DemandProfile([1, 20, 2, 1, 30, 1]).kind == .erratic)
    #expect(DemandProfile([0, 0, 2, 0, 0, 2, 0, 3, 0]).kind == .intermittent)
    #expect(DemandProfile([0, 0]).interval == .infinity)
  }

  @Test func lumpyCountsAreNegativeBinomial() throws {
    let fit = try AutomaticCounts().fit(TimeSeries(values: counts))
    #expect(fit.description.name == "NegativeBinomialLevel")
    // After a jump what was known counts for little: the discount says so, a size does not.
    let jump = (0..<80).map { (step: Int) -> Double in Double(step % 3) + (step < 40 ? 0 : 20) }
    let series = TimeSeries(values: jump)
    let criteria = try [GammaPoisson().fit(series), NegativeBinomialLevel().fit(series)].map {
      try #require($0.description.correctedAkaike)
    }
    let chosen = try AutomaticCounts().fit(series).description
    #expect(chosen.correctedAkaike == criteria.min())
  }

  @Test func longGapsAtTheEndMakeForecastsVagueButNotSlow() {
    let values: [Double] = [5, 0, 9, 0, 1, 300, 0, 0, 2] + [Double](repeating: .nan, count: 60)
    expectSound(GammaPoisson(), TimeSeries(values: values))
    expectSound(AutomaticCounts(), TimeSeries(values: values))
    #expect(NegativeBinomialDraw.count(at: 0.999, shape: 1e-30, rate: 1e-30) == 0)
    #expect(NegativeBinomialDraw.count(at: 0.9999, shape: 0.02, rate: 1e-6) > 1e5)
  }

  @Test func whatIsNoDemandIsRefused() {
    #expect(
      throws: FitFailure.outsideDomain(
        step: 2, expected: .init(zh: "不小于 0 的数", en: "a number that is not negative"))
    ) {
      try Croston().fit(TimeSeries(values: [0, 1, -1]))
    }
    #expect(
      throws: FitFailure.outsideDomain(
        step: 1, expected: .init(zh: "不超过 1e12 的个数", en: "a count of at most 1e12"))
    ) {
      try GammaPoisson().fit(TimeSeries(values: [0, 1.5]))
    }
  }

  @Test func withoutDemandTheRateIsSmall() throws {
    let none = TimeSeries(values: [Double](repeating: 0, count: 20))
    #expect(try Croston().fit(none).pointForecast(horizon: 1) == [0])
    #expect(try GammaPoisson().fit(none).pointForecast(horizon: 1) == [0.5 / 20])
  }

  @Test(arguments: SimpleReference.awkward.indices)
  func nothingStopsOnAwkwardSeries(index: Int) {
    let series = TimeSeries(values: SimpleReference.awkward[index], seasonLength: 12)
    let methods: [any ForecastMethod] = [
      Croston(), SyntetosBoylan(), TeunterSyntetosBabai(), GammaPoisson(),
      NegativeBinomialLevel(), AutomaticCounts(), Croston(smoothing: 0), Croston(smoothing: 1),
      TeunterSyntetosBabai(sizeSmoothing: 1, probabilitySmoothing: 1),
    ]
    for method in methods { expectSound(method, series) }
  }
}
