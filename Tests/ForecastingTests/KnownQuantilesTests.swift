import Probability
import Testing

@testable import Forecasting

/// Quantiles that models tell without drawing, beside those of many paths.
@Suite struct KnownQuantilesTests {
  private static let methods: [String: any ForecastMethod] = [
    "drift": Drift(), "seasonalNaive": SeasonalNaive(), "seasonalDrift": SeasonalDrift(),
    "theta": Theta(), "optimisedTheta": OptimisedTheta(), "dynamicTheta": DynamicTheta(),
    "dynamicStandard": DynamicTheta(estimatesWeight: false, seasons: .always(.additive)),
    "log(theta)": Transformed(Theta(), by: .logarithm),
    "AAdA": ExponentialSmoothing(form: SmoothingForm("AAdA")),
    "AAN": ExponentialSmoothing(form: SmoothingForm("AAN")), "structural": BasicStructural(),
    "waves": BasicStructural(components: StructuralComponents(season: .trigonometric)),
    "log(structural)": Transformed(BasicStructural(), by: .logarithm), "arima": Arima(),
  ]

  @Test(arguments: methods.keys.sorted(), ["AirPassengers", "Nile"])
  func theyAreThoseOfManyPaths(method: String, series name: String) throws {
    let isMonthly = name == "AirPassengers"
    guard isMonthly || method != "AAdA" else { return }
    var values = smoothingSeries(name, seasonLength: 1).values
    // A gap that the last cycle of a season has.
    if method.hasPrefix("seasonal") { values[values.count - 3] = .nan }
    let series = TimeSeries(values: values, seasonLength: isMonthly ? 12 : 1)
    let model = try #require(Self.methods[method]).fit(series)
    let known = try #require(model as? any KnownQuantiles)
    let score = 1.281_551_565_544_6
    let exact = try #require(known.quantiles(horizon: 26, scores: [-score, 0, score]))
    let noise = PathNoise(
      key: RandomStream(name: "knownQuantiles").key(seed: 5), pathCount: 1 << 16,
      drawsParameters: false)
    let drawn = model.paths(horizon: 26, noise: noise).quantiles(at: [0.1, 0.5, 0.9])
    for step in 0..<26 {
      // A quantile of so many normal paths is known to 0.007 standard deviations.
      let deviation = (drawn[step][2] - drawn[step][0]) / (2 * score)
      for (one, other) in zip(exact[step], drawn[step]) {
        #expect(abs(one - other) < 0.04 * deviation, "step \(step)")
      }
    }
  }

  @Test func whatMultipliesIsLeftToPaths() throws {
    let model = try ExponentialSmoothing(form: SmoothingForm("MAM"))
      .chosen(of: smoothingSeries("AirPassengers", seasonLength: 12))
    #expect(model.quantiles(horizon: 3, scores: [0]) == nil)
  }
}
