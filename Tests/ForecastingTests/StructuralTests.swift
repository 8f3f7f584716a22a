import Probability
import SeededNumbers
import Testing

@testable import Forecasting

/// Structural models against statsmodels, and the fast filter against the general one.
@Suite struct StructuralTests {
  /// The fast likelihood at variances in the units of the series.
  private func likelihood(_ reference: StructuralCase) throws -> Double {
    let fitting = try StructuralFitting(reference.series, reference.regressors)
    let layout = StructuralLayout(
      reference.components, seasonLength: reference.series.seasonLength)
    let values = fitting.scaling.scaled(reference.series.values)
    let filter = StructuralFilter(
      layout: layout, lanes: [values] + reference.regressors.columns)
    var likelihood = StructuralLikelihood(filter, estimated: [0, 1, 2, 3])
    let unit = fitting.scaling.unit
    return likelihood.full(at: reference.variances / (unit * unit))
      - Double(likelihood.freedom) * logarithm(unit)
  }

  @Test(arguments: StructuralCase.all)
  func theLikelihoodAtGivenVariancesIsThatOfStatsmodels(reference: StructuralCase) throws {
    #expect(agree(try likelihood(reference), reference.number("logLikelihood"), 1e-9))
  }

  @Test(arguments: StructuralCase.all)
  func theSearchEndsNoLowerThanStatsmodelsWithTheSameForecasts(reference: StructuralCase) throws {
    let method = BasicStructural(
      components: reference.components, regressors: reference.regressors)
    let model = try method.fitted(reference.series)
    #expect(model.diffuseLogLikelihood > reference.number("largest") - 1e-6)
    // The table's variances are rounded to four digits.
    let width = reference.number("variance12").squareRoot()
    let ahead = model.pointForecast(horizon: 12)
    #expect(abs(ahead[0] - reference.number("forecast1")) < 2e-2 * width)
    #expect(abs(ahead[11] - reference.number("forecast12")) < 2e-2 * width)
    let variances = model.forecastVariances(horizon: 12)
    #expect(agree(variances[0], reference.number("variance1"), 2e-2))
    #expect(agree(variances[11], reference.number("variance12"), 2e-2))
    if reference.regressors.count > 0 {
      let error = reference.number("standardError")
      #expect(abs(model.coefficients[0].value - reference.number("coefficient")) < 0.01 * error)
      #expect(agree(model.coefficients[0].standardError, error, 0.01))
    }
  }

  @Test func theNileHasThePublishedVariances() throws {
    let nile = TimeSeries(values: try StructuralReference.values("Nile"))
    let model = try LocalLevel().fitted(nile)
    #expect(agree(model.irregularVariance, 15_098.5, 2e-4))
    #expect(agree(model.levelVariance, 1_469.2, 2e-3))
    #expect(model.description.name == "localLevel(level+irregular)")
  }

  /// Layouts with each season and slope, and a damped one.
  private static let layouts = [
    StructuralLayout(StructuralComponents(), seasonLength: 5),
    StructuralLayout(StructuralComponents(season: .trigonometric), seasonLength: 5),
    StructuralLayout(
      StructuralComponents(slope: .none, season: .trigonometric), seasonLength: 6),
    StructuralLayout(StructuralComponents(slope: .damped), seasonLength: 4, damping: 0.85),
    StructuralLayout(StructuralComponents(slope: .none), seasonLength: 2),
    StructuralLayout(StructuralComponents(slope: .damped), seasonLength: 1, damping: 0.9),
  ]

  /// A series of noise with a gap and a regressor.
  private func lanes(_ count: Int, gaps: Bool) -> [[Double]] {
    var generator = SeededGenerator(5)
    var level = 0.0
    let values = (0..<count).map { step in
      level += Double.random(in: -1...1, using: &generator)
      let season = step % 4 == 0 ? 1.0 : 0
      return gaps && [3, 4, 20, 21, 22, 40].contains(step)
        ? .nan : level + season + Double.random(in: -1...1, using: &generator)
    }
    let column = (0..<count).map { _ in Double.random(in: -1...1, using: &generator) }
    return [values, column]
  }

  private let variances = SIMD4(0.4, 0.3, 0.02, 0.05)

  @Test(arguments: layouts, [false, true])
  func theFastFilterIsTheGeneralOne(layout: StructuralLayout, gaps: Bool) {
    let values = lanes(60, gaps: gaps)[0]
    let filter = StructuralFilter(layout: layout, lanes: [values])
    var likelihood = StructuralLikelihood(filter, estimated: [0, 1, 2, 3])
    let value = likelihood.full(at: variances)
    let general = FilteredStates(layout.stateSpaceModel(variances), values)
    #expect(agree(value, general.logLikelihood, 1e-11))
    let size = layout.stateCount
    let final = StructuralFinalState(likelihood)
    for (left, right) in zip(final.mean, general.means.suffix(size)) {
      #expect(abs(left - right) < 1e-10)
    }
    for (left, right) in zip(final.covariance, general.covariances.suffix(size * size)) {
      #expect(abs(left - right) < 1e-10)
    }
    // The smoothed disturbances agree as well.
    _ = likelihood.derivatives()
    let smoothed = general.smoothed()
    for step in 0..<60 {
      let own = variances[0] * filter.smoothingErrors[step]
      #expect(abs(own - smoothed.observationDisturbances[step]) < 1e-9)
      let level = variances[1] * filter.trail[step * size]
      #expect(abs(level - smoothed.stateDisturbances[step * size]) < 1e-9)
    }
  }

  @Test(arguments: layouts, [false, true])
  func theScoreIsTheDerivativeOfTheLikelihood(layout: StructuralLayout, gaps: Bool) {
    let filter = StructuralFilter(layout: layout, lanes: lanes(60, gaps: gaps))
    var likelihood = StructuralLikelihood(filter, estimated: [0, 1, 2, 3])
    let gradient = centralGradient(at: (0..<4).map { variances[$0] }, step: 1e-6) {
      likelihood.full(at: SIMD4($0[0], $0[1], $0[2], $0[3]))
    }
    _ = likelihood.full(at: variances)
    let score = likelihood.derivatives().score
    for place in 0..<4 {
      // A model without a slope or season does not change with its variance.
      #expect(abs(score[place] - gradient[place]) < 1e-4 * max(1, abs(gradient[place])))
    }
  }

  /// The average information is a quarter of the curvature of the weighted squares, because
  /// these are the observed less the expected information: P enters both.
  @Test(arguments: layouts)
  func theInformationIsTheCurvatureOfTheSquares(layout: StructuralLayout) {
    let filter = StructuralFilter(layout: layout, lanes: lanes(60, gaps: true))
    var likelihood = StructuralLikelihood(filter, estimated: [0, 1, 2, 3])
    _ = likelihood.full(at: variances)
    let information = likelihood.derivatives().information
    func squares(_ point: SIMD4<Double>) -> Double {
      _ = likelihood.full(at: point)
      return likelihood.quadratic
    }
    for place in 0..<2 {
      var above = variances
      var below = variances
      let step = 1e-3 * variances[place]
      above[place] += step
      below[place] -= step
      let curvature = (squares(above) - 2 * squares(variances) + squares(below)) / (step * step)
      // d²(y'Py) = 2 y'P Ω P Ω P y, of which the information is a half of the half.
      #expect(agree(information[5 * place], curvature / 4, 1e-3))
    }
  }

  @Test func aSteadyFilterIsTheSameAsOneThatIsNot() {
    var generator = SeededGenerator(8)
    var values = (0..<600).map { _ in Double.random(in: -1...1, using: &generator) }
    let layout = StructuralLayout(StructuralComponents(season: .none), seasonLength: 1)
    let weights = SIMD4(1, 0.5, 0.1, 0)
    let filter = StructuralFilter(layout: layout, lanes: [values])
    var likelihood = StructuralLikelihood(filter, estimated: [0, 1, 2])
    let value = likelihood.full(at: weights)
    let score = likelihood.derivatives().score
    #expect(filter.steadyFrom < 200)
    let general = FilteredStates(layout.stateSpaceModel(weights), values)
    #expect(agree(value, general.logLikelihood, 1e-12))
    // A missing value at the end keeps the filter from becoming steady.
    values.append(.nan)
    let unsteady = StructuralFilter(layout: layout, lanes: [values])
    var other = StructuralLikelihood(unsteady, estimated: [0, 1, 2])
    #expect(agree(value, other.full(at: weights), 1e-12))
    #expect(unsteady.steadyFrom == .max)
    let otherScore = other.derivatives().score
    for place in 0..<3 { #expect(agree(score[place], otherScore[place], 1e-9, floor: 1)) }
  }

  /// Coefficients are those of generalised least squares: a diffuse state for each gives the
  /// same likelihood and forecasts.
  @Test func aCoefficientIsADiffuseState() throws {
    let reference = try #require(StructuralCase.all.first { $0.regressors.count > 0 })
    let method = BasicStructural(
      components: reference.components, regressors: reference.regressors)
    let model = try method.fitted(reference.series)
    #expect(model.coefficients.count == 1)
    #expect(model.coefficients[0].name == "shift")
    #expect(agree(model.coefficients[0].value, -247.777_777_8, 1e-6))
    #expect(agree(model.coefficients[0].standardError, 28.434_69, 1e-3))
  }

  @Test func theSlopeIsChosenByTheCriterion() throws {
    let austres = TimeSeries(
      values: try StructuralReference.values("austres"), seasonLength: 4)
    let nile = TimeSeries(values: try StructuralReference.values("Nile"))
    let method = BasicStructural(choosesComponents: true)
    #expect(try method.fitted(austres).components.slope != .none)
    #expect(try method.fitted(nile).components.slope == .none)
    let chosen = try method.fitted(austres).description.correctedAkaike ?? .infinity
    let other =
      try BasicStructural(components: StructuralComponents(slope: .none))
      .fitted(austres).description.correctedAkaike ?? 0
    #expect(chosen <= other)
  }
}
