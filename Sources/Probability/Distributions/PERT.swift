import Languages

/// Three points, smoothly joined: a low, a likely and a high figure.
public struct PERT: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "pert", chineseName: "三点估计（PERT）分布",
    summary: "A low, a likely and a high figure, with most of the weight near the likely one.",
    forms: [
      .parameters(
        ThreePoints.parameters + [
          Parameter("shape", .number, "how much the likely value weighs in the mean", default: 4),
          ThreePoints.meaning,
        ])
    ],
    example: #"{ "pert": { "low": 3800, "likely": 4300, "high": 4900 } }"#)

  /// The likeliest value.
  public let likely: Double
  private(set) var beta: Beta

  public init(_ values: ParameterValues) throws(ParameterError) {
    let points = try ThreePoints(values)
    likely = points.likely
    let shape = try values.positive("shape", default: 4)
    guard shape <= 1e6 else {
      throw ParameterError(parameter: "shape", expected: .number(above: "0", atMost: "1000000"))
    }
    let (low, high) = try points.bounds { share, rest in
      let beta = Beta(alpha: 1 + shape * share, beta: 1 + shape * rest, low: 0, high: 1)
      return (beta.quantile(at: points.tail), beta.quantile(exceededWith: points.tail))
    }
    let width = high - low
    beta = Beta(
      alpha: 1 + shape * ((likely - low) / width), beta: 1 + shape * ((high - likely) / width),
      low: low, high: high)
  }

  public var support: ClosedRange<Double> { beta.support }
  public var mean: Double { beta.mean }
  public var variance: Double { beta.variance }

  public func density(at x: Double) -> Double { beta.density(at: x) }
  public func distributionFunction(at x: Double) -> Double { beta.distributionFunction(at: x) }
  public func exceedanceProbability(above x: Double) -> Double {
    beta.exceedanceProbability(above: x)
  }
  /// - Accuracy: that of `Beta`.
  public func quantile(at p: Double) -> Double { beta.quantile(at: p) }
  public func quantile(exceededWith tail: Double) -> Double { beta.quantile(exceededWith: tail) }

  /// - Accuracy: 1e-10 standard deviations.
  public func prepared() -> PERT {
    var copy = self
    copy.beta = beta.prepared()
    return copy
  }

  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) { beta.fillQuantiles(&lanes) }
}
