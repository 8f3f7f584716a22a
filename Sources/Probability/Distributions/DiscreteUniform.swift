import CKernels
import Languages

/// A whole number between two bounds, all equally likely.
public struct DiscreteUniform: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "discreteUniform", chineseName: "离散均匀分布",
    summary: "A whole number between two bounds, all of them equally likely.",
    forms: [
      .parameters([
        Parameter("low", .value, "the smallest possible value"),
        Parameter("high", .value, "the largest possible value"),
      ])
    ],
    example: #"{ "discreteUniform": { "low": 1, "high": 6 } }"#, isDiscrete: true)

  public let low, high: Double
  private let count: Double

  public init(_ values: ParameterValues) throws(ParameterError) {
    let whole = -1e15...1e15
    low = try values.wholeNumber("low", in: whole, expected: .init(zh: "整数", en: "a whole number"))
    high = try values.wholeNumber("high", in: whole, expected: .wholeNumberFromLow)
    guard low <= high else {
      throw ParameterError(parameter: "high", expected: .wholeNumberFromLow)
    }
    count = high - low + 1
  }

  public var support: ClosedRange<Double> { low...high }
  public var mean: Double { low + (high - low) / 2 }
  public var variance: Double { (count * count - 1) / 12 }
  public var likely: Double { quantile(at: 0.5) }

  public func density(at x: Double) -> Double {
    x >= low && x <= high && x.rounded() == x ? 1 / count : 0
  }
  public func distributionFunction(at x: Double) -> Double {
    x < low ? 0 : min((x.rounded(.down) - low + 1) / count, 1)
  }
  public func exceedanceProbability(above x: Double) -> Double {
    x >= high ? 0 : min((high - x.rounded(.down)) / count, 1)
  }
  public func quantile(exceededWith tail: Double) -> Double {
    max(high - (tail * count).rounded(.down), low)
  }
  public func quantile(at p: Double) -> Double {
    low + max((p * count).rounded(.up) - 1, 0)
  }

  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) {
    for i in lanes.indices { lanes[i] = quantile(at: lanes[i]) }
  }
}
