import CKernels
import Languages

/// An amount from zero up whose tail is a power: Pareto's distribution of type II.
///
/// - Source: K. S. Lomax, "Business failures: another example of the analysis of failure data",
///   Journal of the American Statistical Association 49 (1954), 847–852.
public struct Lomax: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "lomax", chineseName: "洛马克斯分布",
    summary: "An amount from zero up of which a few are very large, such as a claim or a loss.",
    forms: [
      .parameters([
        Parameter("mean", .spread, "the mean"),
        Parameter("shape", .number, "the smaller, the heavier is the tail; above 1"),
      ]),
      .parameters([
        Parameter("scale", .spread, "the size at which the tail turns into a power"),
        Parameter("shape", .number, "the smaller, the heavier is the tail"),
      ]),
    ],
    example: #"{ "lomax": { "mean": 40, "shape": 3 } }"#)

  public let scale, shape: Double

  public init(_ values: ParameterValues) throws(ParameterError) {
    shape = try values.positive("shape")
    guard Pareto.shapes.contains(shape) else {
      throw ParameterError(parameter: "shape", expected: .number(from: "0.06", to: "100000000"))
    }
    if values.has("mean") {
      guard shape > 1 else {
        throw ParameterError(
          parameter: "shape",
          expected: .init(
            zh: "大于 1 的数，否则没有均值", en: "a number above 1, below which there is no mean"))
      }
      scale = try values.positive("mean") * (shape - 1)
    } else {
      scale = try values.positive("scale")
    }
    guard scale > 0, scale.isFinite else {
      throw ParameterError(parameter: "mean", expected: .lessExtremeNumber)
    }
  }

  public var support: ClosedRange<Double> { 0...(.infinity) }
  public var likely: Double { quantile(at: 0.5) }
  /// Infinite for a shape of 1 or less.
  public var mean: Double { shape <= 1 ? .infinity : scale / (shape - 1) }
  /// Infinite for a shape of 2 or less.
  public var variance: Double {
    if shape <= 2 { return .infinity }
    return scale * scale * (shape / ((shape - 1) * (shape - 1) * (shape - 2)))
  }

  public func density(at x: Double) -> Double {
    guard x >= 0, x < .infinity else { return 0 }
    return shape / (x + scale) * exceedanceProbability(above: x)
  }
  public func distributionFunction(at x: Double) -> Double {
    x <= 0 ? 0 : -exponentialMinusOne(-shape * logarithmOfOnePlus(x / scale))
  }
  public func exceedanceProbability(above x: Double) -> Double {
    x <= 0 ? 1 : exponential(-shape * logarithmOfOnePlus(x / scale))
  }
  public func quantile(at p: Double) -> Double {
    scale * exponentialMinusOne(-logarithmOfOnePlus(-p) / shape)
  }
  public func quantile(exceededWith q: Double) -> Double {
    scale * exponentialMinusOne(-logarithm(q) / shape)
  }

  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) {
    forEachPiece(of: &lanes) { lanes, _, count in
      fillParetoExcesses(lanes, shape: shape, count)
      Probability.scale(lanes, by: scale, plus: 0, count)
    }
  }
}
