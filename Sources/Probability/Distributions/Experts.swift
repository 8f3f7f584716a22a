import Languages

/// What several experts say, pooled with weights.
///
/// - Source: R. T. Clemen, R. L. Winkler, "Combining probability distributions from experts in
///   risk analysis", Risk Analysis 19 (1999), 187–203.
public struct Experts: Distribution {
  /// How opinions become one distribution.
  enum Pooling: String, CaseIterable {
    /// One of the experts is right, each as probably as the weights say.
    case linear
    /// At each probability the mean of what they say.
    case quantileAverage
  }

  private static let opinion: [Parameter] =
    [
      Parameter("name", .text, "who says so", isRequired: false),
      Parameter("weight", .number, "how much it counts beside the others", default: 1),
    ] + Quantiles.parameters + [
      Parameter(
        "distribution", .distribution(.any), "instead of percentiles, another distribution",
        isRequired: false)
    ]

  public static let descriptor = DistributionDescriptor(
    name: "experts", chineseName: "专家意见合并",
    summary: "What several experts judge, each by percentiles or in another way, with weights.",
    forms: [
      .rows(opinion),
      .parameters([
        Parameter("opinions", .rows(opinion), "a list of objects as above"),
        Parameter(
          "pool", .choice(Pooling.allCases.map(\.rawValue)),
          "`linear` (usual): one of them is right, each as probably as its weight says; "
            + "`quantileAverage`: at each probability the mean of their values, which is narrower",
          isRequired: false),
      ]),
    ],
    example: #"{ "experts": [{ "name": "财政所", "weight": 2, "p10": 38, "p50": 43, "p90": 49 }, "#
      + #"{ "name": "税务分局", "p10": 35, "p50": 44, "p90": 56 }] }"#)

  private enum Pool {
    case linear(LinearPool)
    case averaged(QuantileAverage)
  }

  private var pool: Pool
  /// Once prepared, for a linear pool.
  private var table: PooledQuantileTable?

  public init(_ values: ParameterValues) throws(ParameterError) {
    var members: [(weight: Double, distribution: any Distribution)] = []
    let pooling = values.choices["pool"].flatMap(Pooling.init(rawValue:)) ?? .linear
    for (index, row) in values.rows.enumerated() {
      do throws(ParameterError) {
        members.append((try row.positive("weight", default: 1), try Self.opinion(row, pooling)))
      } catch { throw error.inRow(index) }
    }
    guard !members.isEmpty else {
      throw ParameterError(
        parameter: "opinions", expected: .init(zh: "至少一位专家", en: "at least one expert"))
    }
    let linear = LinearPool(members)
    pool = pooling == .linear ? .linear(linear) : .averaged(QuantileAverage(linear))
  }

  private static func opinion(
    _ row: ParameterValues, _ pooling: Pooling
  ) throws(ParameterError) -> any Distribution {
    guard let distribution = row.distribution else { return try Quantiles(row) }
    if let parameter = Quantiles.parameters.first(where: { row.has($0.name) }) {
      throw ParameterError(
        parameter: parameter.name,
        expected: .init(
          zh: "百分位数或另一种分布，不能两者都写", en: "percentiles or another distribution, not both"))
    }
    // A mean of values that jump at different probabilities has values that nobody named.
    if pooling == .quantileAverage, !distribution.isContinuous {
      throw ParameterError(
        parameter: "distribution",
        expected: .init(
          zh: "不写单个的值（没有人说出它们的均值），或把合并方式改为 linear",
          en: "no single values, whose mean nobody has named; "
            + "or the pool linear"))
    }
    return distribution
  }

  public func prepared() -> Experts {
    var copy = self
    switch pool {
    case .linear(let linear): copy.table = PooledQuantileTable(of: self, linear)
    case .averaged(let average): copy.pool = .averaged(average.prepared())
    }
    return copy
  }

  public var isDiscrete: Bool { linear?.isDiscrete ?? false }
  public var isContinuous: Bool { linear?.isContinuous ?? true }
  private var linear: LinearPool? { if case .linear(let linear) = pool { linear } else { nil } }

  public var support: ClosedRange<Double> {
    switch pool {
    case .linear(let linear): linear.support
    case .averaged(let average): average.support
    }
  }
  public var mean: Double {
    switch pool {
    case .linear(let linear): linear.mean
    case .averaged(let average): average.mean
    }
  }
  public var variance: Double {
    switch pool {
    case .linear(let linear): linear.variance
    case .averaged(let average): average.variance
    }
  }
  public var likely: Double { quantile(at: 0.5) }

  public func density(at x: Double) -> Double {
    switch pool {
    case .linear(let linear): linear.density(at: x)
    case .averaged(let average): average.density(at: x)
    }
  }
  public func distributionFunction(at x: Double) -> Double {
    switch pool {
    case .linear(let linear): linear.distributionFunction(at: x)
    case .averaged(let average): average.distributionFunction(at: x)
    }
  }
  public func exceedanceProbability(above x: Double) -> Double {
    switch pool {
    case .linear(let linear): linear.exceedanceProbability(above: x)
    case .averaged(let average): average.exceedanceProbability(above: x)
    }
  }
  public func quantile(at p: Double) -> Double {
    switch pool {
    case .linear(let linear): linear.quantile(at: p)
    case .averaged(let average): average.quantile(at: p)
    }
  }

  public func quantile(exceededWith q: Double) -> Double {
    switch pool {
    case .linear(let linear): linear.quantile(tail: q, isUpper: true)
    case .averaged(let average): average.quantile(exceededWith: q)
    }
  }

  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) {
    if case .averaged(let average) = pool { return average.fillQuantiles(&lanes) }
    guard let table else {
      for i in lanes.indices { lanes[i] = quantile(at: lanes[i]) }
      return
    }
    table.fill(&lanes) { quantile(at: $0) }
  }
}
