import Languages

/// Bins with their probabilities, and within each bin any value as likely as another.
public struct Histogram: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "histogram", chineseName: "直方图分布",
    summary: "Ranges of values with their probabilities, as a survey or a grouped table has them.",
    forms: [
      .rows([
        Parameter("low", .value, "where the bin begins"),
        Parameter("high", .value, "where it ends"),
        Parameter("probability", .probability, "of a value in the bin; all of them sum to 1"),
      ])
    ],
    example: #"{ "histogram": [{ "low": 0, "high": 50, "probability": 0.6 }, "#
      + #"{ "low": 50, "high": 200, "probability": 0.4 }] }"#)

  /// A bin that can be met, with the probabilities of all below it and above it.
  private struct Bin {
    let low, high, probability: Double
    let below, above: Double

    var width: Double { high - low }

    // Counted from the nearer end, so that both tails keep their digits.
    @inline(__always)
    func quantile(at p: Double) -> Double {
      p < 0.5 ? lower(p) : upper(1 - p)
    }
    @inline(__always)
    func lower(_ p: Double) -> Double {
      min(low + width * min(max((p - below) / probability, 0), 1), high)
    }
    @inline(__always)
    func upper(_ q: Double) -> Double {
      max(high - width * min(max((q - above) / probability, 0), 1), low)
    }
  }

  private let bins: [Bin]
  private let table: CumulativeTable

  public init(_ values: ParameterValues) throws(ParameterError) {
    var rows: [(low: Double, high: Double, probability: Double)] = []
    for (index, row) in values.rows.enumerated() {
      do throws(ParameterError) {
        let low = try row.number("low")
        let high = try row.number("high", above: "low", at: low)
        rows.append((low, high, try row.probability("probability")))
      } catch { throw error.inRow(index) }
      if index > 0, rows[index].low < rows[index - 1].high {
        throw ParameterError(
          parameter: "low",
          expected: .init(zh: "不小于前一组 high 的数", en: "a number at or above high of the bin before"),
          row: index)
      }
    }
    let sum = rows.reduce(0) { $0 + $1.probability }
    guard abs(sum - 1) < 1e-9 else {
      throw ParameterError(
        parameter: "probability",
        expected: rows.isEmpty
          ? .init(zh: "至少一组", en: "at least one bin")
          : .init(
            zh: "合计为 1 的概率，这里合计为 \(sum)", en: "probabilities that sum to 1, which sum to \(sum)"))
    }
    let met = rows.filter { $0.probability > 0 }
    table = CumulativeTable(probabilities: met.map(\.probability))
    let table = table
    bins = met.enumerated().map { index, row in
      Bin(
        low: row.low, high: row.high, probability: row.probability / sum,
        below: index == 0 ? 0 : table.cumulative(index - 1), above: table.exceedance(index))
    }
  }

  public var support: ClosedRange<Double> { bins[0].low...bins[bins.count - 1].high }
  public var mean: Double {
    bins.reduce(0) { $0 + $1.probability * ($1.low + $1.width / 2) }
  }
  public var variance: Double {
    let mean = mean
    return bins.reduce(0) { sum, bin in
      let distance = bin.low + bin.width / 2 - mean
      return sum + bin.probability * (bin.width * bin.width / 12 + distance * distance)
    }
  }
  public var likely: Double { quantile(at: 0.5) }

  /// The last bin that begins at or below `x`; nil below all of them.
  private func bin(atOrBelow x: Double) -> Bin? { bins.last { $0.low <= x } }

  public func density(at x: Double) -> Double {
    guard let bin = bin(atOrBelow: x), x <= bin.high else { return 0 }
    return bin.probability / bin.width
  }
  public func distributionFunction(at x: Double) -> Double {
    guard let bin = bin(atOrBelow: x) else { return 0 }
    if x >= bin.high { return bin.above == 0 ? 1 : bin.below + bin.probability }
    return bin.below + bin.probability * ((x - bin.low) / bin.width)
  }
  public func exceedanceProbability(above x: Double) -> Double {
    guard let bin = bin(atOrBelow: x) else { return 1 }
    return x >= bin.high
      ? bin.above : bin.above + bin.probability * ((bin.high - x) / bin.width)
  }
  public func quantile(at p: Double) -> Double { bins[table.outcome(at: p)].quantile(at: p) }

  public func quantile(exceededWith q: Double) -> Double {
    q < 0.5 ? bins[table.outcome(exceededWith: q)].upper(q) : quantile(at: 1 - q)
  }

  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) {
    bins.withUnsafeBufferPointer { bins in
      forEachPiece(of: &lanes) { lanes, scratch, count in
        scratch.update(from: lanes, count: count)
        var outcomes = UnsafeMutableBufferPointer(start: scratch, count: count).mutableSpan
        table.fill(&outcomes, first: 0)
        for i in 0..<count { lanes[i] = bins[Int(scratch[i])].quantile(at: lanes[i]) }
      }
    }
  }
}
