import CKernels
import Languages

/// An amount whose logarithm is normal: a product of many small factors.
public struct Lognormal: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "lognormal", chineseName: "对数正态分布",
    summary: "A positive amount that may turn out many times larger than usual.",
    forms: [
      .parameters([
        Parameter("median", .spread, "as often exceeded as not"),
        Parameter("p90", .spread, "exceeded one time in ten"),
      ]),
      .parameters([
        Parameter("mean", .spread, "the mean"),
        Parameter("standardDeviation", .spread, "the standard deviation"),
      ]),
      .parameters([
        Parameter("logMean", .number, "the mean of the natural logarithm, in base units"),
        Parameter("logStandardDeviation", .number, "the natural logarithm's standard deviation"),
      ]),
    ],
    example: #"{ "lognormal": { "median": 260, "p90": 600 } }"#)

  public let logMean, logStandardDeviation: Double
  /// The median as it was given, which its logarithm may miss in the last digits.
  private let givenMedian: Double?

  public init(_ values: ParameterValues) throws(ParameterError) {
    if values.has("logMean") || values.has("logStandardDeviation") {
      logMean = try values.number("logMean")
      logStandardDeviation = try values.positive("logStandardDeviation")
      givenMedian = nil
    } else if values.has("median") {
      let median = try values.positive("median")
      let p90 = try values.number("p90", above: "median", at: median)
      logMean = logarithm(median)
      givenMedian = median
      logStandardDeviation =
        logarithmOfOnePlus((p90 - median) / median) / StandardNormal.quantile(at: 0.9)
    } else {
      let mean = try values.positive("mean")
      let ratio = try values.positive("standardDeviation") / mean
      let variance = logarithmOfOnePlus(ratio * ratio)
      guard variance > 0, variance.isFinite else {
        throw ParameterError(
          parameter: "standardDeviation", expected: .number(comparableWith: "mean"))
      }
      logStandardDeviation = variance.squareRoot()
      logMean = logarithm(mean) - variance / 2
      givenMedian = nil
    }
    guard logStandardDeviation.isFinite, logStandardDeviation > 0 else {
      throw ParameterError(parameter: "p90", expected: .number(comparableWith: "median"))
    }
  }

  public var support: ClosedRange<Double> { 0...(.infinity) }
  public var mean: Double {
    exponential(logMean + logStandardDeviation * logStandardDeviation / 2)
  }
  public var variance: Double {
    let square = logStandardDeviation * logStandardDeviation
    return exponentialMinusOne(square) * exponential(2 * logMean + square)
  }
  public var likely: Double { givenMedian ?? exponential(logMean) }

  public func density(at x: Double) -> Double {
    guard x > 0, x < .infinity else { return 0 }
    let z = (logarithm(x) - logMean) / logStandardDeviation
    return StandardNormal.density(at: z) / logStandardDeviation / x
  }
  public func distributionFunction(at x: Double) -> Double {
    guard x > 0 else { return 0 }
    return StandardNormal.distributionFunction(
      at: (logarithm(x) - logMean) / logStandardDeviation)
  }
  public func exceedanceProbability(above x: Double) -> Double {
    guard x > 0 else { return 1 }
    return StandardNormal.distributionFunction(
      at: (logMean - logarithm(x)) / logStandardDeviation)
  }
  public func quantile(exceededWith tail: Double) -> Double {
    exponential(logMean.addingProduct(-logStandardDeviation, StandardNormal.quantile(at: tail)))
  }
  public func quantile(at p: Double) -> Double {
    exponential(logMean.addingProduct(logStandardDeviation, StandardNormal.quantile(at: p)))
  }

  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) {
    forEachPiece(of: &lanes) { lanes, _, count in
      torreya_normal_quantile(lanes, lanes, count)
      scale(lanes, by: logStandardDeviation, plus: logMean, count)
      torreya_exp(lanes, lanes, count)
    }
  }
}
