import CKernels
import Probability
import Testing

@testable import Forecasting

/// Exponential smoothing against statsmodels and against closed forms.
@Suite struct ExponentialSmoothingTests {
  @Test func theReferencesAreThere() { #expect(SmoothingReference.all.count == 27) }

  @Test(arguments: SmoothingReference.all)
  func theLikelihoodIsThatOfStatsmodels(_ reference: SmoothingReference) throws {
    let (problem, point) = reference.problem()
    let run = try #require(problem.run(at: point))
    let n = Double(problem.observationCount)
    let logLikelihood = -run.likelihood - 0.5 * n * (logarithm(2 * .pi / n) + 1)
    #expect(abs(logLikelihood - reference.logLikelihood) <= 1e-8 * abs(reference.logLikelihood))
  }

  @Test(arguments: SmoothingReference.all)
  func forecastsAndVariancesAreThoseOfStatsmodels(_ reference: SmoothingReference) throws {
    let model = try model(at: reference)
    let forecasts = model.pointForecast(horizon: 12)
    for (ours, theirs) in zip(forecasts, reference.forecasts) {
      #expect(abs(ours - theirs) <= 1e-9 * abs(theirs))
    }
    guard reference.form.isLinear else {
      #expect(model.forecastVariances(horizon: 12) == nil)
      return
    }
    let variances = try #require(model.forecastVariances(horizon: 12))
    #expect(reference.varianceRatios.count == 12)
    for (ours, theirs) in zip(variances, reference.varianceRatios) {
      #expect(abs(ours / (model.sigma * model.sigma) - theirs) <= 1e-9 * theirs)
    }
  }

  /// The optimum of statsmodels is met to 0.01, or surpassed.
  @Test(arguments: SmoothingReference.all)
  func theOptimumIsAsGoodAsThatOfStatsmodels(_ reference: SmoothingReference) throws {
    let model = try ExponentialSmoothing(form: reference.form, prior: .none)
      .chosen(of: reference.series)
    let logLikelihood = try #require(model.description.logLikelihood)
    #expect(
      logLikelihood >= reference.bestLogLikelihood - 0.01,
      "\(logLikelihood) \(reference.bestLogLikelihood)")
  }

  /// A model at the parameters of the reference instead of estimates.
  private func model(at reference: SmoothingReference) throws -> SmoothingModel {
    let (problem, point) = reference.problem()
    let data = try SmoothingData(reference.series)
    // The problem is in the unit of the series, and so must the model be.
    let unscaled = SmoothingData(
      values: reference.series.values, scale: 1, seasonLength: data.seasonLength,
      observationCount: data.observationCount)
    return try #require(SmoothingModel(problem: problem, point: point, data: unscaled))
  }

  /// Derivatives of all forms, against differences of the function.
  @Test(arguments: SmoothingForm.all)
  func derivativesAreThoseOfTheFunction(form: SmoothingForm) throws {
    var values = Array(smoothingSeries("UKgas", seasonLength: 4).values.prefix(40))
    values[7] = .nan
    let problem = SmoothingProblem(
      form: form, region: .usual, prior: .standard, values: values.map { $0 / 256 },
      seasonLength: 4)
    let state = startingState(of: problem.values, form: form, seasonLength: 4)
    let point = problem.point(
      SmoothingParameters(
        alpha: 0.3, beta: form.trend == .none ? 0 : 0.05, gamma: form.season == .none ? 0 : 0.2,
        phi: form.isDamped ? 0.9 : 1), state)
    var gradient = [Double](repeating: 0, count: problem.count)
    var curvature = [Double](repeating: 0, count: problem.count * problem.count)
    let value = problem.derivatives(at: point, gradient: &gradient, curvature: &curvature)
    #expect(value == problem.value(at: point))
    let differences = centralGradient(at: point) { problem.value(at: $0) }
    for index in problem.active {
      #expect(abs(gradient[index] - differences[index]) <= 1e-6 * max(1, abs(gradient[index])))
    }
  }

  /// The kernels give the same bits whatever the processor.
  @Test(arguments: SmoothingForm.all)
  func allLevelsGiveTheSameBits(form: SmoothingForm) throws {
    let values = smoothingSeries("AirPassengers", seasonLength: 12).values.map { $0 / 256 }
    let problem = SmoothingProblem(
      form: form, region: .usual, prior: .none, values: values, seasonLength: 12)
    let parameters = SmoothingParameters.grid(for: form, isFine: false)[1]
    let point = problem.point(
      parameters, startingState(of: values, form: form, seasonLength: 12))
    let levels = [torreya_level_baseline, torreya_level_avx2, torreya_level_avx512]
    let before = torreya_active_level()
    defer { torreya_use_level(before) }
    let results = levels.map { level in
      torreya_use_level(level)
      var gradient = [Double](repeating: 0, count: problem.count)
      var curvature = [Double](repeating: 0, count: problem.count * problem.count)
      let value = problem.derivatives(at: point, gradient: &gradient, curvature: &curvature)
      return [value] + gradient + curvature
    }
    #expect(results[0].first!.isFinite)
    #expect(results[0] == results[1])
    #expect(results[0] == results[2])
  }

  @Test func formsAreReadAndWritten() throws {
    #expect(SmoothingForm.all.count == 30)
    #expect(Set(SmoothingForm.all).count == 30)
    for form in SmoothingForm.all { #expect(SmoothingForm(form.description) == form) }
    #expect(SmoothingForm("AAdM")?.description == "ETS(A,Ad,M)")
    for wrong in ["", "ETS", "NNN", "ANdN", "AAd", "AAAA", "XAN", "ETS(A,A)"] {
      #expect(SmoothingForm(wrong) == nil, "\(wrong)")
    }
  }

  /// The spectral radius of the matrix that carries the effect of old errors on.
  @Test func theAdmissibleRegionIsThatOfTheRoots() {
    let shares = [-0.3, -0.05, 0.02, 0.4, 0.9, 1.3, 1.9, 2.1]
    for alpha in shares {
      for beta in shares {
        for phi in [0.8, 1] {
          let parameters = SmoothingParameters(alpha: alpha, beta: beta, phi: phi)
          let trace = 1 - alpha + phi - beta * phi
          let determinant = phi * (1 - alpha)
          let fades =
            abs(determinant) < 1 && 1 - trace + determinant > 0 && 1 + trace + determinant > 0
          #expect(parameters.fades(trend: true, season: false, seasonLength: 1) == fades)
        }
      }
      let alone = SmoothingParameters(alpha: alpha)
      #expect(
        alone.fades(trend: false, season: false, seasonLength: 1) == (alpha > 0 && alpha < 2))
    }
    // Seasons of length 2 without trend: 1 + (α - 0) L + (α + γ - 1) L².
    for alpha in shares {
      for gamma in shares {
        let last = alpha + gamma - 1
        let fades = abs(last) < 1 && abs(alpha) < 1 + last
        let parameters = SmoothingParameters(alpha: alpha, gamma: gamma)
        #expect(parameters.fades(trend: false, season: true, seasonLength: 2) == fades)
      }
    }
  }

  @Test func theAdmissibleRegionIsNeverWorse() throws {
    for name in ["Nile", "lynx", "ausair"] {
      let series = smoothingSeries(name, seasonLength: 1)
      for form in [SmoothingForm("ANN")!, SmoothingForm("AAN")!] {
        let usual = try ExponentialSmoothing(form: form, prior: .none).chosen(of: series)
        let wide = try ExponentialSmoothing(form: form, region: .admissible).chosen(of: series)
        let (a, b) = (usual.description.logLikelihood!, wide.description.logLikelihood!)
        #expect(b >= a - 1e-3, "\(name) \(form) \(a) \(b)")
      }
    }
  }
}
