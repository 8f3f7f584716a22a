import CKernels

/// The time until something happens whose chance never changes.
public struct Exponential: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "exponential", chineseName: "指数分布",
    summary: "The waiting time for something that is always equally likely to happen next.",
    forms: [.parameters([Parameter("mean", .spread, "the mean")])],
    example: #"{ "exponential": { "mean": 8 } }"#)

  public let mean: Double

  public init(_ values: ParameterValues) throws(ParameterError) {
    mean = try values.positive("mean")
  }

  public var support: ClosedRange<Double> { 0...(.infinity) }
  public var variance: Double { mean * mean }
  public var likely: Double { quantile(at: 0.5) }

  public func density(at x: Double) -> Double { x < 0 ? 0 : exponential(-x / mean) / mean }
  public func distributionFunction(at x: Double) -> Double {
    x <= 0 ? 0 : -exponentialMinusOne(-x / mean)
  }
  public func exceedanceProbability(above x: Double) -> Double {
    x <= 0 ? 1 : exponential(-x / mean)
  }
  public func quantile(at p: Double) -> Double { -mean * logarithmOfOnePlus(-p) }
  public func quantile(exceededWith tail: Double) -> Double { -mean * logarithm(tail) }

  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) {
    forEachPiece(of: &lanes) { lanes, _, count in
      torreya_negate(lanes, lanes, count)
      torreya_log1p(lanes, lanes, count)
      withUnsafePointer(to: -mean) { torreya_multiply(lanes, lanes, 1, $0, 0, count) }
    }
  }
}
