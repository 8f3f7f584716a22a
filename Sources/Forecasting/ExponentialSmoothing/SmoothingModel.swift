import Probability

/// A fitted form of exponential smoothing.
public struct SmoothingModel: FittedModel, KnownQuantiles {
  public let form: SmoothingForm
  /// The estimates.
  public let parameters: SmoothingParameters
  public let description: ModelDescription
  /// The one-step-ahead errors, in proportion to what was expected where the error multiplies,
  /// divided by their standard deviation; NaN at missing values.
  public let residuals: [Double]
  /// The standard deviation of the errors: in the unit of the series, or for an error that
  /// multiplies relative. Its square is the sum of squared errors over the observations less the
  /// parameters estimated.
  public let sigma: Double

  /// The series and the estimates in the scale of the search.
  let data: SmoothingData
  let region: SmoothingRegion
  let prior: SmoothingPrior
  let point: [Double]
  let fixedSeasons: [Double]
  /// After the last step.
  let last: SmoothingState
  /// The sum of squared errors in that scale.
  let squares: Double
  /// What the forms that came near this one came to, itself among them; empty where they were
  /// not compared.
  var rivals: [SmoothingOptimum] = []
  /// The function that was minimised, and the part of it that is the prior.
  let value, penalty: Double

  /// - Returns: nil where the form has no meaning at the point.
  init?(problem: SmoothingProblem, point: [Double], data: SmoothingData) {
    var errors = [Double](repeating: .nan, count: data.values.count)
    guard let run = problem.run(at: point, errors: &errors), run.value.isFinite else {
      return nil
    }
    form = problem.form
    region = problem.region
    prior = problem.prior
    self.data = data
    self.point = point
    fixedSeasons = problem.fixedSeasons
    parameters = problem.parameters(at: point)
    last = run.state
    squares = run.squares
    value = run.value
    penalty = run.value - run.likelihood
    let n = Double(data.observationCount)
    let count = Self.estimatedCount(form, seasonLength: data.seasonLength)
    let deviation = (run.squares / max(n - Double(count - 1), 1)).squareRoot()
    let isRelative = form.error == .multiplicative
    sigma = isRelative ? deviation : deviation * data.scale
    residuals = deviation > 0 ? errors.map { $0 / deviation } : errors
    description = ModelDescription(
      name: form.description,
      parameters: Self.list(
        form, parameters, problem.start(at: point), scale: data.scale, sigma: sigma),
      logLikelihood: -run.likelihood - 0.5 * n * (logarithm(2 * .pi / n) + 1)
        - n * logarithm(data.scale),
      estimatedCount: count, observationCount: data.observationCount)
  }

  /// What is left of a level at least after a step, where something multiplies.
  static let leastShare = 0.01

  /// How many numbers a form has, those of the start and the variance among them.
  static func estimatedCount(_ form: SmoothingForm, seasonLength: Int) -> Int {
    3 + (form.trend == .none ? 0 : 2) + (form.isDamped ? 1 : 0)
      + (form.season == .none ? 0 : seasonLength)
  }

  /// The criterion by which forms are chosen.
  ///
  /// It takes in the prior, without which the form with the least likely parameters would gain.
  var rank: Double { (description.correctedAkaike ?? .infinity) + 2 * penalty }

  private static func list(
    _ form: SmoothingForm, _ parameters: SmoothingParameters, _ start: SmoothingState,
    scale: Double, sigma: Double
  ) -> [ModelDescription.Parameter] {
    var list = [ModelDescription.Parameter("alpha", parameters.alpha)]
    if form.trend != .none { list.append(.init("beta", parameters.beta)) }
    if form.season != .none { list.append(.init("gamma", parameters.gamma)) }
    if form.isDamped { list.append(.init("phi", parameters.phi)) }
    list.append(.init("level", start.level * scale))
    if form.trend != .none {
      list.append(.init("trend", start.trend * (form.trend == .additive ? scale : 1)))
    }
    for (turn, season) in start.seasons.enumerated() {
      list.append(
        .init("season\(turn + 1)", season * (form.season == .additive ? scale : 1)))
    }
    list.append(.init("sigma", sigma))
    return list
  }

  /// The problem whose minimum the model is at.
  func problem() -> SmoothingProblem {
    let problem = SmoothingProblem(
      form: form, region: region, prior: prior, values: data.values,
      seasonLength: data.seasonLength)
    problem.fixedSeasons = fixedSeasons
    return problem
  }

  /// The state carried on without errors: the mean of linear forms; of the others what the field
  /// takes for it, which lies near the median. Where something multiplies, a trend that adds takes
  /// at most 99 % of the level in a step, as in the paths.
  public func pointForecast(horizon: Int) -> [Double] {
    let phi = parameters.phi
    var (level, trend) = (last.level, last.trend)
    return (0..<max(horizon, 0)).map { step in
      let before = level
      switch form.trend {
      case .none: break
      case .additive:
        trend *= phi
        level += trend
      case .multiplicative:
        trend = power(trend, phi)
        level *= trend
      }
      if form.needsPositiveValues { level = max(level, Self.leastShare * before) }
      var forecast = level
      if form.season != .none {
        let season = last.seasons[(data.values.count + step) % data.seasonLength]
        forecast = form.season == .additive ? level + season : level * season
      }
      return forecast * data.scale
    }
  }

  /// Those of linear forms, which are normal.
  func quantiles(horizon: Int, scores: [Double]) -> [[Double]]? {
    forecastVariances(horizon: horizon).map { variances in
      normalQuantiles(
        means: pointForecast(horizon: horizon), deviations: variances.map { $0.squareRoot() },
        scores: scores)
    }
  }

  /// The variances of the steps to come, with the parameters taken as known; nil for forms that
  /// are not linear.
  ///
  /// - Shape: `horizon` numbers.
  /// - Source: Hyndman, Koehler, Ord, Snyder (2008), section 6.3: σ² (1 + Σ c²), where
  ///   c = α + β (φ + … + φ^j), and γ at whole years, is what an error does to forecasts j steps
  ///   later.
  public func forecastVariances(horizon: Int) -> [Double]? {
    guard form.isLinear else { return nil }
    var sum = 1.0
    var (fading, faded) = (1.0, 0.0)
    return (0..<max(horizon, 0)).map { step in
      if step > 0 {
        fading *= parameters.phi
        faded += fading
        let isYear = form.season != .none && step % data.seasonLength == 0
        let effect =
          parameters.alpha + parameters.beta * faded + (isYear ? parameters.gamma : 0)
        sum += effect * effect
      }
      return sigma * sigma * sum
    }
  }
}
