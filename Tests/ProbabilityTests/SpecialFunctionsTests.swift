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
      let scale = row[0] < 2.5 ? abs(row[3]) : max(1, abs(row[3]))
      let error = abs(logGamma(row[0]) - row[3])
      #expect(error <= (row[0] < 2.5 ? 1e-15 : 4e-15) * scale, "logGamma(\(row[0])): \(error)")
    }
  }

  @Test func incompleteGammaKeepsItsAccuracy() throws {
    let rows = try rows("incompleteGamma")
    #expect(rows.count > 120)
    for row in rows {
      let (lower, upper) = IncompleteGamma(shape: row[0]).probabilities(at: row[1])
      check(lower, row[3], within: 1e-14, "below \(row[1]) for shape \(row[0])")
      check(upper, row[4], within: 1e-14, "above \(row[1]) for shape \(row[0])")
    }
  }

  @Test func incompleteBetaKeepsItsAccuracy() throws {
    let rows = try rows("incompleteBeta")
    #expect(rows.count > 120)
    for row in rows {
      let (lower, upper) = IncompleteBeta(alpha: row[0], beta: row[1])
        .probabilities(at: row[2], complement: 1 - row[2])
      check(lower, row[3], within: 2e-14, "below \(row[2]) for shapes \(row[0]), \(row[1])")
      check(upper, row[4], within: 2e-14, "above \(row[2]) for shapes \(row[0]), \(row[1])")
    }
  }

  /// Relative, in both tails; an exponent has the larger an ulp the smaller its exponential is.
  private func check(_ found: Double, _ wanted: Double, within allowed: Double, _ what: String) {
    let exponent = wanted < 1 ? -logarithm(wanted) : 0
    let error = abs(found - wanted) / wanted
    #expect(
      error <= allowed + 4e-16 * exponent, "\(what): \(found), not \(wanted), errs by \(error)")
  }

  /// The coefficients that a table keeps are those that a single call works out, where it needs
  /// fewer.
  @Test(arguments: [0.42, 0.55, 0.58, 0.595, 0.603, 0.63, 0.66, 0.75])
  func keptExpansionsAreTheSame(x: Double) {
    let kept = IncompleteBeta(alpha: 300, beta: 200, isKept: true)
    let single = IncompleteBeta(alpha: 300, beta: 200)
    let first = kept.probabilities(at: x, complement: 1 - x)
    let second = single.probabilities(at: x, complement: 1 - x)
    #expect(abs(first.lower / second.lower - 1) < 2e-15)
    #expect(abs(first.upper / second.upper - 1) < 2e-15)
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
