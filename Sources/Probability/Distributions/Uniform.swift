import CKernels

/// Any value between two bounds, all equally likely.
public struct Uniform: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "uniform", chineseName: "均匀分布",
    summary: "Any value between two bounds, none likelier than another.",
    forms: [
      .parameters([
        Parameter("low", .value, "the smallest possible value"),
        Parameter("high", .value, "the largest possible value"),
      ])
    ],
    example: #"{ "uniform": { "low": 0.9, "high": 1.1 } }"#)

  public let low, high: Double

  public init(_ values: ParameterValues) throws(ParameterError) {
    low = try values.number("low")
    high = try values.number("high", above: "low", at: low)
  }

  public var support: ClosedRange<Double> { low...high }
  public var mean: Double { low + (high - low) / 2 }
  public var variance: Double { (high - low) * (high - low) / 12 }
  public var likely: Double { mean }

  public func density(at x: Double) -> Double { x >= low && x <= high ? 1 / (high - low) : 0 }
  public func distributionFunction(at x: Double) -> Double {
    min(max((x - low) / (high - low), 0), 1)
  }
  public func exceedanceProbability(above x: Double) -> Double {
    min(max((high - x) / (high - low), 0), 1)
  }
  public func quantile(exceededWith tail: Double) -> Double {
    max(high.addingProduct(low - high, tail), low)
  }
  public func quantile(at p: Double) -> Double { min(low.addingProduct(high - low, p), high) }

  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) {
    forEachPiece(of: &lanes) { lanes, _, count in
      scale(lanes, by: high - low, plus: low, count)
      withUnsafePointer(to: high) { torreya_minimum(lanes, lanes, 1, $0, 0, count) }
    }
  }
}
