/// A probability distribution with fixed parameters.
///
/// A draw is made by its quantile function, one uniform number per draw, so that correlation and
/// stratified sampling need no second code path.
public protocol Distribution: Sendable {
  /// How a planner writes it, and what its parameters mean.
  static var descriptor: DistributionDescriptor { get }

  /// Takes the parameters that the descriptor lists, in base units.
  init(_ values: ParameterValues) throws(ParameterError)

  /// Whether only single values have a probability; `density` is then that probability.
  var isDiscrete: Bool { get }
  /// Whether no single value has a probability.
  var isContinuous: Bool { get }
  /// The smallest and the largest possible value; infinite where it has no bound.
  var support: ClosedRange<Double> { get }
  /// Infinite or NaN where the distribution has none.
  var mean: Double { get }
  var variance: Double { get }
  /// The value that a deterministic plan would use: the mode where the planner names one, else
  /// the median.
  var likely: Double { get }

  /// The density at `x`; for a discrete distribution the probability of exactly `x`.
  func density(at x: Double) -> Double
  /// The probability of a value at or below `x`.
  func distributionFunction(at x: Double) -> Double
  /// The smallest value whose distribution function is at least `p`.
  ///
  /// - Precondition: `p` lies in the open interval (0, 1).
  func quantile(at p: Double) -> Double

  /// The probability of a value above `x`.
  ///
  /// A family whose upper tail is known more precisely than as `1 - distributionFunction(at:)`
  /// says so here: a double next to 1 cannot tell 1e-17 from nothing.
  func exceedanceProbability(above x: Double) -> Double
  /// The smallest value that is exceeded with at most the probability `tail`: what
  /// `quantile(at: 1 - tail)` would be without the rounding of the difference, so that a tail of
  /// 1e-300 can be asked for. Where `1 - tail` is exact, both are the same.
  ///
  /// - Precondition: `tail` lies in the open interval (0, 1).
  func quantile(exceededWith tail: Double) -> Double

  /// What it makes of a standard normal score, if that is simple; nil where it is not.
  var normalScore: NormalScore? { get }

  /// The same distribution made ready for many draws: an expensive quantile function becomes a
  /// table. It takes a fraction of a millisecond, so it is for plans and not for reading.
  func prepared() -> Self

  /// Turns probabilities into quantiles, in place: a block of draws.
  func fillQuantiles(_ lanes: inout MutableSpan<Double>)
}

extension Distribution {
  public var isDiscrete: Bool { Self.descriptor.isDiscrete }
  public var isContinuous: Bool { !isDiscrete }
  public func exceedanceProbability(above x: Double) -> Double { 1 - distributionFunction(at: x) }

  /// The largest double below 1 stands for what is nearer to it.
  public func quantile(exceededWith tail: Double) -> Double {
    quantile(at: min(1 - tail, 1.0.nextDown))
  }

  public func prepared() -> Self { self }
}
