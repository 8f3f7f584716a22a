import CKernels
import Languages

/// Two halves of bell curves of different widths, joined at the likeliest value: the fan chart.
///
/// - Source: Kenneth F. Wallis, "The two-piece normal, binormal, or double Gaussian distribution:
///   its origin and rediscoveries", Statistical Science 29 (2014), 106–112; first in Gustav
///   Fechner, *Kollektivmasslehre* (1897).
public struct SplitNormal: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "splitNormal", chineseName: "两段正态分布",
    summary: "A likeliest value that may be missed further to one side, as in a fan chart.",
    forms: [
      .parameters([
        Parameter("likely", .value, "the likeliest value"),
        Parameter(
          "standardDeviationBelow", .spread, "the standard deviation of the half below it"),
        Parameter(
          "standardDeviationAbove", .spread, "the standard deviation of the half above it"),
      ])
    ],
    example: #"{ "splitNormal": { "likely": 4300, "standardDeviationBelow": 300, "#
      + #""standardDeviationAbove": 500 } }"#)

  public let likely, below, above: Double
  /// The probability of the half below, which is the wider the more probable.
  private let shareBelow, shareAbove: Double

  public init(_ values: ParameterValues) throws(ParameterError) {
    likely = try values.number("likely")
    below = try values.positive("standardDeviationBelow")
    above = try values.positive("standardDeviationAbove")
    shareBelow = 1 / (1 + above / below)
    shareAbove = 1 / (1 + below / above)
    guard shareBelow > 0, shareAbove > 0 else {
      throw ParameterError(
        parameter: "standardDeviationAbove",
        expected: .number(comparableWith: "standardDeviationBelow"))
    }
  }

  public var support: ClosedRange<Double> { -Double.infinity...(.infinity) }
  public var mean: Double { likely.addingProduct((2 / Double.pi).squareRoot(), above - below) }
  public var variance: Double {
    (1 - 2 / .pi) * (above - below) * (above - below) + above * below
  }

  public func density(at x: Double) -> Double {
    let deviation = x < likely ? below : above
    // The halves meet at the same height, which is twice the share over the width of either.
    return 2 * (x < likely ? shareBelow : shareAbove) / deviation
      * StandardNormal.density(at: (x - likely) / deviation)
  }
  public func distributionFunction(at x: Double) -> Double {
    x < likely ? lowerTail(x) : 1 - upperTail(x)
  }
  public func exceedanceProbability(above x: Double) -> Double {
    x < likely ? 1 - lowerTail(x) : upperTail(x)
  }
  private func lowerTail(_ x: Double) -> Double {
    2 * shareBelow * StandardNormal.distributionFunction(at: (x - likely) / below)
  }
  private func upperTail(_ x: Double) -> Double {
    2 * shareAbove * StandardNormal.distributionFunction(at: (likely - x) / above)
  }

  public func quantile(at p: Double) -> Double {
    if p < shareBelow {
      return likely.addingProduct(below, StandardNormal.quantile(at: p / shareBelow / 2))
    }
    return likely.addingProduct(-above, StandardNormal.quantile(at: (1 - p) / shareAbove / 2))
  }

  public func quantile(exceededWith q: Double) -> Double {
    if q < shareAbove {
      return likely.addingProduct(-above, StandardNormal.quantile(at: q / shareAbove / 2))
    }
    return likely.addingProduct(below, StandardNormal.quantile(at: (1 - q) / shareBelow / 2))
  }

  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) {
    forEachPiece(of: &lanes) { lanes, scratch, count in
      for i in 0..<count {
        let p = lanes[i]
        scratch[i] = p < shareBelow ? p / shareBelow / 2 : (1 - p) / shareAbove / 2
      }
      torreya_normal_quantile(scratch, scratch, count)
      for i in 0..<count {
        lanes[i] = likely.addingProduct(lanes[i] < shareBelow ? below : -above, scratch[i])
      }
    }
  }
}
