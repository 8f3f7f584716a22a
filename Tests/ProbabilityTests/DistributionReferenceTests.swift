import Testing

@testable import Probability

/// Against the tables that scipy made.
struct DistributionReferenceTests {
  /// How far scipy's own figures can be trusted, relative.
  static let tolerance = 1e-10

  @Test func agreesWithAnIndependentLibrary() throws {
    let table = try ReferenceTable("distributions", separator: ";")
    let fixtures = Dictionary(
      uniqueKeysWithValues: Fixture.all.map { ($0.testDescription, $0) })
    var made: [String: any Distribution] = [:]
    for row in table.rows {
      let numbers = try row.dropFirst().map { try #require(Double($0)) }
      let (p, x) = (numbers[0], numbers[1])
      if made[row[0]] == nil {
        made[row[0]] = try #require(fixtures[row[0]], "\(row[0]) is no fixture").make()
      }
      let distribution = try #require(made[row[0]])
      // Next to a bound that is not 0, a value is only as fine as its distance from 0.
      let deviation = distribution.variance.squareRoot()
      expect(distribution.quantile(at: p), x, within: deviation, "quantile of \(row[0]) at \(p)")
      expect(
        distribution.distributionFunction(at: x), numbers[2], within: 1, "\(row[0]) up to \(x)")
      expect(distribution.density(at: x), numbers[3], within: 0, "density of \(row[0]) at \(x)")
    }
    #expect(made.count >= 26)
  }

  private func expect(_ found: Double, _ wanted: Double, within scale: Double, _ what: String) {
    #expect(
      found == wanted || abs(found - wanted) <= Self.tolerance * abs(wanted) + 1e-15 * scale,
      "\(what) is \(found), not \(wanted)")
  }

  /// Keelin's definition: the three quantiles are met, and the middle is a logistic one.
  @Test(arguments: Fixture.all.filter { $0.family == "quantiles" })
  func quantilesAreMet(_ fixture: Fixture) throws {
    let distribution = try fixture.make()
    for (name, p) in [("p10", 0.1), ("p50", 0.5), ("p90", 0.9)] {
      let wanted = try #require(fixture.parameters[name])
      #expect(abs(distribution.quantile(at: p) - wanted) <= 1e-12 * wanted)
    }
  }

  /// Far in a tail, where scipy's truncated normal is not needed: Mills' ratio gives the mean.
  @Test func truncatedNormalKeepsItsDigitsFarOut() throws {
    let distribution = try TruncatedNormal(
      ParameterValues(["mean": 0, "standardDeviation": 1, "low": 8]))
    // By mpmath: phi(8) / Phi(-8), and the median.
    #expect(abs(distribution.mean - 8.1213681122361127) < 1e-11)
    #expect(abs(distribution.quantile(at: 0.5) - 8.0849110073915441) < 1e-12)
  }
}
