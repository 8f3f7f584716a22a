import Testing

@testable import Probability

@Suite("how nearly values are straight over normal scores") struct ScoreLinearityTests {
  private func linearity(_ family: String, _ parameters: [String: Double]) throws -> Double {
    try #require(Distributions.named(family)).init(ParameterValues(parameters)).linearityInScores
  }

  @Test("a line is one, and so is a line of logarithms")
  func lines() throws {
    #expect(abs(try linearity("normal", ["mean": -3, "standardDeviation": 7]) - 1) < 1e-12)
    #expect(
      abs(try linearity("lognormal", ["logMean": 2, "logStandardDeviation": 0.8]) - 1) < 1e-12)
  }

  /// The correlation of a score with its probability is √(3/π); with the sign of itself √(2/π).
  @Test("a uniform one and two values far apart have their closed forms")
  func closedForms() throws {
    let uniform = try linearity("uniform", ["low": -1, "high": 1])
    #expect(abs(uniform - 3 / Double.pi) < 0.01, "\(uniform)")
    var values = ParameterValues([:])
    values.rows = [-100.0, 100].map { mean in
      var row = ParameterValues([:])
      row.distribution = try? Normal(
        ParameterValues(["mean": mean, "standardDeviation": 1]))
      return row
    }
    let two = try Mixture(values).linearityInScores
    #expect(abs(two - 2 / Double.pi) < 0.02, "\(two)")
  }

  @Test("what does not vary is no bend")
  func constant() throws {
    #expect(try linearity("bernoulli", ["probability": 1e-9]) == 1)
  }
}
