import CKernels

/// One with a probability, else zero: something happens or it does not.
public struct Bernoulli: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "bernoulli", chineseName: "伯努利分布",
    summary: "Something that happens (1) with a probability, or does not (0).",
    forms: [
      .parameters([Parameter("probability", .probability, "the probability that it happens")])
    ],
    example: #"{ "bernoulli": { "probability": 0.3 } }"#, isDiscrete: true)

  public let probability: Double

  public init(_ values: ParameterValues) throws(ParameterError) {
    probability = try values.probability("probability")
  }

  public var support: ClosedRange<Double> {
    (probability == 1 ? 1 : 0)...(probability == 0 ? 0 : 1)
  }
  public var mean: Double { probability }
  public var variance: Double { probability * (1 - probability) }
  public var likely: Double { quantile(at: 0.5) }

  public func density(at x: Double) -> Double {
    x == 1 ? probability : x == 0 ? 1 - probability : 0
  }
  public func distributionFunction(at x: Double) -> Double {
    x < 0 ? 0 : x < 1 ? 1 - probability : 1
  }
  public func exceedanceProbability(above x: Double) -> Double {
    x < 0 ? 1 : x < 1 ? probability : 0
  }
  public func quantile(exceededWith tail: Double) -> Double { tail < probability ? 1 : 0 }
  public func quantile(at p: Double) -> Double { p > 1 - probability ? 1 : 0 }

  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) {
    forEachPiece(of: &lanes) { lanes, _, count in
      withUnsafePointer(to: 1 - probability) { torreya_less(lanes, $0, 0, lanes, 1, count) }
    }
  }
}
