import Languages

/// How many of a known number of independent cases turn out in a given way.
public struct Binomial: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "binomial", chineseName: "二项分布",
    summary: "How many of a known number of independent cases succeed, each equally likely to.",
    forms: [
      .parameters([
        Parameter("count", .number, "the number of cases"),
        Parameter("probability", .probability, "the probability that one case succeeds"),
      ])
    ],
    example: #"{ "binomial": { "count": 12, "probability": 0.4 } }"#, isDiscrete: true)

  public let count, probability: Double
  private let table: CountTable?

  public init(_ values: ParameterValues) throws(ParameterError) {
    count = try values.wholeNumber(
      "count", in: 0...1e9,
      expected: .init(zh: "0 到 1000000000 的整数", en: "a whole number from 0 to 1000000000"))
    probability = try values.probability("probability")
    let (n, p) = (count, probability)
    guard n > 0, p > 0, p < 1, (n * p * (1 - p)).squareRoot() < CountTable.largestDeviation else {
      table = nil
      return
    }
    let mode = min(((n + 1) * p).rounded(.down), n)
    table = CountTable(
      mode: mode, probability: Self.density(at: mode, n, p), upTo: n
    ) { k in (n - k) / (k + 1) * (p / (1 - p)) }
  }

  public var support: ClosedRange<Double> {
    (probability == 1 ? count : 0)...(probability == 0 ? 0 : count)
  }
  public var mean: Double { count * probability }
  public var variance: Double { count * probability * (1 - probability) }
  public var likely: Double { quantile(at: 0.5) }

  public func density(at x: Double) -> Double {
    guard x >= 0, x <= count, x.rounded() == x else { return 0 }
    return Self.density(at: x, count, probability)
  }

  static func density(at k: Double, _ n: Double, _ p: Double) -> Double {
    if p == 0 { return k == 0 ? 1 : 0 }
    if p == 1 { return k == n ? 1 : 0 }
    if k == 0 { return exponential(n * logarithmOfOnePlus(-p)) }
    if k == n { return exponential(n * logarithm(p)) }
    let kernel = IncompleteBeta(alpha: k, beta: n - k).kernel(at: p, complement: 1 - p)
    return kernel * (n / (k * (n - k)))
  }

  public func distributionFunction(at x: Double) -> Double {
    if x < 0 { return 0 }
    return Self.probabilities(at: x.rounded(.down), count, probability).lower
  }

  static func probabilities(at k: Double, _ n: Double, _ p: Double)
    -> (lower: Double, upper: Double)
  {
    if k >= n || p == 0 { return (1, 0) }
    if p == 1 { return (0, 1) }
    let (lower, upper) = IncompleteBeta(alpha: k + 1, beta: n - k)
      .probabilities(at: p, complement: 1 - p)
    return (upper, lower)
  }

  public func exceedanceProbability(above x: Double) -> Double {
    if x < 0 { return 1 }
    return Self.probabilities(at: x.rounded(.down), count, probability).upper
  }

  public func quantile(exceededWith tail: Double) -> Double {
    let start = mean - StandardNormal.quantile(at: tail) * variance.squareRoot()
    return searchCount(exceededWith: tail, start: start, upTo: count) {
      Self.probabilities(at: $0, count, probability)
    }
  }

  public func quantile(at p: Double) -> Double {
    if let table { return table.quantile(at: p) }
    let start = mean + StandardNormal.quantile(at: p) * variance.squareRoot()
    return searchCount(at: p, start: start, upTo: count) {
      Self.probabilities(at: $0, count, probability)
    }
  }

  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) {
    if let table { return table.fill(&lanes) }
    if min(mean, count - mean) <= largestPlacedMean {
      return withUnsafePointer(to: probability) { probability in
        withUnsafePointer(to: count) { count in
          fillBinomialQuantiles(
            &lanes, probabilities: LaneOperand(probability, stride: 0),
            counts: LaneOperand(count, stride: 0))
        }
      }
    }
    for i in lanes.indices { lanes[i] = quantile(at: lanes[i]) }
  }
}
