import CKernels
import Languages

/// A lifetime, or the strongest wind: a power of an exponential waiting time.
public struct Weibull: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "weibull", chineseName: "韦布尔分布",
    summary: "A lifetime whose risk of ending grows or falls with age, or a wind speed.",
    forms: [
      .parameters([
        Parameter("shape", .number, "above 1 the risk grows with age, below 1 it falls"),
        Parameter("scale", .spread, "exceeded by 37 % of all"),
      ])
    ],
    example: #"{ "weibull": { "shape": 1.8, "scale": 12 } }"#)

  public let shape, scale: Double

  public init(_ values: ParameterValues) throws(ParameterError) {
    shape = try values.positive("shape")
    scale = try values.positive("scale")
    guard shape >= 0.01, shape <= 1e6 else {
      throw ParameterError(parameter: "shape", expected: .number(from: "0.01", to: "1000000"))
    }
  }

  public var support: ClosedRange<Double> { 0...(.infinity) }
  public var mean: Double { scale * exponential(logGamma(1 + 1 / shape)) }
  public var variance: Double {
    // For a large shape the two terms nearly agree; expm1 keeps their difference.
    let (first, second) = (logGamma(1 + 1 / shape), logGamma(1 + 2 / shape))
    return scale * scale * exponential(2 * first) * exponentialMinusOne(second - 2 * first)
  }
  public var likely: Double { quantile(at: 0.5) }

  public func density(at x: Double) -> Double {
    if x < 0 || x == .infinity { return 0 }
    if x == 0 { return shape > 1 ? 0 : shape < 1 ? .infinity : 1 / scale }
    let risk = power(x / scale, shape)
    return risk == .infinity ? 0 : shape / x * risk * exponential(-risk)
  }
  public func distributionFunction(at x: Double) -> Double {
    x <= 0 ? 0 : -exponentialMinusOne(-power(x / scale, shape))
  }
  public func exceedanceProbability(above x: Double) -> Double {
    x <= 0 ? 1 : exponential(-power(x / scale, shape))
  }
  public func quantile(at p: Double) -> Double {
    scale * power(-logarithmOfOnePlus(-p), 1 / shape)
  }
  public func quantile(exceededWith tail: Double) -> Double {
    scale * power(-logarithm(tail), 1 / shape)
  }

  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) {
    forEachPiece(of: &lanes) { lanes, _, count in
      torreya_negate(lanes, lanes, count)
      torreya_log1p(lanes, lanes, count)
      torreya_negate(lanes, lanes, count)
      withUnsafePointer(to: 1 / shape) { torreya_power(lanes, lanes, 1, $0, 0, count) }
      withUnsafePointer(to: scale) { torreya_multiply(lanes, lanes, 1, $0, 0, count) }
    }
  }
}
