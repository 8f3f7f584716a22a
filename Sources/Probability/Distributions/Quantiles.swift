import Languages

/// The smooth distribution through the percentiles that a planner can judge: a metalog.
public struct Quantiles: Distribution {
  /// The percentiles by their keys, in ascending order.
  static let percentiles: [(key: String, probability: Double)] = [
    ("p01", 0.01), ("p05", 0.05), ("p10", 0.1), ("p20", 0.2), ("p25", 0.25), ("p30", 0.3),
    ("p40", 0.4), ("p50", 0.5), ("p60", 0.6), ("p70", 0.7), ("p75", 0.75), ("p80", 0.8),
    ("p90", 0.9), ("p95", 0.95), ("p99", 0.99),
  ]

  /// The percentiles, none of which must be there, and the bounds.
  static let parameters: [Parameter] =
    percentiles.map { key, probability in
      Parameter(key, .value, summary(ofPercentile: probability), isRequired: false)
    } + [
      Parameter("low", .value, "the smallest possible value, if any", isRequired: false),
      Parameter("high", .value, "the largest possible value, if any", isRequired: false),
    ]

  public static let descriptor = DistributionDescriptor(
    name: "quantiles", chineseName: "分位数分布",
    summary: "Three to nine percentiles that a planner can judge, and bounds if there are any.",
    forms: [.parameters(parameters)],
    example: #"{ "quantiles": { "p10": 1800, "p50": 2200, "p90": 2700 } }"#)

  let metalog: Metalog

  public init(_ values: ParameterValues) throws(ParameterError) {
    let keys = Self.percentiles.filter { values.has($0.key) }
    guard (3...MetalogCurve.termsMaximum).contains(keys.count) else {
      throw ParameterError(
        parameter: keys.count < 3 ? "p50" : keys[MetalogCurve.termsMaximum].key,
        expected: .init(
          zh: "三到九个百分位数，如 p10、p50 和 p90", en: "three to nine percentiles, such as p10, p50 and p90")
      )
    }
    var points: [(probability: Double, value: Double)] = []
    for (key, probability) in keys {
      let value =
        if let last = points.last {
          try values.number(key, above: keys[points.count - 1].key, at: last.value)
        } else {
          try values.number(key)
        }
      points.append((probability, value))
    }
    let scale = try Metalog.scale(values, points)
    do throws(ParameterError) {
      metalog = try Metalog(points: points, scale: scale, terms: points.count)
    } catch {
      let middle = keys[keys.count / 2].key
      guard keys.count == 3 else {
        throw ParameterError(
          parameter: middle,
          expected: .init(
            zh: error.expected.zh.replacing("减少项数", with: "减少百分位数"),
            en: error.expected.en.replacing("fewer terms", with: "fewer percentiles")))
      }
      throw ParameterError(
        parameter: middle,
        expected: .init(
          zh: "更靠近 \(keys[0].key) 与 \(keys[2].key) 中间的数；没有光滑的曲线会这么偏"
            + (scale == .whole ? "，除非用 low 或 high 限定" : ""),
          en: "a number nearer to the middle of \(keys[0].key) and \(keys[2].key); "
            + "no smooth curve is so skew"
            + (scale == .whole ? " unless low or high bounds it" : "")))
    }
  }

  private static func summary(ofPercentile probability: Double) -> String {
    let below = Int((probability * 100).rounded())
    return below == 50
      ? "as often exceeded as not" : "exceeded by \(100 - below) % of all"
  }

  public var support: ClosedRange<Double> { metalog.support }
  public var likely: Double { metalog.likely }
  /// Infinite where the tail is too heavy.
  public var mean: Double { metalog.mean }
  public var variance: Double { metalog.variance }

  public func density(at x: Double) -> Double { metalog.density(at: x) }
  public func distributionFunction(at x: Double) -> Double {
    metalog.distributionFunction(at: x)
  }
  public func exceedanceProbability(above x: Double) -> Double {
    metalog.exceedanceProbability(above: x)
  }
  public func quantile(at p: Double) -> Double { metalog.quantile(at: p) }
  public func quantile(exceededWith q: Double) -> Double { metalog.quantile(exceededWith: q) }
  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) { metalog.fillQuantiles(&lanes) }
}
