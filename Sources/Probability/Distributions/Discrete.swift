import Languages

/// One of a few values, each with its own probability.
public struct Discrete: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "discrete", chineseName: "离散分布",
    summary: "One of a few values, each with its own probability.", forms: [.table],
    example: #"{ "discrete": { "1": 0.5, "2": 0.35, "3": 0.15 } }"#, isDiscrete: true)

  /// In ascending order, each once.
  public let values: [Double]
  public let probabilities: [Double]
  private let table: CumulativeTable

  public init(_ values: ParameterValues) throws(ParameterError) {
    let rows = values.table.sorted { $0.value < $1.value }
    guard !rows.isEmpty, rows.allSatisfy({ $0.value.isFinite }) else {
      throw ParameterError(parameter: "values", expected: .values)
    }
    guard rows.allSatisfy({ $0.probability >= 0 && $0.probability <= 1 }) else {
      throw ParameterError(
        parameter: "probabilities", expected: .init(zh: "0 到 1 的数", en: "numbers from 0 to 1"))
    }
    guard abs(rows.reduce(0) { $0 + $1.probability } - 1) < 1e-9 else {
      throw ParameterError(
        parameter: "probabilities", expected: .init(zh: "合计为 1 的数", en: "numbers that sum to 1"))
    }
    self.init(rows: rows)
  }

  /// - Precondition: ascending values; probabilities that sum to about one.
  init(rows: [(value: Double, probability: Double)]) {
    var merged: [(value: Double, probability: Double)] = []
    for row in rows where row.probability > 0 {
      if let last = merged.last, last.value == row.value {
        merged[merged.count - 1].probability += row.probability
      } else {
        merged.append(row)
      }
    }
    values = merged.map(\.value)
    probabilities = merged.map(\.probability)
    table = CumulativeTable(probabilities: probabilities)
  }

  public var support: ClosedRange<Double> { (values.first ?? 0)...(values.last ?? 0) }
  public var mean: Double {
    zip(values, probabilities).reduce(0) { $0 + $1.0 * $1.1 }
  }
  public var variance: Double {
    let mean = mean
    return zip(values, probabilities).reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) * $1.1 }
  }
  public var likely: Double { quantile(at: 0.5) }

  public func density(at x: Double) -> Double {
    let index = lastIndex(atOrBelow: x)
    return index >= 0 && values[index] == x ? probabilities[index] : 0
  }
  public func distributionFunction(at x: Double) -> Double {
    let index = lastIndex(atOrBelow: x)
    return index >= 0 ? table.cumulative(index) : 0
  }
  public func exceedanceProbability(above x: Double) -> Double {
    let index = lastIndex(atOrBelow: x)
    return index >= 0 ? table.exceedance(index) : 1
  }
  public func quantile(exceededWith tail: Double) -> Double {
    values[table.outcome(exceededWith: tail)]
  }
  public func quantile(at p: Double) -> Double { values[table.outcome(at: p)] }
  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) {
    table.fill(&lanes, values: values)
  }

  private func lastIndex(atOrBelow x: Double) -> Int {
    var (low, high) = (0, values.count)
    while low < high {
      let middle = (low + high) / 2
      if values[middle] <= x { low = middle + 1 } else { high = middle }
    }
    return low - 1
  }
}
