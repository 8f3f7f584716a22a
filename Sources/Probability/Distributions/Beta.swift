import Languages

/// A share between two bounds: flexible, with one hump for shapes above 1.
public struct Beta: Distribution {
  public static let descriptor = DistributionDescriptor(
    name: "beta", chineseName: "贝塔分布",
    summary: "A share whose mean and spread are known, between 0 and 1 or two other bounds.",
    forms: [
      .parameters([
        Parameter("mean", .value, "the mean"),
        Parameter("standardDeviation", .spread, "the standard deviation"),
        Parameter("low", .value, "the smallest possible value", default: 0),
        Parameter("high", .value, "the largest possible value", default: 1),
      ]),
      .parameters([
        Parameter("alpha", .number, "the shape towards the lower bound"),
        Parameter("beta", .number, "the shape towards the upper bound"),
        Parameter("low", .value, "the smallest possible value", default: 0),
        Parameter("high", .value, "the largest possible value", default: 1),
      ]),
    ],
    example: #"{ "beta": { "mean": 0.55, "standardDeviation": 0.1 } }"#)

  /// Shapes beyond these are a point or two, for all that a `Double` can tell.
  static let shapes = 1e-3...1e8

  public let alpha, beta, low, high: Double
  private let width: Double
  private let incomplete: IncompleteBeta
  /// Once prepared, where the polynomials are good enough.
  private var table: QuantileTable?

  public init(_ values: ParameterValues) throws(ParameterError) {
    let low = try values.number("low", default: 0)
    let high =
      values.has("high") ? try values.number("high", above: "low", at: low) : max(1, low)
    guard low < high else {
      throw ParameterError(
        parameter: "low",
        expected: .init(
          zh: "小于 high 的数（high 省略时为 1）", en: "a number below high, which is 1 if left out"))
    }
    if values.has("alpha") {
      let alpha = try Self.shape(try values.positive("alpha"), "alpha")
      let beta = try Self.shape(try values.positive("beta"), "beta")
      self.init(alpha: alpha, beta: beta, low: low, high: high)
      return
    }
    let mean = try values.number("mean", above: "low", at: low)
    guard mean < high else {
      throw ParameterError(
        parameter: "mean",
        expected: .init(zh: "low 与 high 之间的数", en: "a number between low and high"))
    }
    let share = (mean - low) / (high - low)
    let spread = try values.positive("standardDeviation") / (high - low)
    let sum = share * (1 - share) / (spread * spread) - 1
    guard sum > 0, Self.shapes.contains(share * sum), Self.shapes.contains((1 - share) * sum)
    else {
      throw ParameterError(
        parameter: "standardDeviation",
        expected: .init(
          zh: "小于 (mean - low)(high - mean) 的平方根、且不近于零的数",
          en: "a number below the square root of (mean - low)(high - mean), and not vanishing"))
    }
    self.init(alpha: share * sum, beta: (1 - share) * sum, low: low, high: high)
  }

  private static func shape(_ value: Double, _ name: String) throws(ParameterError) -> Double {
    guard shapes.contains(value) else {
      throw ParameterError(parameter: name, expected: .number(from: "0.001", to: "100000000"))
    }
    return value
  }

  /// - Precondition: shapes in `shapes`, bounds finite and in order, at a finite distance.
  init(alpha: Double, beta: Double, low: Double, high: Double) {
    (self.alpha, self.beta, self.low, self.high) = (alpha, beta, low, high)
    width = high - low
    incomplete = IncompleteBeta(alpha: alpha, beta: beta, isKept: true)
  }

  public func prepared() -> Beta {
    var copy = self
    let sum = alpha + beta
    let deviation = (alpha / sum * (beta / sum) / (sum + 1)).squareRoot()
    // The table holds the share of the width, counted from the end that the tail is at, so that
    // little is lost next to either bound, and equal shapes have equal tables.
    copy.table = SharedTables.table(of: .beta, alpha, beta) {
      QuantileTable(scale: deviation, isPositive: .init(lower: true, upper: true)) {
        tail, isUpper, guess in
        let (share, rest) = Self.shares(
          incomplete, tail, isUpper,
          start: guess > 0 && guess < 1
            ? logarithm(guess / (1 - guess)) * (isUpper ? -1 : 1) : .nan)
        return isUpper ? rest : share
      }
    }?.placed(
      lower: .init(offset: low, factor: width), upper: .init(offset: high, factor: -width))
    return copy
  }

  public var support: ClosedRange<Double> { low...high }
  public var mean: Double { low + width * (alpha / (alpha + beta)) }
  public var variance: Double {
    let sum = alpha + beta
    return alpha / sum * (beta / sum) / (sum + 1) * width * width
  }
  public var likely: Double { quantile(at: 0.5) }

  public func density(at x: Double) -> Double {
    guard x >= low, x <= high else { return 0 }
    let (share, rest) = ((x - low) / width, (high - x) / width)
    if share == 0 { return edge(alpha, beta) }
    if rest == 0 { return edge(beta, alpha) }
    return incomplete.kernel(at: share, complement: rest) / (share * rest) / width
  }

  /// The density at a bound whose shape is `near`.
  private func edge(_ near: Double, _ far: Double) -> Double {
    near > 1 ? 0 : near < 1 ? .infinity : far / width
  }

  public func distributionFunction(at x: Double) -> Double {
    if x <= low { return 0 }
    if x >= high { return 1 }
    return incomplete.probabilities(at: (x - low) / width, complement: (high - x) / width).lower
  }
  public func exceedanceProbability(above x: Double) -> Double {
    if x <= low { return 1 }
    if x >= high { return 0 }
    return incomplete.probabilities(at: (x - low) / width, complement: (high - x) / width).upper
  }

  /// - Accuracy: 1e-14 of the distance to the nearer bound; in the far tails that of
  ///   `IncompleteBeta`.
  public func quantile(at p: Double) -> Double {
    p > 0.5 ? quantile(tail: 1 - p, isUpper: true) : quantile(tail: p, isUpper: false)
  }
  public func quantile(exceededWith tail: Double) -> Double {
    tail > 0.5 ? quantile(tail: 1 - tail, isUpper: false) : quantile(tail: tail, isUpper: true)
  }

  private func quantile(tail: Double, isUpper: Bool) -> Double {
    let (share, rest) = Self.shares(incomplete, tail, isUpper, start: .nan)
    return share < rest ? low + width * share : high - width * rest
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

  /// The quantile and its complement for bounds 0 and 1, by the logarithm of its odds, in which
  /// both tails are nearly straight.
  ///
  /// - Parameter start: a guess at that logarithm, if any.
  private static func shares(
    _ incomplete: IncompleteBeta, _ tail: Double, _ isUpper: Bool, start: Double
  ) -> (share: Double, rest: Double) {
    var start = start
    if start.isNaN {
      let z = StandardNormal.quantile(at: tail) * (isUpper ? -1 : 1)
      let (alpha, beta) = (incomplete.alpha, incomplete.beta)
      start = logarithm(alpha / beta) + z * (1 / alpha + 1 / beta).squareRoot()
    }
    let found = searchQuantile(
      tail: tail, isUpper: isUpper, from: -745, to: 745, start: start
    ) {
      let x = 1 / (1 + exponential(-$0))
      let y = 1 / (1 + exponential($0))
      return incomplete.tailPoint(at: x, complement: y)
    }
    let x = 1 / (1 + exponential(-found.argument))
    let y = 1 / (1 + exponential(found.argument))
    let change = x * y * found.step * (1 + 0.5 * found.step * (y - x))
    return (x + change, y - change)
  }
}
