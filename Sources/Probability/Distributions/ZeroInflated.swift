import Languages

/// A count that may also be zero because nothing can happen at all.
///
/// - Source: Diane Lambert, "Zero-inflated Poisson regression, with an application to defects in
///   manufacturing", Technometrics 34 (1992), 1–14.
public struct ZeroInflated: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "zeroInflated", chineseName: "零膨胀计数分布",
    summary: "A count that is zero more often than its distribution alone would have it.",
    forms: [
      .parameters([
        Parameter("probability", .probability, "the probability that nothing can happen at all"),
        Parameter("distribution", .distribution(.counts), "how many happen otherwise"),
      ])
    ],
    example: #"{ "zeroInflated": { "probability": 0.3, "poisson": { "mean": 2.4 } } }"#,
    isDiscrete: true)

  /// The probability that nothing can happen, and that something can.
  public let probability: Double
  private let rest: Double
  private var counts: any Distribution
  /// The probability of a zero for either reason.
  private let zero: Double

  public init(_ values: ParameterValues) throws(ParameterError) {
    probability = try values.probability("probability")
    guard probability < 1 else {
      throw ParameterError(
        parameter: "probability", expected: .init(zh: "小于 1 的概率", en: "a probability below 1"))
    }
    guard let counts = values.distribution else {
      throw ParameterError(
        parameter: "distribution",
        expected: .oneOf(Distributions.names(DistributionKind.counts)))
    }
    self.counts = counts
    rest = 1 - probability
    zero = probability + rest * counts.distributionFunction(at: 0)
  }

  public func prepared() -> ZeroInflated {
    var copy = self
    copy.counts = counts.prepared()
    return copy
  }

  public var support: ClosedRange<Double> {
    (probability > 0 ? 0 : counts.support.lowerBound)...counts.support.upperBound
  }
  public var mean: Double { rest * counts.mean }
  public var variance: Double {
    rest * (counts.variance + probability * counts.mean * counts.mean)
  }
  public var likely: Double { quantile(at: 0.5) }

  public func density(at x: Double) -> Double {
    rest * counts.density(at: x) + (x == 0 ? probability : 0)
  }
  public func distributionFunction(at x: Double) -> Double {
    x < 0 ? 0 : probability + rest * counts.distributionFunction(at: x)
  }
  public func exceedanceProbability(above x: Double) -> Double {
    x < 0 ? 1 : rest * counts.exceedanceProbability(above: x)
  }

  public func quantile(at p: Double) -> Double {
    p <= zero ? 0 : counts.quantile(at: inner(p))
  }
  public func quantile(exceededWith q: Double) -> Double {
    exceedanceProbability(above: 0) <= q ? 0 : counts.quantile(exceededWith: q / rest)
  }
  /// The probability for the counts alone, counted from the nearer end.
  @inline(__always)
  private func inner(_ p: Double) -> Double {
    let inner = p < 0.5 ? (p - probability) / rest : 1 - (1 - p) / rest
    return max(inner, .leastNormalMagnitude)
  }

  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) {
    // The lanes are needed twice: a zero is known by its probability.
    forEachPiece(of: &lanes) { lanes, scratch, count in
      for i in 0..<count { scratch[i] = inner(lanes[i]) }
      var piece = UnsafeMutableBufferPointer(start: scratch, count: count).mutableSpan
      counts.fillQuantiles(&piece)
      for i in 0..<count { lanes[i] = lanes[i] <= zero ? 0 : scratch[i] }
    }
  }
}
