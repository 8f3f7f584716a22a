import Probability

/// A method that sees a transformed series, with its forecasts turned back.
///
/// Quantiles of the forecasts are exact, because the function rises. The likelihood is that of
/// the values, so that it compares with that of other transformations.
public struct Transformed: ForecastMethod {
  /// What the forecast of one number a step means.
  public enum Centre: Hashable, Sendable {
    /// The median, where the method itself gives the middle of a symmetric distribution.
    case median
    /// The mean, of 1,024 paths whose middle was moved to the forecast of the method.
    case mean
  }

  /// The method within.
  public let method: any ForecastMethod
  /// How the transformation is found.
  public let choice: TransformationChoice
  /// What the forecast of one number a step means.
  public let centre: Centre

  /// A method of transformed series.
  public init(
    _ method: any ForecastMethod, by choice: TransformationChoice, centre: Centre = .median
  ) {
    self.method = method
    self.choice = choice
    self.centre = centre
  }

  /// Such as `log(ets)`.
  public var name: String { "\(choice.name)(\(method.name))" }

  /// Finds the transformation and fits the method to the transformed series.
  ///
  /// - Errors: `outsideDomain` at the first value that cannot be transformed; those of the method.
  public func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    try fit(series, earlier: nil)
  }

  private func fit(
    _ series: TimeSeries, earlier: TransformedFit?
  ) throws(FitFailure) -> any FittedModel {
    try series.requireObservations(1)
    let transformation = try choice.transformation(of: series)
    let within = series.with(values: transformation.transformed(series.values))
    let inner: any FittedModel
    if let earlier, earlier.transformation == transformation {
      inner = try method.fit(within, after: earlier.inner)
    } else {
      inner = try method.fit(within)
    }
    let slopes = transformation.sumOfLogarithmsOfSlopes(
      at: series.values, transformed: within.values)
    return TransformedFit(
      inner: inner, transformation: transformation, floor: choice.floor, centre: centre,
      sumOfSlopes: slopes, estimatedCount: choice.estimatedCount)
  }
}

extension Transformed {
  /// The method goes on from where it was, if the transformation is the same.
  public func fit(
    _ series: TimeSeries, after earlier: any FittedModel
  ) throws(FitFailure) -> any FittedModel {
    try fit(series, earlier: earlier as? TransformedFit)
  }
}

/// A model of a transformed series.
struct TransformedFit: FittedModel {
  let inner: any FittedModel
  let transformation: Transformation
  /// What no forecast is below.
  let floor: Double
  let centre: Transformed.Centre
  /// The sum of the logarithms of the slopes at all values.
  let sumOfSlopes: Double
  let estimatedCount: Int

  var description: ModelDescription {
    let inner = inner.description
    return ModelDescription(
      name: "\(inner.name) of \(transformation.name)",
      parameters: inner.parameters + transformation.parameters,
      logLikelihood: inner.logLikelihood.flatMap { ($0 + sumOfSlopes).finiteOrNil },
      estimatedCount: inner.estimatedCount + estimatedCount,
      observationCount: inner.observationCount)
  }

  var residuals: [Double] { inner.residuals }

  func pointForecast(horizon: Int) -> [Double] {
    let centres = inner.pointForecast(horizon: horizon)
    if centre == .median { return turnedBack(centres) }
    let noise = PathNoise(
      key: RandomStream(name: "transformed.mean").key(seed: 0), pathCount: 1024)
    var sample = inner.paths(horizon: horizon, noise: noise)
    let count = Double(noise.pathCount)
    for step in 0..<horizon {
      // The middle of the paths is known; what chance moved it by is taken off.
      let shift = centres[step] - sample.step(step).reduce(0) { $0 + $1 / count }
      guard shift.isFinite else { continue }
      for path in 0..<noise.pathCount { sample.numbers[step * noise.pathCount + path] += shift }
    }
    sample.numbers = turnedBack(sample.numbers)
    return (0..<horizon).map { sample.step($0).reduce(0) { $0 + $1 / count } }
  }

  func paths(horizon: Int, noise: PathNoise) -> PathSample {
    var sample = inner.paths(horizon: horizon, noise: noise)
    sample.numbers = turnedBack(sample.numbers)
    return sample
  }

  private func turnedBack(_ numbers: [Double]) -> [Double] {
    var numbers = numbers
    transformation.invert(&numbers)
    if floor > -.infinity {
      for index in numbers.indices where numbers[index] < floor { numbers[index] = floor }
    }
    return numbers
  }
}

extension TransformedFit: KnownQuantiles {
  /// Those within, turned back: the function rises.
  func quantiles(horizon: Int, scores: [Double]) -> [[Double]]? {
    guard let inner = inner as? any KnownQuantiles else { return nil }
    return inner.quantiles(horizon: horizon, scores: scores)?.map { turnedBack($0) }
  }
}

extension Transformation {
  /// What was estimated or chosen.
  var parameters: [ModelDescription.Parameter] {
    switch self {
    case .none: return []
    case .logarithm(let offset), .squareRoot(let offset):
      return offset == 0 ? [] : [.init("offset", offset)]
    case .boxCox(let lambda, let offset):
      return [.init("lambda", lambda)] + (offset == 0 ? [] : [.init("offset", offset)])
    case .logit(let low, let high, let margin):
      return [.init("low", low), .init("high", high)]
        + (margin == 0 ? [] : [.init("margin", margin)])
    }
  }
}

extension Double {
  /// Nil of infinity and NaN.
  var finiteOrNil: Double? { isFinite ? self : nil }
}
