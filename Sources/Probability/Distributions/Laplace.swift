import CKernels

/// A peak with two exponential slopes: errors that are mostly small and now and then large.
public struct Laplace: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "laplace", chineseName: "拉普拉斯分布",
    summary: "An error that is mostly small and now and then large, to both sides alike.",
    forms: [
      .parameters([
        Parameter("mean", .value, "the mean"),
        Parameter("standardDeviation", .spread, "the standard deviation"),
      ]),
      .parameters([
        Parameter("location", .value, "the mean"),
        Parameter("scale", .spread, "the mean distance from it"),
      ]),
    ],
    example: #"{ "laplace": { "mean": 100, "standardDeviation": 15 } }"#)

  public let location, scale: Double

  public init(_ values: ParameterValues) throws(ParameterError) {
    if values.has("location") || values.has("scale") {
      location = try values.number("location")
      scale = try values.positive("scale")
    } else {
      location = try values.number("mean")
      scale = try values.positive("standardDeviation") / Double(2).squareRoot()
    }
  }

  public var support: ClosedRange<Double> { -Double.infinity...(.infinity) }
  public var mean: Double { location }
  public var variance: Double { 2 * scale * scale }
  public var likely: Double { location }

  public func density(at x: Double) -> Double {
    exponential(-abs(x - location) / scale) / (2 * scale)
  }
  public func distributionFunction(at x: Double) -> Double {
    x < location ? tail(x) : 1 - tail(x)
  }
  public func exceedanceProbability(above x: Double) -> Double {
    x < location ? 1 - tail(x) : tail(x)
  }
  private func tail(_ x: Double) -> Double { exponential(-abs(x - location) / scale) / 2 }

  public func quantile(at p: Double) -> Double {
    location.addingProduct(scale, Self.standardQuantile(at: p))
  }
  public func quantile(exceededWith q: Double) -> Double {
    location.addingProduct(-scale, Self.standardQuantile(at: q))
  }
  private static func standardQuantile(at p: Double) -> Double {
    p < 0.5 ? logarithm(2 * p) : -logarithm(2 * (1 - p))
  }

  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) {
    forEachPiece(of: &lanes) { lanes, scratch, count in
      for i in 0..<count { scratch[i] = 2 * min(lanes[i], 1 - lanes[i]) }
      torreya_log(scratch, scratch, count)
      for i in 0..<count {
        lanes[i] = location.addingProduct(lanes[i] < 0.5 ? scale : -scale, scratch[i])
      }
    }
  }
}
