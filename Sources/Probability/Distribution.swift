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
  /// The probability of a value above `x`, precise also where it is small.
  func exceedanceProbability(above x: Double) -> Double
  /// The smallest value whose distribution function is at least `p`.
  ///
  /// - Precondition: `p` lies in the open interval (0, 1).
  func quantile(at p: Double) -> Double
  /// The smallest value above which lies at most the probability `q`: the quantile at `1 - q`,
  /// precise also where `q` is tiny.
  ///
  /// - Precondition: `q` lies in the open interval (0, 1).
  func quantile(exceededWith q: Double) -> Double

  /// The same distribution made ready for many draws: an expensive quantile function becomes a
  /// table. It takes milliseconds, so it is for plans and not for reading.
  func prepared() -> Self

  /// Turns probabilities into quantiles, in place: a block of draws.
  func fillQuantiles(_ lanes: inout MutableSpan<Double>)
}

extension Distribution {
  public var isDiscrete: Bool { Self.descriptor.isDiscrete }
  public var isContinuous: Bool { !isDiscrete }
  public func exceedanceProbability(above x: Double) -> Double { 1 - distributionFunction(at: x) }
  public func quantile(exceededWith q: Double) -> Double { quantile(at: 1 - q) }
  public func prepared() -> Self { self }
}
