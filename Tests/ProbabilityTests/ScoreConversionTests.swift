import Testing

@testable import Probability

struct ScoreConversionTests {
  private func distribution(_ name: String, _ values: [String: Double]) throws
    -> any Distribution
  {
    try #require(Distributions.named(name)).init(ParameterValues(values))
  }

  private func named(_ name: String) throws -> any Distribution {
    switch name {
    case "uniform": try distribution("uniform", ["low": 3, "high": 7])
    case "lognormal": try distribution("lognormal", ["logMean": 0, "logStandardDeviation": 0.5])
    case "normal": try distribution("normal", ["mean": 100, "standardDeviation": 3])
    case "half": try distribution("bernoulli", ["probability": 0.5])
    default: try distribution("exponential", ["mean": 2])
    }
  }

  /// 2 sin(π/6 · 0.5) and sin(π/2 · 0.5), and that perfect correlations stay perfect.
  @Test func convertsRanksInClosedForm() throws {
    let rank = try ScoreConversion(.rank, .gaussian, of: [])
    #expect(try abs(rank.scores(ofDeclared: 0.5, 1, 0) - 0.517_638_090_205_041_5) < 1e-15)
    #expect(abs(rank.declared(ofScores: 0.517_638_090_205_041_5, 1, 0) - 0.5) < 1e-15)
    let kendall = try ScoreConversion(.kendall, .studentT(degreesOfFreedom: 3), of: [])
    #expect(try abs(kendall.scores(ofDeclared: -0.5, 1, 0) + 0.707_106_781_186_547_6) < 1e-15)
    for conversion in [rank, kendall] {
      for perfect in [-1.0, 0, 1] {
        #expect(try conversion.scores(ofDeclared: perfect, 1, 0) == perfect)
        #expect(conversion.declared(ofScores: perfect, 1, 0) == perfect)
      }
    }
  }

  @Test func circularFunctionsInvertEachOther() {
    #expect(abs(sine(.pi / 2) - 1) < 2e-16 && arcsine(1) == .pi / 2)
    #expect(abs(sine(1) - 0.841_470_984_807_896_5) < 2e-16)
    #expect(abs(arcsine(0.3) - 0.304_692_654_015_397_5) < 1e-16)
    for step in -100...100 {
      let x = Double(step) / 100
      #expect(abs(sine(arcsine(x)) - x) < 3e-16)
      #expect(arcsine(-x) == -arcsine(x))
    }
  }

  /// The table's uniform values have as product-moment correlation the rank correlation.
  @Test func agreesWithQuadratureInPolarCoordinates() throws {
    let table = try ReferenceTable("copula-correlations")
    let degrees = try table.numbers("degreesOfFreedom")
    let (scores, correlations) = try (table.numbers("scores"), table.numbers("correlation"))
    var worst = 0.0
    var conversions: [[String]: ScoreConversion] = [:]
    for (row, names) in table.rows.enumerated() {
      let copula =
        degrees[row] == 0 ? Copula.gaussian : .studentT(degreesOfFreedom: degrees[row])
      let marginals = try [named(names[1]), named(names[2])]
      let conversion =
        try conversions[Array(names[...2])]
        ?? ScoreConversion(.productMoment, copula, of: marginals)
      conversions[Array(names[...2])] = conversion
      let found = conversion.declared(ofScores: scores[row], 1, 0)
      worst = max(worst, abs(found - correlations[row]))
      #expect(try abs(conversion.scores(ofDeclared: found, 1, 0) - scores[row]) < 1e-9)
      guard names[1] == "uniform", names[2] == "uniform" else { continue }
      let rank = try ScoreConversion(.rank, copula, of: marginals)
      #expect(abs(rank.declared(ofScores: scores[row], 1, 0) - correlations[row]) < 2e-9)
      #expect(try abs(rank.scores(ofDeclared: found, 1, 0) - scores[row]) < 1e-7)
    }
    print("copula correlations: largest difference \(worst)")
    #expect(worst < 1e-8)
  }

  /// Lognormals: (exp(r σ²) - 1) / (exp(σ²) - 1). The lowest, at r = -1, is -exp(-σ²).
  @Test func findsWhatLognormalsCanHave() throws {
    let marginals = try [named("lognormal"), named("lognormal")]
    let conversion = try ScoreConversion(.productMoment, .gaussian, of: marginals)
    let variance = 0.25
    for scores in [-0.95, -0.5, 0.1, 0.7, 0.99] {
      let expected =
        exponentialMinusOne(scores * variance) / exponentialMinusOne(variance)
      #expect(abs(conversion.declared(ofScores: scores, 1, 0) - expected) < 1e-12)
      #expect(try abs(conversion.scores(ofDeclared: expected, 1, 0) - scores) < 1e-11)
    }
    #expect(try conversion.scores(ofDeclared: 1, 1, 0) == 1)
    #expect {
      try conversion.scores(ofDeclared: -0.9, 1, 0)
    } throws: { error in
      guard case .unreachable(1, 0, let lowest, let highest)? = error as? ScoreConversionError
      else { return false }
      return abs(lowest + exponential(-variance)) < 1e-12 && abs(highest - 1) < 1e-12
    }
  }

  /// Two fair coins have (2/π) arcsin r; their steps are what a power series finds hardest.
  @Test func convertsCounts() throws {
    let marginals = try [named("half"), named("half")]
    let conversion = try ScoreConversion(.productMoment, .gaussian, of: marginals)
    for (scores, error) in [(0.3, 1e-10), (-0.8, 1e-10), (0.98, 1e-9), (0.999, 5e-3)] {
      let expected = arcsine(scores) * 2 / .pi
      #expect(abs(conversion.declared(ofScores: scores, 1, 0) - expected) < error)
    }
    #expect(try conversion.scores(ofDeclared: -1, 1, 0) == -1)
    // A coin and a normal value: at most √(2/π).
    let mixed = try ScoreConversion(
      .productMoment, .gaussian, of: [named("half"), named("normal")])
    #expect(abs(mixed.declared(ofScores: 1, 1, 0) - (2 / Double.pi).squareRoot()) < 1e-12)
    #expect(abs(mixed.declared(ofScores: 0.5, 1, 0) - 0.5 * (2 / Double.pi).squareRoot()) < 1e-10)
  }

  @Test func normalValuesAreTheirOwnScores() throws {
    let marginals = try [named("normal"), named("normal")]
    let conversion = try ScoreConversion(.productMoment, .gaussian, of: marginals)
    #expect(try conversion.scores(ofDeclared: 0.37, 1, 0) == 0.37)
  }

  @Test func refusesValuesWithoutVariance() throws {
    let marginals = try [named("normal"), distribution("bernoulli", ["probability": 1])]
    #expect(throws: ScoreConversionError.noVariance(variable: 1)) {
      try ScoreConversion(.productMoment, .gaussian, of: marginals)
    }
  }
}
