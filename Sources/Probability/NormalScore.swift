/// What a distribution makes of a standard normal score z: its quantile at the probability of z.
///
/// A draw of such a distribution needs no probability on the way: neither an inversion, where the
/// score is at hand from a correlated group, nor the digits that a probability near 1 would lose.
public enum NormalScore: Hashable, Sendable {
  /// `offset + scale z`, rounded once.
  case linear(scale: Double, offset: Double)
  /// The exponential of `offset + scale z`.
  case exponential(scale: Double, offset: Double)
}

extension Distribution {
  public var normalScore: NormalScore? { nil }
}

extension Normal {
  public var normalScore: NormalScore? { .linear(scale: standardDeviation, offset: mean) }
}

extension Lognormal {
  public var normalScore: NormalScore? {
    .exponential(scale: logStandardDeviation, offset: logMean)
  }
}
