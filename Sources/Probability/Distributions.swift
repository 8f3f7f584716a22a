/// The families of distributions that a planner can name.
public enum Distributions {
  /// In alphabetical order of their names: the one list from which the reader, the schema and
  /// the documentation derive.
  public static let all: [any Distribution.Type] = [
    Bernoulli.self, Beta.self, Binomial.self, Discrete.self, DiscreteUniform.self, Empirical.self,
    Exponential.self, Gamma.self, Geometric.self, Lognormal.self, NegativeBinomial.self,
    Normal.self, PERT.self, Poisson.self, Quantiles.self, Triangular.self, TruncatedNormal.self,
    Uniform.self, Weibull.self,
  ]

  /// The family with a name, such as `pert`; nil if there is none.
  public static func named(_ name: String) -> (any Distribution.Type)? {
    all.first { $0.descriptor.name == name }
  }
}
