/// The families of distributions that a planner can name.
public enum Distributions {
  /// In alphabetical order of their names: the one list from which the reader, the schema and
  /// the documentation derive.
  public static let all: [any Distribution.Type] = [
    Bernoulli.self, Beta.self, Binomial.self, Discrete.self, DiscreteUniform.self, Empirical.self,
    Experts.self, Exponential.self, Gamma.self, GeneralizedExtremeValue.self, Geometric.self,
    Gumbel.self, Histogram.self, Laplace.self, LogLogistic.self, Logistic.self, Lognormal.self,
    Lomax.self, Metalog.self, Mixture.self, NegativeBinomial.self, Normal.self, Pareto.self,
    PERT.self, Poisson.self, Quantiles.self, SplitNormal.self, StudentT.self, Triangular.self,
    TruncatedNormal.self, Uniform.self, Weibull.self, ZeroInflated.self,
  ]

  /// The family with a name, such as `pert`; nil if there is none.
  public static func named(_ name: String) -> (any Distribution.Type)? {
    all.first { $0.descriptor.name == name }
  }

  /// The families that may stand within another one.
  public static func families(_ kind: DistributionKind) -> [any Distribution.Type] {
    switch kind {
    case .any: all
    case .counts: [Binomial.self, Geometric.self, NegativeBinomial.self, Poisson.self]
    }
  }

  static func names(_ kind: DistributionKind) -> [String] {
    families(kind).map { $0.descriptor.name }
  }
}
