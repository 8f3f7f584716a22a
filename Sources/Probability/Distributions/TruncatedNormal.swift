import CKernels

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
      throw ParameterError(parameter: "low", expected: "a number")
    }
    guard high > low else {
      throw ParameterError(parameter: "high", expected: "a number above low")
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
        expected: "a bound within 37 standard deviations of mean, well apart from the other one")
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
    let probability = StandardNormal.distributionFunction(at: score(x))
    if isMirrored { return min((below + between - probability) / between, 1) }
    return min(max((probability - below) / between, 0), 1)
  }
  public func quantile(at p: Double) -> Double {
    let probability = below.addingProduct(between, isMirrored ? 1 - p : p)
    let score = StandardNormal.quantile(at: min(probability, 1)) * side
    return min(max(normalMean.addingProduct(normalStandardDeviation, score), low), high)
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
