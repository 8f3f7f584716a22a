import Probability

/// A Theta model with its parameters estimated.
struct ThetaFit: FittedModel {
  let problem: ThetaProblem
  let estimate: ThetaEstimate
  let seasons: SeasonalAdjustment
  /// The standard deviation of the errors without seasons, in units of the problem.
  let deviation: Double
  let degrees: Double
  /// The mean of the squared errors without seasons.
  let meanSquare: Double
  let residuals: [Double]
  let description: ModelDescription
  /// The level after the last value.
  private let level: Double

  /// Estimates the parameters.
  ///
  /// - Parameter isObserved: which of the values were observed, and not filled in.
  /// - Parameter given: parameters to be taken instead of the estimates.
  init(
    _ form: ThetaForm, _ seasons: SeasonalAdjustment, isObserved: [Bool],
    given: ThetaEstimate? = nil
  ) {
    self.seasons = seasons
    problem = ThetaProblem(
      form, values: seasons.values, counts: isObserved.map { $0 ? 1 : 0 })
    estimate = given ?? problem.estimate()
    let (errors, level) = problem.errors(estimate)
    self.level = level
    var squares = 0.0
    var count = 0
    for step in errors.indices where isObserved[step] {
      squares += errors[step] * errors[step]
      count += 1
    }
    // Alpha, the level and maybe the weight; a season less than the pattern has.
    let structural = (form.estimatesWeight ? 3 : 2) + (seasons.form == nil ? 0 : seasons.period - 1)
    let degrees = max(Double(count - structural), 1)
    self.degrees = degrees
    let deviation = (squares / degrees).squareRoot()
    self.deviation = deviation
    meanSquare = squares / Double(count) * problem.unit * problem.unit
    residuals = errors.indices.map { step in
      isObserved[step] ? (deviation > 0 ? errors[step] / deviation : 0) : .nan
    }
    var slopes = Double(count) * logarithm(problem.unit)
    if seasons.form == .multiplicative {
      var factors = errors.indices.filter { isObserved[$0] }.map { seasons.season(at: $0) }
      makeLogarithms(&factors)
      slopes = factors.reduce(slopes, +)
    }
    description = ModelDescription(
      name: "Theta(\(form.abbreviation)\(seasons.form.map(Self.letter) ?? ""))",
      parameters: [
        .init("alpha", estimate.alpha), .init("theta", 1 / (1 - estimate.weight)),
        .init("level", problem.origin * (1 - estimate.weight) + problem.unit * estimate.level),
        .init("deviation", deviation * problem.unit),
      ],
      logLikelihood: GaussianLikelihood.logarithm(
        squares: squares, logarithmsOfScales: slopes, count: count),
      estimatedCount: structural + 1, observationCount: count)
  }

  private static func letter(_ form: SeasonalForm) -> String {
    form == .additive ? ", A" : ", M"
  }

  /// The number of values that the model has seen.
  private var count: Int { problem.values.count }

  func pointForecast(horizon: Int) -> [Double] {
    let keep = 1 - estimate.alpha
    var (level, kept) = (level, power(keep, Double(count)))
    var line = RunningLine.after(problem)
    return (0..<horizon).map { step in
      let next = kept * keep
      let trend = kept * line.intercept + (1 - next) / estimate.alpha * line.slope
      let value = level + estimate.weight * trend
      level += estimate.alpha * (value - level)
      kept = next
      // A line through the forecasts themselves: the values that are expected make it longer.
      if problem.form.isDynamic { line.add(value) }
      return seasons.withSeasons(problem.origin + problem.unit * value, at: count + step)
    }
  }

  /// Draws of the steps to come, with parameters from their posterior.
  ///
  /// Alpha is drawn from 64 values across its range, with its exact posterior at these; given
  /// alpha, the variance from its scaled inverse chi-squared distribution and level and weight
  /// from their normal one, the weight within its bounds. The pattern of the seasons is taken as
  /// known, at the price of a degree of freedom for each season.
  func paths(horizon: Int, noise: PathNoise) -> PathSample {
    let start = ThetaDraws(
      problem, estimate, lastLevel: level, deviation: deviation, degrees: degrees, noise: noise)
    var numbers = [Double](repeating: 0, count: horizon * noise.pathCount)
    var state = ThetaPaths(start, problem)
    for step in 0..<horizon {
      let normals = noise.normals(step: step)
      let (scale, shift) = backScale(at: count + step)
      numbers.withUnsafeMutableBufferPointer { numbers in
        let lanes = step * noise.pathCount..<(step + 1) * noise.pathCount
        state.step(
          normals, into: UnsafeMutableBufferPointer(rebasing: numbers[lanes]), scale: scale,
          shift: shift)
      }
    }
    return PathSample(horizon: horizon, pathCount: noise.pathCount, numbers: numbers)
  }

  /// The straight line from numbers of the problem to values.
  private func backScale(at step: Int) -> (scale: Double, shift: Double) {
    switch seasons.form {
    case nil: return (problem.unit, problem.origin)
    case .additive: return (problem.unit, problem.origin + seasons.season(at: step))
    case .multiplicative:
      let factor = seasons.season(at: step)
      return (problem.unit * factor, problem.origin * factor)
    }
  }
}

extension ThetaFit: KnownQuantiles {
  /// Level and line are linear in what comes, so that every step is normal.
  func quantiles(horizon: Int, scores: [Double]) -> [[Double]]? {
    var variances = ThetaVariances(problem, estimate)
    let deviations = (0..<horizon).map { step in
      deviation * backScale(at: count + step).scale * variances.next().squareRoot()
    }
    return normalQuantiles(
      means: pointForecast(horizon: horizon), deviations: deviations, scores: scores)
  }
}

extension RunningLine {
  /// The line of all values of a problem.
  static func after(_ problem: ThetaProblem) -> RunningLine {
    var line = RunningLine()
    for value in problem.values { line.add(value) }
    return line
  }
}
