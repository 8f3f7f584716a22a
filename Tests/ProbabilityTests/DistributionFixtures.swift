import Testing

@testable import Probability

/// A member of a family, with the parameters that made it.
struct Fixture: CustomTestStringConvertible {
  let family: String
  let parameters: [String: Double]
  var table: [(value: Double, probability: Double)] = []

  func make() throws -> any Distribution {
    let family = Distributions.named(self.family)
    return try #require(family).init(ParameterValues(parameters, table: table))
  }

  /// Such as `pert(high: 9.0, likely: 2.0, low: 1.0)`: the case of the reference tables.
  var testDescription: String {
    let list = parameters.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    let rows = table.map { "\($0.value): \($0.probability)" }
    return "\(family)(\((list + rows).joined(separator: ", ")))"
  }

  /// At least one for each family; `Reference/make_distribution_tables.py` lists the same.
  static let all: [Fixture] = [
    Fixture(family: "bernoulli", parameters: ["probability": 0.3]),
    Fixture(family: "beta", parameters: ["mean": 0.55, "standardDeviation": 0.1]),
    Fixture(family: "beta", parameters: ["alpha": 0.5, "beta": 0.7, "low": 2, "high": 5]),
    Fixture(family: "beta", parameters: ["alpha": 2000, "beta": 300]),
    Fixture(family: "binomial", parameters: ["count": 12, "probability": 0.4]),
    Fixture(family: "binomial", parameters: ["count": 100_000, "probability": 0.03]),
    Fixture(
      family: "discrete", parameters: [:], table: [(1, 0.5), (2, 0.35), (3, 0.15)]),
    Fixture(family: "discreteUniform", parameters: ["low": 1, "high": 6]),
    Fixture(
      family: "empirical", parameters: [:], table: [(12, 0), (15, 0), (9, 0), (22, 0), (15, 0)]),
    Fixture(family: "exponential", parameters: ["mean": 8]),
    Fixture(family: "gamma", parameters: ["mean": 180, "standardDeviation": 60]),
    Fixture(family: "gamma", parameters: ["shape": 0.3, "scale": 2]),
    Fixture(family: "gamma", parameters: ["shape": 50_000, "scale": 0.01]),
    Fixture(family: "geometric", parameters: ["probability": 0.25]),
    Fixture(family: "lognormal", parameters: ["median": 260, "p90": 600]),
    Fixture(family: "lognormal", parameters: ["mean": 3, "standardDeviation": 1]),
    Fixture(family: "lognormal", parameters: ["logMean": 0.5, "logStandardDeviation": 0.25]),
    Fixture(family: "negativeBinomial", parameters: ["mean": 180, "standardDeviation": 60]),
    Fixture(family: "negativeBinomial", parameters: ["mean": 2, "dispersion": 3]),
    Fixture(family: "normal", parameters: ["mean": 100, "standardDeviation": 15]),
    Fixture(family: "pert", parameters: ["low": 3800, "likely": 4300, "high": 4900]),
    Fixture(family: "pert", parameters: ["low": 0, "likely": 0, "high": 3, "shape": 10]),
    Fixture(family: "poisson", parameters: ["mean": 2.4]),
    Fixture(family: "poisson", parameters: ["mean": 123_456.5]),
    Fixture(family: "quantiles", parameters: ["p10": 1800, "p50": 2200, "p90": 2700]),
    Fixture(family: "quantiles", parameters: ["p10": 1, "p50": 3, "p90": 5, "low": 0]),
    Fixture(family: "quantiles", parameters: ["p10": 4, "p50": 6, "p90": 8, "high": 9]),
    Fixture(
      family: "quantiles",
      parameters: ["p10": 0.2, "p50": 0.5, "p90": 0.6, "low": 0, "high": 1]),
    Fixture(family: "triangular", parameters: ["low": 20, "likely": 30, "high": 70]),
    Fixture(family: "triangular", parameters: ["low": 0, "likely": 1, "high": 1]),
    Fixture(
      family: "truncatedNormal",
      parameters: ["mean": 30, "standardDeviation": 20, "low": 0, "high": 90]),
    Fixture(
      family: "truncatedNormal", parameters: ["mean": 0, "standardDeviation": 1, "low": 8]),
    Fixture(family: "uniform", parameters: ["low": 0.9, "high": 1.1]),
    Fixture(family: "weibull", parameters: ["shape": 1.8, "scale": 12]),
    Fixture(family: "weibull", parameters: ["shape": 0.7, "scale": 2]),
  ]
}
