import Probability
import Testing

/// A distribution of a family.
func exampleDistribution(of name: String) throws -> any Distribution {
  let values = try nestedExample(of: name) ?? ParameterValues(#require(plainExamples[name]))
  return try #require(Distributions.named(name)).init(values)
}

/// Families whose parameters are plain numbers.
private let plainExamples: [String: [String: Double]] = [
  "bernoulli": ["probability": 0.3], "beta": ["alpha": 2, "beta": 3, "low": 1, "high": 2],
  "binomial": ["count": 12, "probability": 0.4], "discreteUniform": ["low": 1, "high": 6],
  "exponential": ["mean": 8], "gamma": ["mean": 180, "standardDeviation": 60],
  "generalizedExtremeValue": ["location": 96, "scale": 23, "shape": 0.1],
  "geometric": ["probability": 0.25], "gumbel": ["mean": 110, "standardDeviation": 30],
  "laplace": ["mean": 100, "standardDeviation": 15], "logLogistic": ["median": 30, "p90": 75],
  "logistic": ["mean": 100, "standardDeviation": 15], "lognormal": ["median": 3, "p90": 9],
  "lomax": ["mean": 40, "shape": 3], "negativeBinomial": ["mean": 18, "standardDeviation": 6],
  "normal": ["mean": 1, "standardDeviation": 2], "pareto": ["low": 20, "shape": 2.5],
  "pert": ["low": 1, "likely": 2, "high": 5], "poisson": ["mean": 2.4],
  "quantiles": ["p10": 1800, "p50": 2200, "p90": 2700],
  "splitNormal": ["likely": 43, "standardDeviationBelow": 3, "standardDeviationAbove": 5],
  "studentT": ["degreesOfFreedom": 4, "mean": 100, "standardDeviation": 15],
  "triangular": ["low": 1, "likely": 2, "high": 5],
  "truncatedNormal": ["mean": 30, "standardDeviation": 20, "low": 0, "high": 90],
  "uniform": ["low": 0.9, "high": 1.1], "weibull": ["shape": 1.8, "scale": 12],
]

/// Families whose parameters are tables, lists, or other distributions; nil for another one.
private func nestedExample(of name: String) throws -> ParameterValues? {
  var values = ParameterValues([:])
  switch name {
  case "discrete", "empirical":
    return ParameterValues([:], table: [(value: 1, probability: 0.5), (value: 2, probability: 0.5)])
  case "metalog":
    values.points = [(0.05, 14), (0.25, 19), (0.5, 24), (0.9, 40)]
  case "histogram":
    values.rows = [
      ParameterValues(["low": 0, "high": 50, "probability": 0.6]),
      ParameterValues(["low": 50, "high": 200, "probability": 0.4]),
    ]
  case "experts":
    values.rows = [
      ParameterValues(["weight": 2, "p10": 38, "p50": 43, "p90": 49]),
      ParameterValues(["p10": 35, "p50": 44, "p90": 56]),
    ]
  case "mixture":
    values.rows = try [row("normal", weight: 0.7), row("lognormal", weight: 0.3)]
  case "zeroInflated":
    values = ParameterValues(["probability": 0.3])
    values.distribution = try exampleDistribution(of: "poisson")
  default: return nil
  }
  return values
}

/// A member of a mixture.
private func row(_ name: String, weight: Double) throws -> ParameterValues {
  var values = ParameterValues(["weight": weight])
  values.distribution = try exampleDistribution(of: name)
  return values
}
