import Probability

/// A fitted form of exponential smoothing.
public struct SmoothingModel: FittedModel {
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
  let point: [Double]
  let fixedSeasons: [Double]
  /// After the last step.
  let last: SmoothingState
  /// The sum of squared errors in that scale.
  let squares: Double
  /// The function that was minimised.
  let value: Double

  /// - Returns: nil where the form has no meaning at the point.
  init?(problem: SmoothingProblem, point: [Double], data: SmoothingData) {
    var errors = [Double](repeating: .nan, count: data.values.count)
    guard let run = problem.run(at: point, errors: &errors), run.value.isFinite else {
      return nil
    }
    form = problem.form
    region = problem.region
    self.data = data
    self.point = point
    fixedSeasons = problem.fixedSeasons
    parameters = problem.parameters(at: point)
    last = run.state
    squares = run.squares
    value = run.value
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
      logLikelihood: -run.value - 0.5 * n * (logarithm(2 * .pi / n) + 1)
        - n * logarithm(data.scale),
      estimatedCount: count, observationCount: data.observationCount)
  }

  /// How many numbers a form has, those of the start and the variance among them.
  static func estimatedCount(_ form: SmoothingForm, seasonLength: Int) -> Int {
    3 + (form.trend == .none ? 0 : 2) + (form.isDamped ? 1 : 0)
      + (form.season == .none ? 0 : seasonLength)
  }

  /// The criterion by which forms are chosen.
  var rank: Double { description.correctedAkaike ?? .infinity }

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
      form: form, region: region, values: data.values, seasonLength: data.seasonLength)
    problem.fixedSeasons = fixedSeasons
    return problem
  }

  /// The state carried on without errors: the mean of linear forms; of the others what the field
  /// takes for it, which lies near the median.
  public func pointForecast(horizon: Int) -> [Double] {
    let phi = parameters.phi
    var (level, trend) = (last.level, last.trend)
    return (0..<max(horizon, 0)).map { step in
      switch form.trend {
      case .none: break
      case .additive:
        trend *= phi
        level += trend
      case .multiplicative:
        trend = power(trend, phi)
        level *= trend
      }
      var forecast = level
      if form.season != .none {
        let season = last.seasons[(data.values.count + step) % data.seasonLength]
        forecast = form.season == .additive ? level + season : level * season
      }
      return forecast * data.scale
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
