import Languages

/// One of several distributions, each with a probability.
public struct Mixture: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "mixture", chineseName: "混合分布",
    summary: "Different cases, each with a weight and a distribution of its own.",
    forms: [
      .rows([
        Parameter("weight", .number, "how probable the case is beside the others", default: 1),
        Parameter("distribution", .distribution(.any), "how the value is distributed then"),
      ])
    ],
    example: #"{ "mixture": [{ "weight": 0.7, "#
      + #""normal": { "mean": 100, "standardDeviation": 10 } }, "#
      + #"{ "weight": 0.3, "lognormal": { "median": 160, "p90": 300 } }] }"#)

  private let pool: LinearPool
  /// Once prepared.
  private var table: PooledQuantileTable?

  public init(_ values: ParameterValues) throws(ParameterError) {
    var members: [(weight: Double, distribution: any Distribution)] = []
    for (index, row) in values.rows.enumerated() {
      do throws(ParameterError) {
        let weight = try row.positive("weight", default: 1)
        guard let distribution = row.distribution else {
          throw ParameterError(
            parameter: "distribution", expected: .init(zh: "分布", en: "a distribution"))
        }
        members.append((weight, distribution))
      } catch { throw error.inRow(index) }
    }
    guard !members.isEmpty else {
      throw ParameterError(
        parameter: "distribution", expected: .init(zh: "至少一个分布", en: "at least one distribution"))
    }
    pool = LinearPool(members)
  }

  public func prepared() -> Mixture {
    var copy = self
    copy.table = PooledQuantileTable(of: self, pool)
    return copy
  }

  public var isDiscrete: Bool { pool.isDiscrete }
  public var isContinuous: Bool { pool.isContinuous }
  public var support: ClosedRange<Double> { pool.support }
  public var mean: Double { pool.mean }
  public var variance: Double { pool.variance }
  public var likely: Double { quantile(at: 0.5) }

  /// Where some cases are discrete and others are not, it is infinite at the values of the former.
  public func density(at x: Double) -> Double { pool.density(at: x) }
  public func distributionFunction(at x: Double) -> Double { pool.distributionFunction(at: x) }
  public func exceedanceProbability(above x: Double) -> Double {
    pool.exceedanceProbability(above: x)
  }
  public func quantile(at p: Double) -> Double { pool.quantile(at: p) }
  public func quantile(exceededWith q: Double) -> Double {
    pool.quantile(tail: q, isUpper: true)
  }

  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) {
    guard let table else {
      for i in lanes.indices { lanes[i] = quantile(at: lanes[i]) }
      return
    }
    table.fill(&lanes) { pool.quantile(at: $0) }
  }
}
