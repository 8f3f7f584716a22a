import Languages

/// A number of happenings that varies more than chance alone would have it.
public struct NegativeBinomial: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "negativeBinomial", chineseName: "负二项分布",
    summary: "A number of happenings that varies more than a Poisson number with the same mean.",
    forms: [
      .parameters([
        Parameter("mean", .value, "the mean"),
        Parameter("standardDeviation", .spread, "the standard deviation"),
      ]),
      .parameters([
        Parameter("mean", .value, "the mean"),
        Parameter("dispersion", .number, "(variance - mean) / mean²"),
      ]),
    ],
    example: #"{ "negativeBinomial": { "mean": 180, "standardDeviation": 60 } }"#,
    isDiscrete: true)

  public let mean, dispersion: Double
  private let table: CountTable?

  public init(_ values: ParameterValues) throws(ParameterError) {
    let mean = try values.positive("mean")
    guard mean >= 1e-9, mean <= 1e12 else {
      throw ParameterError(
        parameter: "mean", expected: .number(above: "0", atMost: "1000000000000"))
    }
    var dispersion: Double
    if values.has("dispersion") {
      dispersion = try values.positive("dispersion")
    } else {
      let deviation = try values.positive("standardDeviation")
      dispersion = (deviation * deviation - mean) / mean / mean
    }
    guard dispersion >= 1e-8, dispersion <= 1e6 else {
      let isDirect = values.has("dispersion")
      throw ParameterError(
        parameter: isDirect ? "dispersion" : "standardDeviation",
        expected: isDirect
          ? .number(from: "0.00000001", to: "1000000")
          : .init(
            zh: "明显大于 mean 的平方根的数（等于平方根时用 poisson）",
            en: "a number well above the square root of mean (at that root, use poisson)"))
    }
    (self.mean, self.dispersion) = (mean, dispersion)
    let size = 1 / dispersion
    guard (mean + dispersion * mean * mean).squareRoot() < CountTable.largestDeviation else {
      table = nil
      return
    }
    let mode = max(((size - 1) * mean / size).rounded(.down), 0)
    let odds = dispersion * mean / (1 + dispersion * mean)
    table = CountTable(
      mode: mode, probability: Self.density(at: mode, mean, dispersion), upTo: .infinity
    ) { k in (k + size) / (k + 1) * odds }
  }

  public var support: ClosedRange<Double> { 0...(.infinity) }
  public var variance: Double { mean + dispersion * mean * mean }
  public var likely: Double { quantile(at: 0.5) }

  public func density(at x: Double) -> Double {
    guard x >= 0, x < .infinity, x.rounded() == x else { return 0 }
    return Self.density(at: x, mean, dispersion)
  }

  private static func density(at k: Double, _ mean: Double, _ dispersion: Double) -> Double {
    let product = dispersion * mean
    if k == 0 { return exponential(-logarithmOfOnePlus(product) / dispersion) }
    let success = 1 / (1 + product)
    return IncompleteBeta(alpha: 1 / dispersion, beta: k)
      .kernel(at: success, complement: product * success) / k
  }

  public func distributionFunction(at x: Double) -> Double {
    if x < 0 { return 0 }
    return x == .infinity ? 1 : probabilities(at: x.rounded(.down)).lower
  }

  private func probabilities(at k: Double) -> (lower: Double, upper: Double) {
    let product = dispersion * mean
    let success = 1 / (1 + product)
    return IncompleteBeta(alpha: 1 / dispersion, beta: k + 1)
      .probabilities(at: success, complement: product * success)
  }

  public func exceedanceProbability(above x: Double) -> Double {
    if x < 0 { return 1 }
    return x == .infinity ? 0 : probabilities(at: x.rounded(.down)).upper
  }

  public func quantile(exceededWith tail: Double) -> Double {
    let start = mean - StandardNormal.quantile(at: tail) * variance.squareRoot()
    return searchCount(exceededWith: tail, start: start, upTo: 0x1p53) { probabilities(at: $0) }
  }

  public func quantile(at p: Double) -> Double {
    if let table { return table.quantile(at: p) }
    let start = mean + StandardNormal.quantile(at: p) * variance.squareRoot()
    return searchCount(at: p, start: start, upTo: 0x1p53, probabilities)
  }

  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) {
    if let table { return table.fill(&lanes) }
    for i in lanes.indices { lanes[i] = quantile(at: lanes[i]) }
  }
}
