import CKernels
import Languages

/// An amount whose logarithm is logistic: like a lognormal one, with a heavier tail.
public struct LogLogistic: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "logLogistic", chineseName: "对数逻辑斯谛分布",
    summary: "A positive amount or duration that now and then is a great many times larger.",
    forms: [
      .parameters([
        Parameter("median", .spread, "as often exceeded as not"),
        Parameter("p90", .spread, "exceeded one time in ten"),
      ]),
      .parameters([
        Parameter("median", .spread, "as often exceeded as not"),
        Parameter("shape", .number, "the larger, the lighter are both tails"),
      ]),
    ],
    example: #"{ "logLogistic": { "median": 30, "p90": 75 } }"#)

  static let shapes = 0.05...1e8

  public let median, shape: Double

  public init(_ values: ParameterValues) throws(ParameterError) {
    median = try values.positive("median")
    if values.has("p90") {
      let p90 = try values.number("p90", above: "median", at: median)
      shape = logit(0.9) / logarithmOfOnePlus((p90 - median) / median)
      guard Self.shapes.contains(shape) else {
        throw ParameterError(
          parameter: "p90", expected: .number(comparableWith: "median"))
      }
    } else {
      shape = try values.positive("shape")
      guard Self.shapes.contains(shape) else {
        throw ParameterError(parameter: "shape", expected: .number(from: "0.05", to: "100000000"))
      }
    }
  }

  public var support: ClosedRange<Double> { 0...(.infinity) }
  public var likely: Double { median }
  /// Infinite for a shape of 1 or less.
  public var mean: Double {
    shape <= 1 ? .infinity : median * exponential(logReflection(1 / shape))
  }
  /// Infinite for a shape of 2 or less.
  public var variance: Double {
    if shape <= 2 { return .infinity }
    let mean = exponential(logReflection(1 / shape))
    return median * median * mean * mean * exponentialMinusOne(logReflectionExcess(1 / shape))
  }

  /// The logit of the distribution function.
  private func score(_ x: Double) -> Double { shape * logarithmOfRatio(x, median) }

  public func density(at x: Double) -> Double {
    if x < 0 || x == .infinity { return 0 }
    if x == 0 { return shape > 1 ? 0 : shape < 1 ? .infinity : 1 / median }
    let (lower, upper) = logisticProbabilities(at: score(x))
    return shape / x * lower * upper
  }
  public func distributionFunction(at x: Double) -> Double {
    x <= 0 ? 0 : logisticProbabilities(at: score(x)).lower
  }
  public func exceedanceProbability(above x: Double) -> Double {
    x <= 0 ? 1 : logisticProbabilities(at: score(x)).upper
  }
  public func quantile(at p: Double) -> Double { median * exponential(logit(p) / shape) }
  public func quantile(exceededWith q: Double) -> Double {
    median * exponential(-logit(q) / shape)
  }

  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) {
    forEachPiece(of: &lanes) { lanes, scratch, count in
      fillLogits(lanes, scratch, count)
      withUnsafePointer(to: shape) { torreya_divide(lanes, lanes, 1, $0, 0, count) }
      torreya_exp(lanes, lanes, count)
      scale(lanes, by: median, plus: 0, count)
    }
  }
}
