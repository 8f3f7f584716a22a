import Languages

/// A bell curve with heavy tails: the heavier, the fewer its degrees of freedom.
///
/// - Source: Student (William S. Gosset), "The probable error of a mean", Biometrika 6 (1908),
///   1–25; its tail as an incomplete beta function, Abramowitz & Stegun (1964), 26.7.1.
public struct StudentT: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "studentT", chineseName: "学生 t 分布",
    summary: "A value that errs to both sides alike, and now and then by very much.",
    forms: [
      .parameters([
        Parameter("degreesOfFreedom", .number, "the fewer, the heavier are the tails"),
        Parameter("location", .value, "the middle"),
        Parameter("scale", .spread, "how far the values spread"),
      ]),
      .parameters([
        Parameter("degreesOfFreedom", .number, "the fewer, the heavier are the tails; above 2"),
        Parameter("mean", .value, "the mean"),
        Parameter("standardDeviation", .spread, "the standard deviation"),
      ]),
    ],
    example: #"{ "studentT": { "degreesOfFreedom": 4, "mean": 100, "standardDeviation": 15 } }"#)

  public let degreesOfFreedom, location, scale: Double
  private let standard: StandardStudentT
  /// Once prepared, where the polynomials are good enough.
  private var table: QuantileTable?

  public init(_ values: ParameterValues) throws(ParameterError) {
    degreesOfFreedom = try values.positive("degreesOfFreedom")
    guard degreesOfFreedom >= 0.1 else {
      throw ParameterError(
        parameter: "degreesOfFreedom",
        expected: .init(zh: "不小于 0.1 的数", en: "a number of 0.1 or more"))
    }
    if values.has("mean") || values.has("standardDeviation") {
      guard degreesOfFreedom > 2 else {
        throw ParameterError(
          parameter: "degreesOfFreedom",
          expected: .init(
            zh: "大于 2 的数，否则没有标准差",
            en: "a number above 2, below which there is no standard deviation"))
      }
      location = try values.number("mean")
      let share = (1 - 2 / degreesOfFreedom).squareRoot()
      scale = try values.positive("standardDeviation") * share
    } else {
      location = try values.number("location")
      scale = try values.positive("scale")
    }
    standard = StandardStudentT(degreesOfFreedom: degreesOfFreedom)
  }

  public var support: ClosedRange<Double> { -Double.infinity...(.infinity) }
  public var likely: Double { location }
  /// NaN up to one degree of freedom.
  public var mean: Double { degreesOfFreedom > 1 ? location : .nan }
  /// Infinite up to two degrees of freedom, NaN up to one.
  public var variance: Double {
    if degreesOfFreedom <= 2 { return degreesOfFreedom > 1 ? .infinity : .nan }
    return scale * scale / (1 - 2 / degreesOfFreedom)
  }

  public func density(at x: Double) -> Double {
    standard.density(at: (x - location) / scale) / scale
  }
  public func distributionFunction(at x: Double) -> Double {
    let tail = standard.tail(beyond: abs(x - location) / scale)
    return x < location ? tail : 1 - tail
  }
  public func exceedanceProbability(above x: Double) -> Double {
    let tail = standard.tail(beyond: abs(x - location) / scale)
    return x < location ? 1 - tail : tail
  }
  public func quantile(at p: Double) -> Double {
    location.addingProduct(-scale, standardExceeded(with: p))
  }
  public func quantile(exceededWith q: Double) -> Double {
    location.addingProduct(scale, standardExceeded(with: q))
  }
  private func standardExceeded(with q: Double) -> Double {
    q < 0.5 ? standard.distance(ofTail: q) : -standard.distance(ofTail: 1 - q)
  }

  public func prepared() -> StudentT {
    var copy = self
    copy.table = QuantileTable(of: self)
    return copy
  }

  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) {
    guard let table else {
      for i in lanes.indices { lanes[i] = quantile(at: lanes[i]) }
      return
    }
    // A closure that is written here needs no memory; one that has a name does.
    table.fill(&lanes) { quantile(at: $0) }
  }
}
