import Languages

/// An amount that cannot be negative, with a long upper tail.
public struct Gamma: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "gamma", chineseName: "伽马分布",
    summary: "An amount that cannot be negative and may be large, such as rain or a loss.",
    forms: [
      .parameters([
        Parameter("mean", .spread, "the mean"),
        Parameter("standardDeviation", .spread, "the standard deviation"),
      ]),
      .parameters([
        Parameter("shape", .number, "the shape: the squared ratio of mean to standard deviation"),
        Parameter("scale", .spread, "the scale: the mean over the shape"),
      ]),
    ],
    example: #"{ "gamma": { "mean": 180, "standardDeviation": 60 } }"#)

  public let shape, scale: Double
  private let incomplete: IncompleteGamma
  /// Once prepared, where the polynomials are good enough.
  private var table: QuantileTable?

  public init(_ values: ParameterValues) throws(ParameterError) {
    let shapes = 1e-3...1e10
    if values.has("shape") {
      shape = try values.positive("shape")
      scale = try values.positive("scale")
      guard shapes.contains(shape) else {
        throw ParameterError(
          parameter: "shape", expected: .number(from: "0.001", to: "10000000000"))
      }
    } else {
      let mean = try values.positive("mean")
      let deviation = try values.positive("standardDeviation")
      let ratio = mean / deviation
      (shape, scale) = (ratio * ratio, deviation / ratio)
      guard shapes.contains(shape), scale > 0, scale.isFinite else {
        throw ParameterError(
          parameter: "standardDeviation",
          expected: .init(
            zh: "mean 的十万分之一到 30 倍之间的数", en: "a number between mean / 100000 and 30 times mean"))
      }
    }
    incomplete = IncompleteGamma(shape: shape)
  }

  public func prepared() -> Gamma {
    var copy = self
    copy.table = SharedTables.table(of: .gamma, shape) {
      QuantileTable(scale: shape.squareRoot(), isPositive: .init(lower: true, upper: true)) {
        tail, isUpper, guess in
        Self.quantile(incomplete, tail, isUpper, start: logarithm(guess))
      }
    }?.placed(lower: .init(factor: scale), upper: .init(factor: scale))
    return copy
  }

  public var support: ClosedRange<Double> { 0...(.infinity) }
  public var mean: Double { shape * scale }
  public var variance: Double { shape * scale * scale }
  public var likely: Double { quantile(at: 0.5) }

  public func density(at x: Double) -> Double {
    if x < 0 { return 0 }
    if x == 0 { return shape > 1 ? 0 : shape < 1 ? .infinity : 1 / scale }
    return incomplete.kernel(at: x / scale) / x
  }
  public func distributionFunction(at x: Double) -> Double {
    incomplete.probabilities(at: x / scale).lower
  }
  public func exceedanceProbability(above x: Double) -> Double {
    incomplete.probabilities(at: x / scale).upper
  }

  /// - Accuracy: 1e-14 relative; in the far tails that of `IncompleteGamma`.
  public func quantile(at p: Double) -> Double {
    p > 0.5 ? quantile(tail: 1 - p, isUpper: true) : quantile(tail: p, isUpper: false)
  }
  public func quantile(exceededWith tail: Double) -> Double {
    tail > 0.5 ? quantile(tail: 1 - tail, isUpper: false) : quantile(tail: tail, isUpper: true)
  }

  private func quantile(tail: Double, isUpper: Bool) -> Double {
    scale * Self.quantile(incomplete, tail, isUpper, start: .nan)
  }

  /// - Accuracy: once prepared, 1e-10 standard deviations.
  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) {
    guard let table else {
      for i in lanes.indices { lanes[i] = quantile(at: lanes[i]) }
      return
    }
    // A closure that is written here needs no memory; a method that is passed on does.
    table.fill(&lanes) { quantile(at: $0) }
  }

  /// The quantile for unit scale, by its logarithm, in which both tails are nearly straight.
  ///
  /// - Parameter start: a guess at the logarithm, if any.
  private static func quantile(
    _ incomplete: IncompleteGamma, _ tail: Double, _ isUpper: Bool, start: Double
  ) -> Double {
    let shape = incomplete.shape
    var start = start
    if start.isNaN {
      // Wilson & Hilferty (1931): the cube root is nearly normal. Far down, a power of p.
      let z = StandardNormal.quantile(at: tail) * (isUpper ? -1 : 1)
      let root = 1 - 1 / (9 * shape) + z / (3 * shape.squareRoot())
      start =
        root > 0.2
        ? logarithm(shape) + 3 * logarithm(root)
        : (logarithm(isUpper ? 1 - tail : tail) + logGamma(shape + 1)) / shape
    }
    let found = searchQuantile(
      tail: tail, isUpper: isUpper, from: -745, to: 709, start: start
    ) {
      incomplete.tailPoint(at: exponential($0))
    }
    let x = exponential(found.argument)
    return x.addingProduct(x, exponentialMinusOne(found.step))
  }
}
