import Languages

/// One of the values that were observed, all equally likely.
public struct Empirical: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "empirical", chineseName: "经验分布",
    summary: "One of the values that were observed, all of them equally likely.",
    forms: [.values], example: #"{ "empirical": [12, 15, 9, 22, 15] }"#, isDiscrete: true)

  private let discrete: Discrete

  public init(_ values: ParameterValues) throws(ParameterError) {
    let rows = values.table.map(\.value).sorted()
    guard !rows.isEmpty, rows.allSatisfy(\.isFinite) else {
      throw ParameterError(parameter: "values", expected: .values)
    }
    discrete = Discrete(rows: rows.map { ($0, 1 / Double(rows.count)) })
  }

  public var support: ClosedRange<Double> { discrete.support }
  public var mean: Double { discrete.mean }
  public var variance: Double { discrete.variance }
  public var likely: Double { discrete.likely }

  public func density(at x: Double) -> Double { discrete.density(at: x) }
  public func distributionFunction(at x: Double) -> Double {
    discrete.distributionFunction(at: x)
  }
  public func exceedanceProbability(above x: Double) -> Double {
    discrete.exceedanceProbability(above: x)
  }
  public func quantile(exceededWith tail: Double) -> Double {
    discrete.quantile(exceededWith: tail)
  }
  public func quantile(at p: Double) -> Double { discrete.quantile(at: p) }
  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) { discrete.fillQuantiles(&lanes) }
}
