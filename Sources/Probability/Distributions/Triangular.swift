import CKernels

/// A density that rises in a straight line to the likeliest value and falls in another.
public struct Triangular: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "triangular", chineseName: "三角分布",
    summary: "A low, a likely and a high figure, and nothing more known.",
    forms: [
      .parameters(ThreePoints.parameters + [ThreePoints.meaning])
    ],
    example: #"{ "triangular": { "low": 20, "likely": 30, "high": 70 } }"#)

  public let low, likely, high: Double
  private let width, atLikely: Double

  public init(_ values: ParameterValues) throws(ParameterError) {
    let points = try ThreePoints(values)
    likely = points.likely
    let tail = points.tail
    (low, high) = try points.bounds { share, rest in
      // Beyond the likeliest value the other side's straight line holds.
      let lower =
        tail < share ? (tail * share).squareRoot() : 1 - ((1 - tail) * rest).squareRoot()
      let upper =
        tail < rest ? 1 - (tail * rest).squareRoot() : ((1 - tail) * share).squareRoot()
      return (lower, upper)
    }
    width = high - low
    atLikely = (likely - low) / width
  }

  public var support: ClosedRange<Double> { low...high }
  public var mean: Double { low + width * (1 + atLikely) / 3 }
  public var variance: Double {
    width * width * (1 - atLikely + atLikely * atLikely) / 18
  }

  public func density(at x: Double) -> Double {
    guard x >= low, x <= high else { return 0 }
    if x < likely { return 2 * ((x - low) / width) / (likely - low) }
    return x == likely ? 2 / width : 2 * ((high - x) / width) / (high - likely)
  }
  public func distributionFunction(at x: Double) -> Double {
    if x <= low { return 0 }
    if x >= high { return 1 }
    if x < likely { return (x - low) / width * ((x - low) / (likely - low)) }
    return 1 - (high - x) / width * ((high - x) / (high - likely))
  }
  public func exceedanceProbability(above x: Double) -> Double {
    if x <= low { return 1 }
    if x >= high { return 0 }
    if x >= likely { return (high - x) / width * ((high - x) / (high - likely)) }
    // Where likely is high, the upper tail is the difference of squares.
    return ((high - x) * (likely - low) + (x - low) * (likely - x)) / width / (likely - low)
  }
  public func quantile(exceededWith tail: Double) -> Double {
    if tail <= 1 - atLikely { return high - width * (tail * (1 - atLikely)).squareRoot() }
    // Next to likely, at the upper bound or not, the square root of nearly atLikely².
    return low + width * ((1 - tail) * atLikely).squareRoot()
  }
  public func quantile(at p: Double) -> Double {
    p < atLikely
      ? low + width * (p * atLikely).squareRoot()
      : high - width * ((1 - p) * (1 - atLikely)).squareRoot()
  }

  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) {
    let (rise, fall) = (atLikely, 1 - atLikely)
    forEachPiece(of: &lanes) { lanes, scratch, count in
      for i in 0..<count {
        let p = lanes[i]
        scratch[i] = p < rise ? p * rise : (1 - p) * fall
      }
      torreya_square_root(scratch, scratch, count)
      for i in 0..<count {
        let distance = width * scratch[i]
        lanes[i] = lanes[i] < rise ? low + distance : high - distance
      }
    }
  }
}
