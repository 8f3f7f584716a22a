/// A family whose members can be told apart by their parameters.
protocol ComparableByParameters: Distribution {
  func hasSameParameters(as other: Self) -> Bool
}

extension ComparableByParameters {
  fileprivate func hasSameParameters(as other: any Distribution) -> Bool {
    (other as? Self).map { hasSameParameters(as: $0) } ?? false
  }
}

extension Distribution {
  /// Whether another distribution is of the same family and has the same parameters, to the bit, so
  /// that both draw the same numbers from the same stream when both are prepared, or neither is.
  ///
  /// - Returns: false also where nobody can tell: of pools, and of values that are listed.
  public func draws(asDoes other: any Distribution) -> Bool {
    (self as? any ComparableByParameters)?.hasSameParameters(as: other) ?? false
  }
}

extension Bernoulli: ComparableByParameters {
  func hasSameParameters(as other: Bernoulli) -> Bool { probability == other.probability }
}

extension Beta: ComparableByParameters {
  func hasSameParameters(as other: Beta) -> Bool {
    (alpha, beta, low, high) == (other.alpha, other.beta, other.low, other.high)
  }
}

extension DiscreteUniform: ComparableByParameters {
  func hasSameParameters(as other: DiscreteUniform) -> Bool {
    (low, high) == (other.low, other.high)
  }
}

extension Exponential: ComparableByParameters {
  func hasSameParameters(as other: Exponential) -> Bool { mean == other.mean }
}

extension Gamma: ComparableByParameters {
  func hasSameParameters(as other: Gamma) -> Bool {
    (shape, scale) == (other.shape, other.scale)
  }
}

extension Metalog: ComparableByParameters {
  func hasSameParameters(as other: Metalog) -> Bool {
    curve == other.curve && scale == other.scale
  }
}

extension NegativeBinomial: ComparableByParameters {
  func hasSameParameters(as other: NegativeBinomial) -> Bool {
    (mean, dispersion) == (other.mean, other.dispersion)
  }
}

extension PERT: ComparableByParameters {
  func hasSameParameters(as other: PERT) -> Bool {
    likely == other.likely && beta.hasSameParameters(as: other.beta)
  }
}

extension Poisson: ComparableByParameters {
  func hasSameParameters(as other: Poisson) -> Bool { mean == other.mean }
}

extension Quantiles: ComparableByParameters {
  func hasSameParameters(as other: Quantiles) -> Bool {
    metalog.hasSameParameters(as: other.metalog)
  }
}

extension Triangular: ComparableByParameters {
  func hasSameParameters(as other: Triangular) -> Bool {
    (low, likely, high) == (other.low, other.likely, other.high)
  }
}

extension Uniform: ComparableByParameters {
  func hasSameParameters(as other: Uniform) -> Bool { (low, high) == (other.low, other.high) }
}

extension Weibull: ComparableByParameters {
  func hasSameParameters(as other: Weibull) -> Bool {
    (shape, scale) == (other.shape, other.scale)
  }
}
