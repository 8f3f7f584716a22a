import CKernels
import Languages

/// An amount above a threshold whose tail is a power: a few are larger than all others together.
///
/// - Source: Barry C. Arnold, *Pareto Distributions*, 2nd ed. (2015), section 3.2: type I.
public struct Pareto: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "pareto", chineseName: "帕累托分布",
    summary: "An amount above a threshold of which a few are very large, such as a firm's tax.",
    forms: [
      .parameters([
        Parameter("low", .spread, "the smallest possible value"),
        Parameter("median", .spread, "as often exceeded as not"),
      ]),
      .parameters([
        Parameter("low", .spread, "the smallest possible value"),
        Parameter("shape", .number, "the smaller, the heavier is the tail"),
      ]),
    ],
    example: #"{ "pareto": { "low": 20, "shape": 2.5 } }"#)

  static let shapes = 0.06...1e8

  public let low, shape: Double

  public init(_ values: ParameterValues) throws(ParameterError) {
    low = try values.positive("low")
    if values.has("median") {
      let median = try values.number("median", above: "low", at: low)
      shape = logarithm(2) / logarithmOfOnePlus((median - low) / low)
      guard Self.shapes.contains(shape) else {
        throw ParameterError(
          parameter: "median", expected: .number(comparableWith: "low"))
      }
    } else {
      shape = try values.positive("shape")
      guard Self.shapes.contains(shape) else {
        throw ParameterError(parameter: "shape", expected: .number(from: "0.06", to: "100000000"))
      }
    }
  }

  public var support: ClosedRange<Double> { low...(.infinity) }
  public var likely: Double { quantile(at: 0.5) }
  /// Infinite for a shape of 1 or less.
  public var mean: Double { shape <= 1 ? .infinity : low * (shape / (shape - 1)) }
  /// Infinite for a shape of 2 or less.
  public var variance: Double {
    if shape <= 2 { return .infinity }
    return low * low * (shape / ((shape - 1) * (shape - 1) * (shape - 2)))
  }

  public func density(at x: Double) -> Double {
    guard x >= low, x < .infinity else { return 0 }
    return shape / x * exceedanceProbability(above: x)
  }
  public func distributionFunction(at x: Double) -> Double {
    x <= low ? 0 : -exponentialMinusOne(-shape * logarithmOfRatio(x, low))
  }
  public func exceedanceProbability(above x: Double) -> Double {
    x <= low ? 1 : exponential(-shape * logarithmOfRatio(x, low))
  }
  public func quantile(at p: Double) -> Double {
    low.addingProduct(low, exponentialMinusOne(-logarithmOfOnePlus(-p) / shape))
  }
  public func quantile(exceededWith q: Double) -> Double {
    low.addingProduct(low, exponentialMinusOne(-logarithm(q) / shape))
  }

  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) {
    forEachPiece(of: &lanes) { lanes, _, count in
      fillParetoExcesses(lanes, shape: shape, count)
      scale(lanes, by: low, plus: low, count)
    }
  }
}

/// `(1 - p)^(-1 / shape) - 1`, in place: how far a Pareto quantile lies above its threshold.
func fillParetoExcesses(_ lanes: UnsafeMutablePointer<Double>, shape: Double, _ count: Int) {
  torreya_negate(lanes, lanes, count)
  torreya_log1p(lanes, lanes, count)
  withUnsafePointer(to: -shape) { torreya_divide(lanes, lanes, 1, $0, 0, count) }
  torreya_expm1(lanes, lanes, count)
}
