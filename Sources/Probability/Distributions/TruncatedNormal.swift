import CKernels
import Languages

/// A bell curve cut off at one bound or two.
public struct TruncatedNormal: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "truncatedNormal", chineseName: "截断正态分布",
    summary: "A bell curve cut off where the value cannot be, such as below zero.",
    forms: [
      .parameters([
        Parameter("mean", .value, "the mean before the cut"),
        Parameter("standardDeviation", .spread, "the standard deviation before the cut"),
        Parameter("low", .value, "the smallest possible value, if any", isRequired: false),
        Parameter("high", .value, "the largest possible value, if any", isRequired: false),
      ])
    ],
    example:
      #"{ "truncatedNormal": { "mean": 30, "standardDeviation": 20, "low": 0, "high": 90 } }"#)

  /// Beyond these bounds, in standard deviations, the bell curve has vanished.
  private static let farthest = 37.0

  public let normalMean, normalStandardDeviation, low, high: Double
  /// Whether all is mirrored, so that the curve's lower tail is used, which is the precise one.
  private let isMirrored: Bool
  /// The bounds in standard deviations, after mirroring.
  private let start, end: Double
  /// The bell curve's probability below the lower bound and between the bounds, after mirroring.
  private let below, between: Double

  public init(_ values: ParameterValues) throws(ParameterError) {
    normalMean = try values.number("mean")
    normalStandardDeviation = try values.positive("standardDeviation")
    low = values["low"] ?? -.infinity
    high = values["high"] ?? .infinity
    guard low < .infinity else {
      throw ParameterError(parameter: "low", expected: .number)
    }
    guard high > low else {
      throw ParameterError(parameter: "high", expected: .number(above: "low"))
    }
    let from = (low - normalMean) / normalStandardDeviation
    let to = (high - normalMean) / normalStandardDeviation
    isMirrored = from > 0
    (start, end) = isMirrored ? (-to, -from) : (from, to)
    below = StandardNormal.distributionFunction(at: start)
    between = StandardNormal.distributionFunction(at: end) - below
    guard end >= -Self.farthest, between > 0 else {
      throw ParameterError(
        parameter: isMirrored ? "low" : "high",
        expected: .init(
          zh: "离 mean 不超过 37 个标准差、且与另一端拉开距离的界限",
          en: "a bound within 37 standard deviations of mean, well apart from the other one"))
    }
  }

  public var support: ClosedRange<Double> { low...high }
  public var likely: Double { min(max(normalMean, low), high) }

  public var mean: Double { normalMean + normalStandardDeviation * side * moment { $0 } }
  public var variance: Double {
    let centre = moment { $0 }
    return normalStandardDeviation * normalStandardDeviation
      * moment { ($0 - centre) * ($0 - centre) }
  }

  private var side: Double { isMirrored ? -1 : 1 }

  /// The expectation of a function of the mirrored score.
  private func moment(_ function: (Double) -> Double) -> Double {
    let from = max(start, end > 0 ? -Self.farthest : end - reach(from: -end))
    let to = min(end, Self.farthest)
    return integral(from: from, to: to, panels: 40) {
      function($0) * StandardNormal.density(at: $0)
    } / between
  }

  private func score(_ x: Double) -> Double {
    (x - normalMean) / normalStandardDeviation * side
  }

  public func density(at x: Double) -> Double {
    guard x >= low, x <= high else { return 0 }
    return StandardNormal.density(at: score(x)) / between / normalStandardDeviation
  }
  public func distributionFunction(at x: Double) -> Double {
    if x <= low { return 0 }
    if x >= high { return 1 }
    return min(probability(x, fromLow: true) / between, 1)
  }
  public func exceedanceProbability(above x: Double) -> Double {
    if x <= low { return 1 }
    if x >= high { return 0 }
    return min(probability(x, fromLow: false) / between, 1)
  }

  /// The bell curve's probability between a bound and a value.
  private func probability(_ x: Double, fromLow: Bool) -> Double {
    let distance = (fromLow ? x - low : high - x) / normalStandardDeviation
    let bound = fromLow == isMirrored ? -end : start
    if distance < .infinity { return Self.probability(from: bound, distance: distance) }
    let score = (x - normalMean) / normalStandardDeviation
    return StandardNormal.distributionFunction(at: fromLow ? score : -score)
  }

  /// The bell curve's probability between two scores, without the cancellation of two values of its
  /// distribution function that are close.
  private static func probability(from bound: Double, distance: Double) -> Double {
    let end = bound + distance
    // A panel's integrand is close to a polynomial.
    if distance < 0.5 || distance < 2 && distance * max(abs(bound), abs(end)) < 2 {
      return integral(from: 0, to: distance, panels: 1) { StandardNormal.density(at: bound + $0) }
    }
    return bound > 0
      ? StandardNormal.distributionFunction(at: -bound)
        - StandardNormal.distributionFunction(at: -end)
      : StandardNormal.distributionFunction(at: end)
        - StandardNormal.distributionFunction(at: bound)
  }

  /// - Accuracy: 1e-14 of the distance to the nearer bound, or of a standard deviation.
  public func quantile(at p: Double) -> Double {
    p > 0.5
      ? quantile(leaving: (1 - p) * between, isBelow: false)
      : quantile(leaving: p * between, isBelow: true)
  }
  public func quantile(exceededWith tail: Double) -> Double {
    tail > 0.5
      ? quantile(leaving: (1 - tail) * between, isBelow: true)
      : quantile(leaving: tail * between, isBelow: false)
  }

  /// The value that leaves a part of the bell curve between the lower bound and itself, or between
  /// itself and the upper one.
  private func quantile(leaving mass: Double, isBelow: Bool) -> Double {
    // The bound from which to count, mirrored; `start` is never above 0.
    let isFromStart = isBelow != isMirrored
    let bound = isFromStart ? start : end
    let sideOfBound = min(bound, -bound)
    let beyond = StandardNormal.distributionFunction(at: sideOfBound)
    if mass < 0.5 * beyond {
      let distance = Self.distance(from: isFromStart ? bound : -bound, leaving: mass)
      let change = normalStandardDeviation * distance
      return isBelow ? min(low + change, high) : max(high - change, low)
    }
    // Counted in from the bound where that is in the tail, out where it is beyond the peak.
    let isTail = isFromStart == (bound < 0)
    let tail = StandardNormal.quantile(at: isTail ? beyond + mass : beyond - mass)
    let score = (bound < 0 ? tail : -tail) * side
    return min(max(normalMean.addingProduct(normalStandardDeviation, score), low), high)
  }

  /// How far above a bound the bell curve leaves a mass between: by Newton's method, which comes
  /// from one side as the curve only rises, or only falls, on the way.
  private static func distance(from bound: Double, leaving mass: Double) -> Double {
    var distance = mass / StandardNormal.density(at: bound)
    for _ in 0..<50 {
      let found = probability(from: bound, distance: distance)
      let next = distance - (found - mass) / StandardNormal.density(at: bound + distance)
      if abs(next - distance) <= 4e-16 * distance { return next }
      distance = next
    }
    return distance
  }

  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) {
    forEachPiece(of: &lanes) { lanes, _, count in
      if isMirrored {
        withUnsafePointer(to: 1.0) { torreya_subtract(lanes, $0, 0, lanes, 1, count) }
      }
      scale(lanes, by: between, plus: below, count)
      withUnsafePointer(to: 1.0) { torreya_minimum(lanes, lanes, 1, $0, 0, count) }
      torreya_normal_quantile(lanes, lanes, count)
      scale(lanes, by: normalStandardDeviation * side, plus: normalMean, count)
      withUnsafePointer(to: low) { torreya_maximum(lanes, lanes, 1, $0, 0, count) }
      withUnsafePointer(to: high) { torreya_minimum(lanes, lanes, 1, $0, 0, count) }
    }
  }
}
