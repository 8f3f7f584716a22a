import CKernels

/// The smooth distribution through three quantiles: a metalog of three terms.
///
/// - Source: Thomas W. Keelin, "The metalog distributions", Decision Analysis 13 (2016), 243–277.
public struct Quantiles: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "quantiles", chineseName: "分位数分布",
    summary: "Three quantiles that a planner can judge, and bounds where there are any.",
    forms: [
      .parameters([
        Parameter("p10", .value, "exceeded nine times in ten"),
        Parameter("p50", .value, "as often exceeded as not"),
        Parameter("p90", .value, "exceeded one time in ten"),
        Parameter("low", .value, "the smallest possible value, if any", isRequired: false),
        Parameter("high", .value, "the largest possible value, if any", isRequired: false),
      ])
    ],
    example: #"{ "quantiles": { "p10": 1800, "p50": 2200, "p90": 2700 } }"#)

  /// What is a metalog without bounds: the value itself, or a logarithm that takes the bounds to
  /// infinity.
  private enum Scale { case whole, above, below, between }

  private let scale: Scale
  private let low, high: Double
  private let p50: Double
  /// Median, spread and skewness: `a + (b + c (p - 1/2)) log(p / (1 - p))`.
  private let a, b, c: Double

  public init(_ values: ParameterValues) throws(ParameterError) {
    let p10 = try values.number("p10")
    let p50 = try values.number("p50", above: "p10", at: p10)
    let p90 = try values.number("p90", above: "p50", at: p50)
    let low = try values.number("low", default: -.infinity)
    let high = try values.number("high", default: .infinity)
    guard low < p10 else { throw ParameterError(parameter: "low", expected: "a number below p10") }
    guard high > p90 else {
      throw ParameterError(parameter: "high", expected: "a number above p90")
    }
    let scale: Scale =
      values.has("low")
      ? (values.has("high") ? .between : .above) : values.has("high") ? .below : .whole
    (self.scale, self.low, self.high, self.p50) = (scale, low, high, p50)
    let points = [p10, p50, p90].map { Self.unbounded($0, scale, low, high) }
    let logit90 = logarithmOfOnePlus(8)
    a = points[1]
    b = (points[2] - points[0]) / (2 * logit90)
    c = (points[2] - 2 * points[1] + points[0]) / (0.8 * logit90)
    // The slope is positive everywhere if and only if the skewness is below this multiple of the
    // spread: 1 / max of (p - 1/2) + p (1 - p) log(p / (1 - p)).
    guard b > 0, b.isFinite, abs(c) < 1.667_113_119_201_929 * b else {
      throw ParameterError(
        parameter: "p50",
        expected: "a number nearer to the middle of p10 and p90; no smooth curve is so skew"
          + (scale == .whole ? " unless low or high bounds it" : ""))
    }
  }

  private static func unbounded(_ x: Double, _ scale: Scale, _ low: Double, _ high: Double)
    -> Double
  {
    switch scale {
    case .whole: x
    case .above: logarithm(x - low)
    case .below: -logarithm(high - x)
    case .between: logarithm((x - low) / (high - x))
    }
  }

  public var support: ClosedRange<Double> { low...high }
  public var likely: Double { p50 }

  /// Infinite where the tail is too heavy.
  public var mean: Double {
    switch scale {
    case .whole: a + c / 2
    case .above where b + c / 2 >= 1: .infinity
    case .below where b - c / 2 >= 1: -.infinity
    default: moment { $0 }
    }
  }

  public var variance: Double {
    switch scale {
    case .whole:
      return .pi * .pi / 3 * b * b + (1.0 / 12 + .pi * .pi / 36) * c * c
    case .above where b + c / 2 >= 0.5, .below where b - c / 2 >= 0.5:
      return .infinity
    default:
      let mean = mean
      return moment { ($0 - mean) * ($0 - mean) }
    }
  }

  /// The expectation of a function of the value, over the logit of p: in it both tails fall like
  /// an exponential, and panels of equal width serve.
  private func moment(_ function: (Double) -> Double) -> Double {
    integral(from: -300, to: 300, panels: 400) { logit in
      let p = 1 / (1 + exponential(-logit))
      let q = 1 / (1 + exponential(logit))
      let weight = p * q
      let term = function(bounded(unboundedQuantile(logit)))
      return weight == 0 || term * weight == .infinity ? 0 : term * weight
    }
  }

  public func density(at x: Double) -> Double {
    guard x > low, x < high, x.isFinite else { return 0 }
    let logit = logit(ofValue: x)
    let p = 1 / (1 + exponential(-logit))
    let q = 1 / (1 + exponential(logit))
    let slope = b + c * ((p - 0.5) + p * q * logit)
    let inner = p * q / slope
    return switch scale {
    case .whole: inner
    case .above: inner / (x - low)
    case .below: inner / (high - x)
    case .between: inner * ((high - low) / ((x - low) * (high - x)))
    }
  }

  public func distributionFunction(at x: Double) -> Double {
    if x <= low { return 0 }
    if x >= high { return 1 }
    return 1 / (1 + exponential(-logit(ofValue: x)))
  }

  public func exceedanceProbability(above x: Double) -> Double {
    if x <= low { return 1 }
    if x >= high { return 0 }
    return 1 / (1 + exponential(logit(ofValue: x)))
  }

  /// The logit of the distribution function, by Newton's method within a shrinking bracket.
  private func logit(ofValue x: Double) -> Double {
    let target = Self.unbounded(x, scale, low, high)
    var (lower, upper) = (-1e4, 1e4)
    var logit = (target - a) / b
    for _ in 0..<200 {
      if !(logit > lower && logit < upper) { logit = lower + (upper - lower) / 2 }
      let error = unboundedQuantile(logit) - target
      if error > 0 { upper = logit } else { lower = logit }
      let p = 1 / (1 + exponential(-logit))
      let slope = b + c * ((p - 0.5) + p * (1 - p) * logit)
      let next = logit - error / slope
      if next == logit || abs(next - logit) < 1e-15 * abs(logit) || upper - lower < 1e-300 {
        return next
      }
      logit = next
    }
    return logit
  }

  private func unboundedQuantile(_ logit: Double) -> Double {
    a + (b + c * (1 / (1 + exponential(-logit)) - 0.5)) * logit
  }

  private func bounded(_ z: Double) -> Double {
    switch scale {
    case .whole: z
    case .above: low + exponential(z)
    case .below: high - exponential(-z)
    case .between:
      z < 0
        ? low + (high - low) / (1 + exponential(-z)) : high - (high - low) / (1 + exponential(z))
    }
  }

  public func quantile(at p: Double) -> Double {
    let logit = logarithm(p) - logarithmOfOnePlus(-p)
    return bounded(a + (b + c * (p - 0.5)) * logit)
  }

  public func quantile(exceededWith tail: Double) -> Double {
    let logit = logarithmOfOnePlus(-tail) - logarithm(tail)
    return bounded(a + (b + c * (0.5 - tail)) * logit)
  }

  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) {
    forEachPiece(of: &lanes) { lanes, scratch, count in
      // The logit goes to the scratch in two steps, then the metalog back to the lanes.
      torreya_negate(scratch, lanes, count)
      torreya_log1p(scratch, scratch, count)
      withUnsafeTemporaryAllocation(of: Double.self, capacity: 128) { logs in
        guard let logs = logs.baseAddress else { return }
        torreya_log(logs, lanes, count)
        for i in 0..<count { lanes[i] = a + (b + c * (lanes[i] - 0.5)) * (logs[i] - scratch[i]) }
      }
      bound(lanes, count)
    }
  }

  /// `bounded` for a piece of lanes.
  private func bound(_ lanes: UnsafeMutablePointer<Double>, _ count: Int) {
    switch scale {
    case .whole: return
    case .above:
      torreya_exp(lanes, lanes, count)
      for i in 0..<count { lanes[i] = low + lanes[i] }
    case .below:
      torreya_negate(lanes, lanes, count)
      torreya_exp(lanes, lanes, count)
      for i in 0..<count { lanes[i] = high - lanes[i] }
    case .between:
      let width = high - low
      withUnsafeTemporaryAllocation(of: Double.self, capacity: 128) { odds in
        guard let odds = odds.baseAddress else { return }
        torreya_absolute(odds, lanes, count)
        torreya_exp(odds, odds, count)
        for i in 0..<count {
          let distance = width / (1 + odds[i])
          lanes[i] = lanes[i] < 0 ? low + distance : high - distance
        }
      }
    }
  }
}
