import Testing

@testable import Probability

/// Against the tables of `Reference/distributions`, which mpmath made with 50 digits.
struct DistributionReferenceTests {
  /// The largest relative error of quantiles, distribution function, exceedance and density.
  static let tolerance = 1e-13

  /// What a case may err by where `tolerance` cannot be asked for.
  struct Allowance {
    /// The case's name, or the beginning of several.
    let cases: String
    /// Relative; the functions are those of `Answer`.
    var quantile = tolerance
    var distributionFunction = tolerance
    var exceedance = tolerance
    var density = tolerance
    let reason: String
  }

  static let allowances: [Allowance] = [
    Allowance(
      cases: "binomial(count: 100000.0", exceedance: 3e-13,
      reason: "The complement of the probability is rounded; its 97,000th power keeps 13 digits."),
    Allowance(
      cases: "gamma(scale: 0.01, shape: 50000.0)", distributionFunction: 6e-13,
      exceedance: 6e-13, density: 6e-13,
      reason: "x / scale is rounded, and far out the density is a power of it of 5,000 or more."),
    Allowance(
      cases: "generalizedExtremeValue(location: 96.0", distributionFunction: 3e-13, density: 3e-13,
      reason: "The standardised x is rounded, and far down its error is multiplied by 230."),
    Allowance(
      cases: "gumbel(mean: 110.0", distributionFunction: 4e-13, density: 4e-13,
      reason: "The location follows from the mean and is rounded, and far down by 230 as well."),
    Allowance(
      cases: "mixture((weight: 7.0", exceedance: 2e-13, density: 2e-13,
      reason: "The lognormal's score of 21 is rounded, and the tail errs by 21 times as much."),
    Allowance(
      cases: "quantiles(low: 0.0", quantile: 3e-13, density: 3e-13,
      reason: "The quantile is an exponential, whose exponent of 367 has an ulp of 6e-14."),
    Allowance(
      cases: "quantiles(high: 1.0, low: 0.0", exceedance: 3e-13, density: 3e-13,
      reason: "x has one digit less the nearer it is to 1, and the logit of p is found from it."),
    Allowance(
      cases: "truncatedNormal(low: 8.0", quantile: 3e-12, exceedance: 1e-7,
      reason: "1e-300 of a bell curve's tail of 6e-16 is a subnormal number with few digits."),
  ]

  /// One row of a table.
  struct Answer {
    let isUpper: Bool
    let probability, quantile, distributionFunction, exceedance, density: Double

    init(_ row: [String]) throws {
      let numbers = try row.dropFirst(2).map { try #require(Double($0)) }
      isUpper = row[1] == "upper"
      (probability, quantile) = (numbers[0], numbers[1])
      (distributionFunction, exceedance, density) = (numbers[2], numbers[3], numbers[4])
    }
  }

  @Test(arguments: Fixture.all) func agreesWithTheReference(_ fixture: Fixture) throws {
    let name = fixture.testDescription
    let table = try ReferenceTable("distributions/\(fixture.family)", separator: ";")
    let answers = try table.rows.filter { $0[0] == name }.map { try Answer($0) }
    #expect(answers.count == 40, "make_distribution_tables.py has no case \(name)")
    let distribution = try fixture.make()
    let allowed =
      Self.allowances.first { name.hasPrefix($0.cases) } ?? Allowance(cases: name, reason: "")

    check(answers, within: allowed.quantile, "quantile of \(name)") { answer in
      let found =
        answer.isUpper
        ? distribution.quantile(exceededWith: answer.probability)
        : distribution.quantile(at: answer.probability)
      return (found, answer.quantile)
    }
    check(answers, within: allowed.distributionFunction, "distribution function of \(name)") {
      (distribution.distributionFunction(at: $0.quantile), $0.distributionFunction)
    }
    check(answers, within: allowed.exceedance, "exceedance of \(name)") {
      (distribution.exceedanceProbability(above: $0.quantile), $0.exceedance)
    }
    check(answers, within: allowed.density, "density of \(name)") {
      (distribution.density(at: $0.quantile), $0.density)
    }
  }

  /// Reports the largest error only: one line a function.
  private func check(
    _ answers: [Answer], within allowed: Double, _ what: String,
    _ pair: (Answer) -> (found: Double, wanted: Double)
  ) {
    var worst = (error: 0.0, text: "")
    for answer in answers {
      let (found, wanted) = pair(answer)
      let error = Self.relativeError(found, wanted)
      if !(error <= worst.error) {
        let side = answer.isUpper ? "exceeded with" : "at"
        worst = (
          error, "\(found), not \(wanted), \(side) \(answer.probability) (\(answer.quantile))"
        )
      }
    }
    #expect(worst.error <= allowed, "\(what) errs by \(worst.error): \(worst.text)")
  }

  /// Subnormal numbers have fewer digits.
  private static func relativeError(_ found: Double, _ wanted: Double) -> Double {
    if found == wanted { return 0 }
    let error = abs(found - wanted) / max(abs(wanted), 0x1p-970)
    return error.isNaN ? .infinity : error
  }

  /// An allowance that nothing needs, or without a reason, would hide a loss of digits.
  @Test func allowancesAreNeeded() {
    for allowance in Self.allowances {
      #expect(allowance.reason.hasSuffix("."), "\(allowance.cases)")
      #expect(Fixture.all.contains { $0.testDescription.hasPrefix(allowance.cases) })
    }
  }

  /// Keelin's definition: the quantiles are met.
  @Test(arguments: Fixture.all.filter { $0.family == "quantiles" })
  func quantilesAreMet(_ fixture: Fixture) throws {
    let distribution = try fixture.make()
    for (name, p) in Quantiles.percentiles {
      guard let wanted = fixture.parameters[name] else { continue }
      #expect(abs(distribution.quantile(at: p) - wanted) <= 1e-12 * wanted)
    }
  }

  /// Mills' ratio gives the mean far in a tail.
  @Test func truncatedNormalKeepsItsDigitsFarOut() throws {
    let distribution = try TruncatedNormal(
      ParameterValues(["mean": 0, "standardDeviation": 1, "low": 8]))
    // By mpmath: phi(8) / Phi(-8), and the median.
    #expect(abs(distribution.mean - 8.1213681122361127) < 1e-11)
    #expect(abs(distribution.quantile(at: 0.5) - 8.0849110073915441) < 1e-12)
  }
}
