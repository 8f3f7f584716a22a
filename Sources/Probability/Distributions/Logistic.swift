import CKernels

/// A bell curve with heavier tails than the normal one.
public struct Logistic: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "logistic", chineseName: "逻辑斯谛分布",
    summary: "A value that errs to both sides alike, with more large errors than a normal one.",
    forms: [
      .parameters([
        Parameter("mean", .value, "the mean"),
        Parameter("standardDeviation", .spread, "the standard deviation"),
      ]),
      .parameters([
        Parameter("location", .value, "the mean"),
        Parameter("scale", .spread, "the standard deviation over 1.8138"),
      ]),
    ],
    example: #"{ "logistic": { "mean": 100, "standardDeviation": 15 } }"#)

  public let location, scale: Double

  public init(_ values: ParameterValues) throws(ParameterError) {
    if values.has("location") || values.has("scale") {
      location = try values.number("location")
      scale = try values.positive("scale")
    } else {
      location = try values.number("mean")
      scale = try values.positive("standardDeviation") * (Double(3).squareRoot() / .pi)
    }
  }

  public var support: ClosedRange<Double> { -Double.infinity...(.infinity) }
  public var mean: Double { location }
  public var variance: Double { .pi * .pi / 3 * scale * scale }
  public var likely: Double { location }

  public func density(at x: Double) -> Double {
    let (lower, upper) = logisticProbabilities(at: (x - location) / scale)
    return lower * upper / scale
  }
  public func distributionFunction(at x: Double) -> Double {
    logisticProbabilities(at: (x - location) / scale).lower
  }
  public func exceedanceProbability(above x: Double) -> Double {
    logisticProbabilities(at: (x - location) / scale).upper
  }
  public func quantile(at p: Double) -> Double { location.addingProduct(scale, logit(p)) }
  public func quantile(exceededWith q: Double) -> Double {
    location.addingProduct(-scale, logit(q))
  }

  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) {
    forEachPiece(of: &lanes) { lanes, scratch, count in
      fillLogits(lanes, scratch, count)
      Probability.scale(lanes, by: scale, plus: location, count)
    }
  }
}
