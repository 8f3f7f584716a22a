import CKernels

/// The bell curve: a sum of many small independent influences.
public struct Normal: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "normal", chineseName: "正态分布",
    summary: "A value that errs to both sides alike; it has no bounds, and may be negative.",
    forms: [
      .parameters([
        Parameter("mean", .value, "the mean"),
        Parameter("standardDeviation", .spread, "the standard deviation"),
      ])
    ],
    example: #"{ "normal": { "mean": 100, "standardDeviation": 15 } }"#)

  public let mean, standardDeviation: Double

  public init(_ values: ParameterValues) throws(ParameterError) {
    mean = try values.number("mean")
    standardDeviation = try values.positive("standardDeviation")
  }

  public var support: ClosedRange<Double> { -Double.infinity...(.infinity) }
  public var variance: Double { standardDeviation * standardDeviation }
  public var likely: Double { mean }

  public func density(at x: Double) -> Double {
    StandardNormal.density(at: (x - mean) / standardDeviation) / standardDeviation
  }
  public func distributionFunction(at x: Double) -> Double {
    StandardNormal.distributionFunction(at: (x - mean) / standardDeviation)
  }
  public func exceedanceProbability(above x: Double) -> Double {
    StandardNormal.distributionFunction(at: (mean - x) / standardDeviation)
  }
  public func quantile(at p: Double) -> Double {
    mean.addingProduct(standardDeviation, StandardNormal.quantile(at: p))
  }
  public func quantile(exceededWith tail: Double) -> Double {
    mean.addingProduct(-standardDeviation, StandardNormal.quantile(at: tail))
  }

  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) {
    forEachPiece(of: &lanes) { lanes, _, count in
      torreya_normal_quantile(lanes, lanes, count)
      scale(lanes, by: standardDeviation, plus: mean, count)
    }
  }
}
