import Languages

/// A method whose forecasts are kept within bounds, or made whole numbers.
///
/// The model itself knows nothing of the bounds; what its paths have beyond them is set to the
/// bound. Where much lies beyond, a transformation or a model of counts says more.
public struct Bounded: ForecastMethod {
  /// The method within.
  public let method: any ForecastMethod
  /// The smallest and the largest number there can be; infinite where there is no bound.
  public let range: ClosedRange<Double>
  /// Whether there are whole numbers only. A path is rounded down or up by chance, the nearer
  /// number with the larger probability, so that means and sums stay what they are.
  public let isWhole: Bool

  /// - Precondition: for whole numbers the bounds are whole numbers too, or infinite.
  public init(
    _ method: any ForecastMethod, to range: ClosedRange<Double>, isWhole: Bool = false
  ) {
    precondition(
      !isWhole || [range.lowerBound, range.upperBound].allSatisfy { $0 == $0.rounded() },
      "bounds of whole numbers are whole")
    self.method = method
    self.range = range
    self.isWhole = isWhole
  }

  /// Amounts that cannot be negative.
  public static func nonNegative(_ method: any ForecastMethod) -> Bounded {
    Bounded(method, to: 0...(.infinity))
  }

  /// Whole numbers from 0.
  public static func counts(_ method: any ForecastMethod) -> Bounded {
    Bounded(method, to: 0...(.infinity), isWhole: true)
  }

  /// Shares from 0 to 1.
  public static func shares(_ method: any ForecastMethod) -> Bounded {
    Bounded(method, to: 0...1)
  }

  /// That of the method.
  public var name: String { method.name }

  /// Fits the method.
  ///
  /// - Errors: `outsideDomain` at the first value beyond the bounds; those of the method.
  public func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    for (step, value) in series.values.enumerated()
    where !value.isNaN && !range.contains(value) {
      throw .outsideDomain(
        step: step,
        expected: .init(
          zh: "\(range.lowerBound) 到 \(range.upperBound) 的数",
          en: "a number from \(range.lowerBound) to \(range.upperBound)"))
    }
    return BoundedFit(inner: try method.fit(series), range: range, isWhole: isWhole)
  }
}

private struct BoundedFit: FittedModel {
  let inner: any FittedModel
  let range: ClosedRange<Double>
  let isWhole: Bool

  var description: ModelDescription { inner.description }
  var residuals: [Double] { inner.residuals }

  /// Within the bounds, but not rounded: the mean of counts is no count.
  func pointForecast(horizon: Int) -> [Double] {
    inner.pointForecast(horizon: horizon).map(clamped)
  }

  func paths(horizon: Int, noise: PathNoise) -> PathSample {
    var sample = inner.paths(horizon: horizon, noise: noise)
    for index in sample.numbers.indices { sample.numbers[index] = clamped(sample.numbers[index]) }
    if isWhole { roundByChance(&sample, noise: noise) }
    return sample
  }

  private func clamped(_ x: Double) -> Double {
    x < range.lowerBound ? range.lowerBound : x > range.upperBound ? range.upperBound : x
  }
}

/// The source of the uniform numbers that round, far from those that models use.
private let roundingSource = 1_000

/// Makes all numbers whole, down or up by chance, so that the mean of each remains.
func roundByChance(_ sample: inout PathSample, noise: PathNoise) {
  for step in 0..<sample.horizon {
    let uniforms = noise.uniforms(step: step, source: roundingSource)
    let offset = step * sample.pathCount
    for path in 0..<sample.pathCount {
      let number = sample.numbers[offset + path]
      let floor = number.rounded(.down)
      sample.numbers[offset + path] = uniforms[path] < number - floor ? floor + 1 : floor
    }
  }
}
