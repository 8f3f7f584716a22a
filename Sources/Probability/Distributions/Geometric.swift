import CKernels
import Languages

/// How many tries it takes until the first success, that one included.
public struct Geometric: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "geometric", chineseName: "几何分布",
    summary: "How many tries it takes until the first success, that one included.",
    forms: [
      .parameters([Parameter("probability", .probability, "the probability that a try succeeds")])
    ],
    example: #"{ "geometric": { "probability": 0.25 } }"#, isDiscrete: true)

  public let probability: Double

  public init(_ values: ParameterValues) throws(ParameterError) {
    probability = try values.probability("probability")
    guard probability > 1e-12 else {
      throw ParameterError(
        parameter: "probability", expected: .init(zh: "大于 0 的概率", en: "a probability above 0"))
    }
  }

  public var support: ClosedRange<Double> { 1...(probability == 1 ? 1 : .infinity) }
  public var mean: Double { 1 / probability }
  public var variance: Double { (1 - probability) / (probability * probability) }
  public var likely: Double { quantile(at: 0.5) }

  public func density(at x: Double) -> Double {
    guard x >= 1, x.rounded() == x, x < .infinity else { return 0 }
    if probability == 1 { return x == 1 ? 1 : 0 }
    return probability * exponential((x - 1) * logarithmOfOnePlus(-probability))
  }
  public func distributionFunction(at x: Double) -> Double {
    x < 1 ? 0 : -exponentialMinusOne(x.rounded(.down) * logarithmOfOnePlus(-probability))
  }
  public func exceedanceProbability(above x: Double) -> Double {
    x < 1 ? 1 : exponential(x.rounded(.down) * logarithmOfOnePlus(-probability))
  }
  public func quantile(exceededWith tail: Double) -> Double {
    max((logarithm(tail) / logarithmOfOnePlus(-probability)).rounded(.up), 1)
  }
  public func quantile(at p: Double) -> Double {
    max((logarithmOfOnePlus(-p) / logarithmOfOnePlus(-probability)).rounded(.up), 1)
  }

  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) {
    let logOfFailure = logarithmOfOnePlus(-probability)
    forEachPiece(of: &lanes) { lanes, _, count in
      torreya_negate(lanes, lanes, count)
      torreya_log1p(lanes, lanes, count)
      withUnsafePointer(to: logOfFailure) { torreya_divide(lanes, lanes, 1, $0, 0, count) }
      torreya_ceiling(lanes, lanes, count)
      withUnsafePointer(to: 1.0) { torreya_maximum(lanes, lanes, 1, $0, 0, count) }
    }
  }
}
