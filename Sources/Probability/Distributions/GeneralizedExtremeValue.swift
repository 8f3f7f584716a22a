import CKernels
import Languages

/// The largest of many like values, with a tail that may be heavier or lighter than Gumbel's.
///
/// - Source: A. F. Jenkinson, "The frequency distribution of the annual maximum (or minimum)
///   values of meteorological elements", Quarterly Journal of the Royal Meteorological Society
///   81 (1955), 158–171.
public struct GeneralizedExtremeValue: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "generalizedExtremeValue", chineseName: "广义极值分布",
    summary: "The largest of many values, fitted to a record of yearly floods, winds or rains.",
    forms: [
      .parameters([
        Parameter("location", .value, "exceeded by 63 % of all"),
        Parameter("scale", .spread, "how far the values spread"),
        Parameter(
          "shape", .number,
          "above 0 a heavy upper tail and a lower bound, below 0 an upper bound, 0 as gumbel"),
      ])
    ],
    example: #"{ "generalizedExtremeValue": { "location": 96, "scale": 23, "shape": 0.1 } }"#)

  /// Beyond these the largest values have nothing to do with the others.
  static let shapes = -5.0...5.0

  public let location, scale, shape: Double
  /// Where the values end, on whichever side they do.
  private let bound: Double

  public init(_ values: ParameterValues) throws(ParameterError) {
    location = try values.number("location")
    scale = try values.positive("scale")
    let shape = try values.number("shape")
    guard Self.shapes.contains(shape) else {
      throw ParameterError(parameter: "shape", expected: .number(from: "-5", to: "5"))
    }
    // So small a shape moves no quantile by a bit, and its powers would vanish.
    self.shape = abs(shape) < 1e-20 ? 0 : shape
    bound = self.shape == 0 ? -.infinity : location - scale / shape
  }

  public var support: ClosedRange<Double> {
    shape < 0 ? -Double.infinity...bound : bound...(.infinity)
  }
  public var likely: Double { quantile(at: 0.5) }

  /// Infinite for a shape of 1 or more.
  public var mean: Double {
    if shape >= 1 { return .infinity }
    if shape == 0 { return location.addingProduct(eulerConstant, scale) }
    return location.addingProduct(
      scale, exponentialMinusOne(logGammaOfOneLess(shape)) / shape)
  }
  /// Infinite for a shape of one half or more.
  public var variance: Double {
    if shape >= 0.5 { return .infinity }
    if shape == 0 { return .pi * .pi / 6 * scale * scale }
    let excess = logGammaExcess(shape)
    let factor = exponential(2 * logGammaOfOneLess(shape))
    return scale * scale * factor * exponentialMinusOne(excess) / (shape * shape)
  }

  /// The Gumbel score: the standardised value with the curvature of the shape taken out.
  private func score(_ x: Double) -> Double {
    let z = (x - location) / scale
    if shape == 0 { return z }
    let stretched = shape * z
    // Next to the bound the distance from it has more digits.
    if stretched < -0.5 { return logarithm((x - bound) * (shape / scale)) / shape }
    return logarithmOfOnePlus(stretched) / shape
  }

  public func density(at x: Double) -> Double {
    guard support.contains(x), x.isFinite else { return 0 }
    if x == bound { return shape < -1 ? .infinity : shape == -1 ? 1 / scale : 0 }
    let score = score(x)
    return exponential(-(1 + shape) * score - exponential(-score)) / scale
  }
  public func distributionFunction(at x: Double) -> Double {
    if x <= support.lowerBound { return 0 }
    if x >= support.upperBound { return 1 }
    return exponential(-exponential(-score(x)))
  }
  public func exceedanceProbability(above x: Double) -> Double {
    if x <= support.lowerBound { return 1 }
    if x >= support.upperBound { return 0 }
    return -exponentialMinusOne(-exponential(-score(x)))
  }
  public func quantile(at p: Double) -> Double { value(atScore: -logarithm(-logarithm(p))) }
  public func quantile(exceededWith q: Double) -> Double {
    value(atScore: -logarithm(-logarithmOfOnePlus(-q)))
  }
  private func value(atScore score: Double) -> Double {
    if shape == 0 { return location.addingProduct(scale, score) }
    return location.addingProduct(scale / shape, exponentialMinusOne(shape * score))
  }

  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) {
    forEachPiece(of: &lanes) { lanes, _, count in
      torreya_log(lanes, lanes, count)
      torreya_negate(lanes, lanes, count)
      torreya_log(lanes, lanes, count)
      guard shape != 0 else {
        return Probability.scale(lanes, by: -scale, plus: location, count)
      }
      Probability.scale(lanes, by: -shape, plus: 0, count)
      torreya_expm1(lanes, lanes, count)
      Probability.scale(lanes, by: scale / shape, plus: location, count)
    }
  }
}
