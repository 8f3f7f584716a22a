import Testing

@testable import Probability

/// A member of a family, with the parameters that made it.
struct Fixture: CustomTestStringConvertible, Sendable {
  let family: String
  let parameters: [String: Double]
  var table: [(value: Double, probability: Double)] = []

  /// The quantiles of a map from probabilities.
  var points: [(probability: Double, value: Double)] = []
  /// The objects of a list, which have no family of their own.
  var rows: [Fixture] = []
  /// The distribution within it, if there is one.
  var inner: [Fixture] = []
  var choices: [String: String] = [:]

  /// An object of a list.
  static func row(_ parameters: [String: Double], _ inner: Fixture? = nil) -> Fixture {
    Fixture(family: "", parameters: parameters, inner: inner.map { [$0] } ?? [])
  }

  func values() throws -> ParameterValues {
    var values = ParameterValues(parameters, table: table)
    values.points = points
    values.rows = try rows.map { try $0.values() }
    values.distribution = try inner.first?.make()
    values.choices = choices
    return values
  }

  func make() throws -> any Distribution {
    let family = Distributions.named(self.family)
    return try #require(family).init(values())
  }

  /// Such as `pert(high: 9.0, likely: 2.0, low: 1.0)`: the case of the reference tables.
  var testDescription: String {
    let list =
      parameters.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
      + table.map { "\($0.value): \($0.probability)" }
      + points.map { "\($0.probability): \($0.value)" }
      + rows.map(\.testDescription) + inner.map(\.testDescription) + choices.values.sorted()
    return "\(family)(\(list.joined(separator: ", ")))"
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
    Fixture(
      family: "experts", parameters: [:],
      rows: [
        .row(["weight": 2, "p10": 38, "p50": 43, "p90": 49]),
        .row(["p10": 35, "p50": 44, "p90": 56, "low": 20]),
        .row([:], Fixture(family: "pert", parameters: ["low": 30, "likely": 40, "high": 60])),
      ]),
    Fixture(
      family: "experts", parameters: [:],
      rows: [
        .row(["weight": 2, "p10": 38, "p50": 43, "p90": 49]),
        .row(["p10": 35, "p50": 44, "p90": 56, "low": 20]),
      ],
      choices: ["pool": "quantileAverage"]),
    Fixture(family: "exponential", parameters: ["mean": 8]),
    Fixture(family: "gamma", parameters: ["mean": 180, "standardDeviation": 60]),
    Fixture(family: "gamma", parameters: ["shape": 0.3, "scale": 2]),
    Fixture(family: "gamma", parameters: ["shape": 50_000, "scale": 0.01]),
    Fixture(family: "geometric", parameters: ["probability": 0.25]),
    Fixture(
      family: "generalizedExtremeValue", parameters: ["location": 96, "scale": 23, "shape": 0.1]),
    Fixture(
      family: "generalizedExtremeValue", parameters: ["location": 10, "scale": 2, "shape": -0.25]),
    Fixture(
      family: "generalizedExtremeValue", parameters: ["location": 0, "scale": 1, "shape": 0]),
    Fixture(
      family: "generalizedExtremeValue", parameters: ["location": 0, "scale": 1, "shape": 1e-9]),
    Fixture(family: "gumbel", parameters: ["location": 96, "scale": 23]),
    Fixture(family: "gumbel", parameters: ["mean": 110, "standardDeviation": 30]),
    Fixture(
      family: "histogram", parameters: [:],
      rows: [
        .row(["low": 0, "high": 50, "probability": 0.2]),
        .row(["low": 50, "high": 60, "probability": 0.3]),
        .row(["low": 60, "high": 100, "probability": 0.2]),
        .row(["low": 100, "high": 300, "probability": 0.3]),
      ]),
    Fixture(family: "laplace", parameters: ["mean": 100, "standardDeviation": 15]),
    Fixture(family: "laplace", parameters: ["location": 0, "scale": 2]),
    Fixture(family: "logLogistic", parameters: ["median": 30, "p90": 60]),
    Fixture(family: "logLogistic", parameters: ["median": 30, "shape": 12]),
    Fixture(family: "logLogistic", parameters: ["median": 2, "shape": 1]),
    Fixture(family: "logistic", parameters: ["mean": 100, "standardDeviation": 15]),
    Fixture(family: "logistic", parameters: ["location": 0, "scale": 2]),
    Fixture(family: "lognormal", parameters: ["median": 260, "p90": 600]),
    Fixture(family: "lognormal", parameters: ["mean": 3, "standardDeviation": 1]),
    Fixture(family: "lognormal", parameters: ["logMean": 0.5, "logStandardDeviation": 0.25]),
    Fixture(family: "lomax", parameters: ["mean": 40, "shape": 3]),
    Fixture(family: "lomax", parameters: ["scale": 3, "shape": 0.9]),
    Fixture(
      family: "metalog", parameters: [:], points: [(0.1, -5), (0.5, 0), (0.9, 5)]),
    Fixture(
      family: "metalog", parameters: [:], points: [(0.1, 1), (0.25, 2.5), (0.5, 5), (0.9, 10)]),
    Fixture(
      family: "metalog", parameters: ["low": 0],
      points: [(0.05, 14), (0.25, 19), (0.5, 24), (0.9, 40)]),
    Fixture(
      family: "metalog", parameters: ["high": 100],
      points: [(0.03, 40), (0.2, 60), (0.5, 75), (0.7, 80), (0.95, 90)]),
    Fixture(
      family: "metalog", parameters: ["low": 0, "high": 1],
      points: [(0.1, 0.26), (0.3, 0.4), (0.5, 0.5), (0.75, 0.63), (0.9, 0.74), (0.98, 0.84)]),
    Fixture(
      family: "metalog", parameters: ["terms": 4],
      points: [
        (0.01, 2), (0.05, 7.5), (0.1, 10), (0.25, 14), (0.5, 19), (0.75, 25), (0.9, 31.5),
        (0.95, 36), (0.99, 46),
      ]),
    Fixture(
      family: "mixture", parameters: [:],
      rows: [
        .row(
          ["weight": 7], Fixture(family: "normal", parameters: ["mean": 0, "standardDeviation": 1])
        ),
        .row(["weight": 3], Fixture(family: "lognormal", parameters: ["median": 6, "p90": 12])),
      ]),
    Fixture(
      family: "mixture", parameters: [:],
      rows: [
        .row([:], Fixture(family: "normal", parameters: ["mean": 0, "standardDeviation": 0.5])),
        .row([:], Fixture(family: "logistic", parameters: ["location": 12, "scale": 0.3])),
        .row(["weight": 2], Fixture(family: "gamma", parameters: ["shape": 9, "scale": 3])),
      ]),
    Fixture(
      family: "mixture", parameters: [:],
      rows: [
        .row(["weight": 0.25], Fixture(family: "poisson", parameters: ["mean": 2.4])),
        .row(
          ["weight": 0.75],
          Fixture(family: "binomial", parameters: ["count": 40, "probability": 0.5])),
      ]),
    Fixture(family: "negativeBinomial", parameters: ["mean": 180, "standardDeviation": 60]),
    Fixture(family: "negativeBinomial", parameters: ["mean": 2, "dispersion": 3]),
    Fixture(family: "normal", parameters: ["mean": 100, "standardDeviation": 15]),
    Fixture(family: "pareto", parameters: ["low": 20, "shape": 2.5]),
    Fixture(family: "pareto", parameters: ["low": 1, "median": 1.1]),
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
    Fixture(
      family: "quantiles",
      parameters: ["p05": 14, "p25": 19, "p50": 24, "p75": 31, "p95": 48, "low": 0]),
    Fixture(
      family: "quantiles",
      parameters: [
        "p05": 10, "p10": 11, "p25": 13, "p50": 16, "p75": 20, "p90": 25.5, "p95": 29.5,
      ]),
    Fixture(
      family: "splitNormal",
      parameters: [
        "likely": 4300, "standardDeviationBelow": 300, "standardDeviationAbove": 500,
      ]),
    Fixture(
      family: "splitNormal",
      parameters: ["likely": 0, "standardDeviationBelow": 5, "standardDeviationAbove": 0.01]),
    Fixture(
      family: "studentT",
      parameters: ["degreesOfFreedom": 4, "mean": 100, "standardDeviation": 15]),
    Fixture(family: "studentT", parameters: ["degreesOfFreedom": 1, "location": 0, "scale": 1]),
    Fixture(family: "studentT", parameters: ["degreesOfFreedom": 2.5, "location": 3, "scale": 2]),
    Fixture(family: "studentT", parameters: ["degreesOfFreedom": 1.5, "location": 0, "scale": 1]),
    Fixture(family: "studentT", parameters: ["degreesOfFreedom": 1e4, "location": 0, "scale": 1]),
    Fixture(family: "studentT", parameters: ["degreesOfFreedom": 1e9, "location": 0, "scale": 1]),
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
    Fixture(
      family: "zeroInflated", parameters: ["probability": 0.3],
      inner: [Fixture(family: "poisson", parameters: ["mean": 2.4])]),
    Fixture(
      family: "zeroInflated", parameters: ["probability": 0.6],
      inner: [Fixture(family: "negativeBinomial", parameters: ["mean": 20, "dispersion": 0.5])]),
  ]
}
