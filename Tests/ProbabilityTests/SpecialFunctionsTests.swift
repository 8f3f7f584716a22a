import Testing

@testable import Probability

/// The accuracy that each function states, against mpmath.
struct SpecialFunctionsTests {
  private func rows(_ function: String) throws -> [[Double]] {
    try ReferenceTable("special-functions").rows.filter { $0[0] == function }.map { row in
      try row.dropFirst().map { try #require(Double($0)) }
    }
  }

  @Test func logGammaKeepsItsAccuracy() throws {
    for row in try rows("logGamma") {
      let error = abs(logGamma(row[0]) - row[3]) / max(1, abs(row[3]))
      #expect(error <= 4e-15, "logGamma(\(row[0])) errs by \(error)")
    }
  }

  @Test func incompleteGammaKeepsItsAccuracy() throws {
    for row in try rows("incompleteGamma") {
      let (lower, upper) = IncompleteGamma(shape: row[0]).probabilities(at: row[1])
      check(lower, row[3], "below \(row[1]) for shape \(row[0])")
      check(upper, row[4], "above \(row[1]) for shape \(row[0])")
    }
  }

  @Test func incompleteBetaKeepsItsAccuracy() throws {
    for row in try rows("incompleteBeta") {
      let (lower, upper) = IncompleteBeta(alpha: row[0], beta: row[1])
        .probabilities(at: row[2], complement: 1 - row[2])
      check(lower, row[3], "below \(row[2]) for shapes \(row[0]), \(row[1])")
      check(upper, row[4], "above \(row[2]) for shapes \(row[0]), \(row[1])")
    }
  }

  /// Relative for the tail that is computed; its complement is as good as a difference from 1.
  private func check(_ found: Double, _ wanted: Double, _ what: String) {
    #expect(
      abs(found - wanted) <= 2e-13 * wanted + 2e-15, "\(what): \(found), not \(wanted)")
  }

  @Test func logarithmMinusLinearDoesNotCancel() {
    // -d²/2 + d³/3 for a small d.
    let d = 0x1p-20
    let wanted = -d * d / 2 + d * d * d / 3 - d * d * d * d / 4
    #expect(abs(logarithmMinusLinear(ofOnePlus: d) / wanted - 1) < 1e-15)
    #expect(logarithmMinusLinear(ofOnePlus: 0) == 0)
    #expect(abs(logarithmMinusLinear(ofOnePlus: 2) - (logarithm(3) - 2)) < 1e-15)
  }
}
