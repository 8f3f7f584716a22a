import CKernels

/// The largest of many like values, such as the flood of a year.
///
/// - Source: Emil J. Gumbel, *Statistics of Extremes* (1958), section 5.2.
public struct Gumbel: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "gumbel", chineseName: "耿贝尔分布",
    summary: "The largest of many values, such as the year's highest water or heaviest rain.",
    forms: [
      .parameters([
        Parameter("mean", .value, "the mean"),
        Parameter("standardDeviation", .spread, "the standard deviation"),
      ]),
      .parameters([
        Parameter("location", .value, "the likeliest value"),
        Parameter("scale", .spread, "the standard deviation over 1.2825"),
      ]),
    ],
    example: #"{ "gumbel": { "mean": 110, "standardDeviation": 30 } }"#)

  public let location, scale: Double

  public init(_ values: ParameterValues) throws(ParameterError) {
    if values.has("location") || values.has("scale") {
      location = try values.number("location")
      scale = try values.positive("scale")
    } else {
      let mean = try values.number("mean")
      scale = try values.positive("standardDeviation") * (Double(6).squareRoot() / .pi)
      location = mean.addingProduct(-eulerConstant, scale)
    }
  }

  public var support: ClosedRange<Double> { -Double.infinity...(.infinity) }
  public var mean: Double { location.addingProduct(eulerConstant, scale) }
  public var variance: Double { .pi * .pi / 6 * scale * scale }
  public var likely: Double { location }

  public func density(at x: Double) -> Double {
    guard x.isFinite else { return 0 }
    let z = (x - location) / scale
    return exponential(-z - exponential(-z)) / scale
  }
  public func distributionFunction(at x: Double) -> Double {
    exponential(-exponential((location - x) / scale))
  }
  public func exceedanceProbability(above x: Double) -> Double {
    -exponentialMinusOne(-exponential((location - x) / scale))
  }
  public func quantile(at p: Double) -> Double {
    location.addingProduct(-scale, logarithm(-logarithm(p)))
  }

  public func quantile(exceededWith q: Double) -> Double {
    location.addingProduct(-scale, logarithm(-logarithmOfOnePlus(-q)))
  }

  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) {
    forEachPiece(of: &lanes) { lanes, _, count in
      torreya_log(lanes, lanes, count)
      torreya_negate(lanes, lanes, count)
      torreya_log(lanes, lanes, count)
      Probability.scale(lanes, by: -scale, plus: location, count)
    }
  }
}
