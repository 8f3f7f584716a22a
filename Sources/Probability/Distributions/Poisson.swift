import Languages

/// A number of happenings, each independent of the others.
public struct Poisson: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "poisson", chineseName: "泊松分布",
    summary: "A number of independent happenings, such as typhoons in a year.",
    forms: [.parameters([Parameter("mean", .value, "the mean number")])],
    example: #"{ "poisson": { "mean": 2.4 } }"#, isDiscrete: true)

  public let mean: Double
  private let table: CountTable?

  public init(_ values: ParameterValues) throws(ParameterError) {
    let mean = try values.number("mean")
    guard mean >= 0, mean <= 1e10 else {
      throw ParameterError(parameter: "mean", expected: .number(from: "0", to: "10000000000"))
    }
    self.mean = mean
    guard mean > 0, mean.squareRoot() < CountTable.largestDeviation else {
      table = nil
      return
    }
    let mode = mean.rounded(.down)
    table = CountTable(
      mode: mode, probability: Self.density(at: mode, mean), upTo: .infinity
    ) { k in mean / (k + 1) }
  }

  public var support: ClosedRange<Double> { 0...(mean == 0 ? 0 : .infinity) }
  public var variance: Double { mean }
  public var likely: Double { quantile(at: 0.5) }

  public func density(at x: Double) -> Double {
    guard x >= 0, x < .infinity, x.rounded() == x else { return 0 }
    return Self.density(at: x, mean)
  }

  static func density(at k: Double, _ mean: Double) -> Double {
    if k == 0 { return exponential(-mean) }
    return IncompleteGamma(shape: k).kernel(at: mean) / k
  }

  public func distributionFunction(at x: Double) -> Double {
    if x < 0 { return 0 }
    return x == .infinity ? 1 : Self.probabilities(at: x.rounded(.down), mean).lower
  }

  static func probabilities(at k: Double, _ mean: Double) -> (lower: Double, upper: Double) {
    let (lower, upper) = IncompleteGamma(shape: k + 1).probabilities(at: mean)
    return (upper, lower)
  }

  public func exceedanceProbability(above x: Double) -> Double {
    if x < 0 { return 1 }
    return x == .infinity ? 0 : Self.probabilities(at: x.rounded(.down), mean).upper
  }

  public func quantile(exceededWith tail: Double) -> Double {
    if mean == 0 { return 0 }
    let start = mean - StandardNormal.quantile(at: tail) * variance.squareRoot()
    return searchCount(exceededWith: tail, start: start, upTo: 0x1p53) {
      Self.probabilities(at: $0, mean)
    }
  }

  public func quantile(at p: Double) -> Double {
    if let table { return table.quantile(at: p) }
    if mean == 0 { return 0 }
    let start = mean + StandardNormal.quantile(at: p) * mean.squareRoot()
    return searchCount(at: p, start: start, upTo: 0x1p53) { Self.probabilities(at: $0, mean) }
  }

  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) {
    if let table { return table.fill(&lanes) }
    if mean <= largestPlacedMean {
      return withUnsafePointer(to: mean) {
        fillPoissonQuantiles(&lanes, means: LaneOperand($0, stride: 0))
      }
    }
    for i in lanes.indices { lanes[i] = quantile(at: lanes[i]) }
  }
}
