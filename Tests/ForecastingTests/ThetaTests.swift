import Probability
import Testing

@testable import Forecasting

/// The Theta models.
@Suite struct ThetaTests: SimpleChecks {
  private static let periods = [
    "AirPassengers": 12, "a10": 12, "UKgas": 4, "ausbeer": 4, "austourists": 4, "Nile": 1,
    "lynx": 1,
  ]
  private let reference: SimpleReference

  init() throws { reference = try SimpleReference() }

  /// A model of a series with parameters that another implementation found.
  private func given(
    _ name: String, _ form: ThetaForm, alpha: Double, weight: Double, level: Double
  ) throws -> ThetaFit {
    let values = try SimpleReference.series(name)
    let period = try #require(Self.periods[name])
    let seasons = SeasonalAdjustment(values, period: period, choice: .tested)
    let isObserved = values.map { _ in true }
    // In units of the problem and from its origin, see `ThetaFit.description`.
    let problem = ThetaProblem(form, values: seasons.values, counts: isObserved.map { _ in 1 })
    let scaled = (level - problem.origin * (1 - weight)) / problem.unit
    return ThetaFit(
      form, seasons, isObserved: isObserved,
      given: ThetaEstimate(alpha: alpha, level: scaled, weight: weight))
  }

  @Test(arguments: periods.keys.sorted(), ThetaForm.allCases)
  func forecastsAgreeWithStatsforecastForItsParameters(name: String, form: ThetaForm) throws {
    let kind = "theta-\(form.abbreviation)"
    let parameters = reference(kind, name, "parameters")
    try #require(parameters.count == 3)
    let fit = try given(
      name, form, alpha: parameters[0], weight: 1 - 1 / parameters[1], level: parameters[2])
    let forecast = reference(kind, name, "forecast")
    #expect(agree(fit.pointForecast(horizon: 8), forecast, within: 1e-10))
    // The parameters found here leave no larger squares.
    let seasons = SeasonalAdjustment(
      try SimpleReference.series(name), period: try #require(Self.periods[name]),
      choice: .tested)
    let own = ThetaFit(form, seasons, isObserved: seasons.values.map { _ in true })
    #expect(own.meanSquare <= fit.meanSquare * (1 + 1e-9))
  }

  @Test(arguments: ["Nile", "austourists", "lynx"])
  func forecastsAgreeWithStatsmodelsForItsParameters(name: String) throws {
    let kind = "theta-statsmodels"
    let alpha = try #require(reference(kind, name, "alpha").first)
    let level = try #require(reference(kind, name, "level").first)
    let line = reference(kind, name, "line")
    try #require(line.count == 2)
    // Its smoothing begins at the level that the line has half of here: A + B at the first step,
    // where its own line is counted from 0.
    let values = try SimpleReference.series(name)
    let seasons = SeasonalAdjustment(values, period: 1, choice: .none)
    let problem = ThetaProblem(.standard, values: values, counts: values.map { _ in 1 })
    let begin = level - 0.5 * line[0]
    let fit = ThetaFit(
      .standard, seasons, isObserved: values.map { _ in true },
      given: ThetaEstimate(
        alpha: alpha, level: (begin - problem.origin / 2) / problem.unit, weight: 0.5))
    let forecast = reference(kind, name, "forecast")
    #expect(agree(fit.pointForecast(horizon: 8), forecast, within: 1e-7))
  }

  @Test func aStraightLineGoesOn() throws {
    let values = (0..<30).map { 100 + 3 * Double($0) }
    let fit = try OptimisedTheta().fit(TimeSeries(values: values))
    // Theta has no upper end but 1e9, where all of the slope goes on.
    #expect(agree(fit.pointForecast(horizon: 3), [190, 193, 196], within: 1e-6))
    let half = try Theta().fit(TimeSeries(values: values)).pointForecast(horizon: 3)
    #expect(abs(half[2] - half[1] - 1.5) < 1e-9)
  }

  @Test func runningLinesAreThoseOfLeastSquares() {
    let values: [Double] = [3, 1, 4, 1, 5, 9, 2, 6]
    var line = RunningLine()
    for (index, value) in values.enumerated() {
      line.add(value)
      let count = Double(index + 1)
      let mean = values[...index].reduce(0, +) / count
      var (products, squares) = (0.0, 0.0)
      for step in 0...index {
        let time = Double(step + 1) - (count + 1) / 2
        products += time * (values[step] - mean)
        squares += time * time
      }
      let slope = squares > 0 ? products / squares : 0
      #expect(abs(line.slope - slope) < 1e-13)
      #expect(abs(line.intercept - (mean - slope * (count + 1) / 2)) < 1e-12)
    }
  }

  @Test(arguments: ThetaForm.allCases)
  func noParametersNearbyAreBetter(form: ThetaForm) throws {
    let values = try SimpleReference.series("Nile")
    let seasons = SeasonalAdjustment(values, period: 1, choice: .none)
    let isObserved = values.map { _ in true }
    let best = ThetaFit(form, seasons, isObserved: isObserved)
    for (alpha, level, weight) in [(0.02, 0, 0), (-0.02, 0, 0), (0, 0.05, 0), (0, -0.05, 0)]
      + (form.estimatesWeight ? [(0, 0, 0.1), (0, 0, -0.1)] : [])
    {
      let moved = ThetaEstimate(
        alpha: best.estimate.alpha + alpha, level: best.estimate.level + level,
        weight: min(max(best.estimate.weight + weight, 0), ThetaProblem.largestWeight))
      let other = ThetaFit(form, seasons, isObserved: isObserved, given: moved)
      #expect(other.meanSquare >= best.meanSquare)
    }
  }

  @Test(arguments: ThetaForm.allCases)
  func pathsAreAroundTheForecast(form: ThetaForm) throws {
    let values = try SimpleReference.series("austourists")
    let fit = try ThetaFit.fit(TimeSeries(values: values, seasonLength: 4), [form], .tested)
    let point = fit.pointForecast(horizon: 8)
    let sample = fit.paths(horizon: 8, noise: noise(4_096, parameters: false))
    for step in 0..<8 {
      let moments = Moments(of: Array(sample.step(step)))
      #expect(abs(moments.mean - point[step]) < 4.5 * moments.standardError)
    }
    // The parameters that are not known make the paths spread more.
    let wide = fit.paths(horizon: 8, noise: noise(4_096))
    let spreads = [sample, wide].map {
      Moments(of: Array($0.step(7))).standardDeviation
    }
    #expect(spreads[1] > spreads[0])
  }

  @Test func theFirstStepSpreadsAsTheErrors() throws {
    let values = try SimpleReference.series("Nile")
    let fit = try ThetaFit.fit(TimeSeries(values: values), [.standard], .none)
    let sample = fit.paths(horizon: 2, noise: noise(4_096, parameters: false))
    let deviation = fit.deviation * fit.problem.unit
    for step in 0..<2 {
      // The second step carries alpha of the first error.
      let expected =
        step == 0
        ? deviation
        : deviation * (1 + fit.estimate.alpha * fit.estimate.alpha).squareRoot()
      let moments = Moments(of: Array(sample.step(step)))
      #expect(
        abs(moments.standardDeviation - expected) < 4 * moments.standardDeviationError)
    }
  }

  @Test func seasonsAreTestedAndPutBack() throws {
    let values = try SimpleReference.series("AirPassengers")
    let series = TimeSeries(values: values, seasonLength: 12)
    for method in [AutomaticTheta(), AutomaticTheta(seasons: .tested)] {
      let fit = try method.fit(series)
      let forecast = fit.pointForecast(horizon: 24)
      // Summer is higher than winter, by factors: July against the November before.
      #expect(forecast[6] / forecast[10] > 1.3)
      #expect(fit.description.name.hasSuffix(", M)"))
    }
    let negative = TimeSeries(values: values.map { $0 - 300 }, seasonLength: 12)
    #expect(try AutomaticTheta().fit(negative).description.name.hasSuffix(", A)"))
  }

  @Test func missingValuesDoNotCount() throws {
    var values = try SimpleReference.series("AirPassengers")
    values[40] = .nan
    values[41] = .nan
    let fit = try Theta().fit(TimeSeries(values: values, seasonLength: 12))
    #expect(fit.residuals[40].isNaN && fit.residuals[41].isNaN && !fit.residuals[42].isNaN)
    #expect(fit.description.observationCount == 142)
  }

  @Test(arguments: SimpleReference.awkward.indices, [1, 12])
  func nothingStopsOnAwkwardSeries(index: Int, period: Int) {
    let series = TimeSeries(values: SimpleReference.awkward[index], seasonLength: period)
    let methods: [any ForecastMethod] = [
      Theta(), OptimisedTheta(), DynamicTheta(), AutomaticTheta(),
      DynamicTheta(estimatesWeight: false, seasons: .always(.multiplicative)),
    ]
    for method in methods { expectSound(method, series) }
  }
}
