import CKernels
import Languages

/// The smooth distribution through quantiles that somebody has given, bounded or not.
///
/// - Source: Thomas W. Keelin, "The metalog distributions", Decision Analysis 13 (2016), 243–277.
public struct Metalog: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "metalog", chineseName: "元对数分布",
    summary: "A smooth curve through three to nine quantiles at any probabilities.",
    forms: [
      .parameters([
        Parameter("quantiles", .quantiles, "the values at three to nine probabilities"),
        Parameter("low", .value, "the smallest possible value, if any", isRequired: false),
        Parameter("high", .value, "the largest possible value, if any", isRequired: false),
        Parameter(
          "terms", .number,
          "how many terms the curve has; as many as quantiles if left out, "
            + "fewer for a least-squares fit", isRequired: false),
      ])
    ],
    example: #"{ "metalog": { "quantiles": { "0.05": 14, "0.25": 19, "0.5": 24, "0.9": 40 }, "#
      + #""low": 0 } }"#)

  let curve: MetalogCurve
  let scale: MetalogScale
  public let support: ClosedRange<Double>
  public let likely: Double

  public init(_ values: ParameterValues) throws(ParameterError) {
    let count = values.points.count
    guard (3...MetalogCurve.termsMaximum).contains(count) else {
      throw ParameterError(
        parameter: "quantiles", expected: .init(zh: "三到九个分位数", en: "three to nine quantiles"))
    }
    let points = try Self.sorted(values.points)
    let scale = try Self.scale(values, points)
    let terms = try values.wholeNumber(
      "terms", in: 2...Double(count), default: Double(count),
      expected: .init(
        zh: "2 到分位数个数（\(count)）的整数",
        en: "a whole number from 2 to the number of quantiles, \(count)"))
    try self.init(points: points, scale: scale, terms: Int(terms))
  }

  /// A problem of a fit, told of the quantiles as a whole.
  static func problem(_ expected: BilingualText) -> ParameterError {
    ParameterError(parameter: "quantiles", expected: expected)
  }

  /// - Parameter points: in ascending order of both, within the bounds.
  init(
    points: [(probability: Double, value: Double)], scale: MetalogScale, terms: Int
  ) throws(ParameterError) {
    let unbounded = points.map { (probability: $0.probability, value: scale.unbounded($0.value)) }
    guard unbounded.allSatisfy({ $0.value.isFinite }),
      zip(unbounded, unbounded.dropFirst()).allSatisfy({ $0.value < $1.value })
    else {
      throw Self.problem(
        .init(
          zh: "彼此之间、与界限之间距离更大的分位数",
          en: "quantiles that are further from each other and from the bounds"))
    }
    let precise = points.map {
      (probability: $0.probability, value: scale.preciselyUnbounded($0.value))
    }
    guard let fit = MetalogFit(points: precise, terms: terms) else {
      throw Self.problem(
        .init(
          zh: "概率相隔更远的分位数，或减少项数",
          en: "quantiles at probabilities that are further apart, or fewer terms"))
    }
    let curve = MetalogCurve(coefficients: fit.coefficients)
    if let p = curve.firstFall() { throw Self.problem(Self.explanation(p, scale, terms)) }
    (self.curve, self.scale) = (curve, scale)
    let bounds = scale.bounds
    support =
      curve.isPolynomial
      ? scale.bounded(curve.centre(-0.5))...scale.bounded(curve.centre(0.5)) : bounds
    let isExact = terms == points.count
    let median = points.first { $0.probability == 0.5 && isExact }?.value
    likely = median ?? scale.bounded(curve.value(at: 0.5))
  }

  /// What would be right, and at which probability the curve would fall.
  private static func explanation(
    _ p: Double, _ scale: MetalogScale, _ terms: Int
  ) -> BilingualText {
    let place: BilingualText =
      p < 0.005
      ? .init(zh: "p 接近 0 处", en: "towards p = 0")
      : p > 0.995
        ? .init(zh: "p 接近 1 处", en: "towards p = 1")
        : .init(zh: "p = \(twoDigits(p)) 处", en: "at p = \(twoDigits(p))")
    let bound: BilingualText =
      scale == .whole
      ? .init(zh: "加上界限 low 或 high", en: "a bound, low or high")
      : .init(zh: "把界限放远", en: "a bound that lies further away")
    let remedies =
      (terms > 3 ? [BilingualText(zh: "减少项数", en: "fewer terms")] : [])
      + [bound, .init(zh: "让分位数更均匀", en: "quantiles that are less uneven")]
    let advice = remedies.joined(BilingualText(zh: "，或", en: ", or "))
    return BilingualText(
      zh: "能被 \(terms) 项光滑曲线处处上升地穿过的分位数；现在曲线在 \(place.zh)会下降：请\(advice.zh)",
      en: "quantiles through which a smooth curve of \(terms) terms rises everywhere; "
        + "\(place.en) it would fall: take \(advice.en)")
  }

  private static func twoDigits(_ p: Double) -> String { "\((p * 100).rounded() / 100)" }

  private static func sorted(
    _ points: [(probability: Double, value: Double)]
  ) throws(ParameterError) -> [(probability: Double, value: Double)] {
    for (row, point) in points.enumerated() {
      guard point.probability > 0, point.probability < 1 else {
        throw ParameterError(
          parameter: "quantiles",
          expected: .init(
            zh: "0 与 1 之间的概率；界限写 low 或 high",
            en: "a probability between 0 and 1; a bound is low or high"),
          row: row)
      }
      guard point.value.isFinite else {
        throw ParameterError(parameter: "quantiles", expected: .number, row: row)
      }
    }
    let order = points.indices.sorted { points[$0].probability < points[$1].probability }
    for (row, next) in zip(order, order.dropFirst()) {
      if points[row].probability == points[next].probability {
        throw ParameterError(
          parameter: "quantiles", expected: .init(zh: "每个概率只写一次", en: "each probability once"),
          row: max(row, next))
      }
      if !(points[row].value < points[next].value) {
        throw ParameterError(
          parameter: "quantiles",
          expected: .init(
            zh: "大于前一个概率 \(points[row].probability) 处的值",
            en: "a value above that of the next smaller probability, "
              + "\(points[row].probability)"), row: next)
      }
    }
    return order.map { points[$0] }
  }

  /// The bounds, which lie beyond all quantiles.
  static func scale(
    _ values: ParameterValues, _ points: [(probability: Double, value: Double)]
  ) throws(ParameterError) -> MetalogScale {
    let low = values.has("low") ? try values.number("low") : nil
    let high = values.has("high") ? try values.number("high") : nil
    if let low, let first = points.first, !(low < first.value) {
      throw ParameterError(
        parameter: "low", expected: .init(zh: "小于所有分位数的数", en: "a number below every quantile"))
    }
    if let high, let last = points.last, !(high > last.value) {
      throw ParameterError(
        parameter: "high", expected: .init(zh: "大于所有分位数的数", en: "a number above every quantile"))
    }
    if let low, let high, !(high - low).isFinite {
      throw ParameterError(parameter: "high", expected: .lessExtremeNumber)
    }
    return MetalogScale(low: low, high: high)
  }

  // MARK: Values

  public func density(at x: Double) -> Double {
    guard x > support.lowerBound, x < support.upperBound, x.isFinite else { return 0 }
    let z = curve.score(ofValue: scale.unbounded(x))
    let (p, q) = logisticProbabilities(at: z)
    return p * q / curve.valueAndSlope(atLogit: z).slope * scale.stretching(at: x)
  }
  public func distributionFunction(at x: Double) -> Double {
    if x <= support.lowerBound { return 0 }
    if x >= support.upperBound { return 1 }
    return logisticProbabilities(at: curve.score(ofValue: scale.unbounded(x))).lower
  }
  public func exceedanceProbability(above x: Double) -> Double {
    if x <= support.lowerBound { return 1 }
    if x >= support.upperBound { return 0 }
    return logisticProbabilities(at: curve.score(ofValue: scale.unbounded(x))).upper
  }
  public func quantile(at p: Double) -> Double { scale.bounded(curve.value(at: p)) }
  public func quantile(exceededWith q: Double) -> Double {
    scale.bounded(curve.value(exceededWith: q))
  }
}
