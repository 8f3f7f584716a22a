import LinearAlgebra
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The linear sets of the NIST Statistical Reference Datasets: how many of the certified digits
/// are reached, as the logarithm of the relative error.
struct CertifiedRegressionTests {
  struct Expected: CustomTestStringConvertible, Sendable {
    let name: String
    let estimates: Double
    let deviations: Double
    var testDescription: String { name }
  }

  /// Certified values have 15 digits. The powers of the polynomials' x are rounded before the fit
  /// sees them, which costs Filip, of degree 10, half of its digits.
  static let expected = [
    Expected(name: "Norris", estimates: 13, deviations: 13),
    Expected(name: "Pontius", estimates: 13, deviations: 13),
    Expected(name: "NoInt1", estimates: 14, deviations: 14),
    Expected(name: "NoInt2", estimates: 14, deviations: 14),
    Expected(name: "Longley", estimates: 13, deviations: 12),
    Expected(name: "Filip", estimates: 7, deviations: 7),
    Expected(name: "Wampler1", estimates: 15, deviations: 15),
    Expected(name: "Wampler2", estimates: 12, deviations: 12),
    Expected(name: "Wampler3", estimates: 13, deviations: 13),
    Expected(name: "Wampler4", estimates: 13, deviations: 13),
    Expected(name: "Wampler5", estimates: 13, deviations: 13),
  ]

  @Test(arguments: expected) func reachesCertifiedDigits(_ expected: Expected) throws {
    let certified = try ReferenceTable("strd-regression-certified").rows(of: expected.name)
    // Two sets have no constant term.
    let terms = certified.compactMap { row in row["value"].flatMap { Int($0.dropFirst()) } }
    let (design, response) = try observations(expected.name, terms)
    let fit = try LeastSquares(design, response)
    let errors = try #require(fit.standardErrors)
    var (estimates, deviations) = (15.0, 15.0)
    for row in certified {
      let value = try #require(row["value"])
      let estimate = try #require(row.numbers("estimate").first)
      if let index = Int(value.dropFirst()).flatMap({ terms.firstIndex(of: $0) }) {
        estimates = min(estimates, digits(fit.coefficients[index], estimate))
        let deviation = try #require(row.numbers("deviation").first)
        deviations = min(deviations, digits(errors[index], deviation))
      } else if value == "residual" {
        let found = try #require(fit.residualVariance).squareRoot()
        deviations = min(deviations, digits(found, estimate))
      } else if value == "F" {
        let level = try LeastSquares(
          Matrix(rows: response.count, columns: 1, elements: response.map { _ in 1 }), response)
        let explained = level.residualSumOfSquares - fit.residualSumOfSquares
        let f = explained / Double(fit.rank - 1) / (try #require(fit.residualVariance))
        deviations = min(deviations, digits(f, estimate))
      }
    }
    print("StRD \(expected.name): estimates \(estimates), deviations \(deviations)")
    #expect(estimates >= expected.estimates)
    #expect(deviations >= expected.deviations)
  }

  /// - Parameter terms: which powers of x, or which of several x, each coefficient belongs to.
  private func observations(_ set: String, _ terms: [Int]) throws -> (Matrix, [Double]) {
    let rows = try ReferenceTable("strd-regression").rows(of: set)
    var design = Matrix(rows: rows.count, columns: terms.count)
    for (index, row) in rows.enumerated() {
      let x = try (1...6).flatMap { try row.numbers("x\($0)") }
      for (place, term) in terms.enumerated() {
        design[index, place] =
          x.count > 1 ? (term == 0 ? 1 : x[term - 1]) : pow(x[0], Double(term))
      }
    }
    return (design, try rows.map { try #require($0.numbers("y").first) })
  }
}

/// The analysis-of-variance sets of the StRD, as regressions on the groups.
struct CertifiedVarianceTests {
  /// Digits of the F statistic. The measured and the lower sets reach nearly all; where twelve
  /// leading digits are constant the fourth decimal of the observations is lost to the rounding
  /// of the observations themselves.
  @Test(arguments: [
    ("SiRstv", 13.0), ("AtmWtAg", 10.0), ("SmLs01", 14), ("SmLs02", 14), ("SmLs03", 14),
    ("SmLs04", 9.9), ("SmLs05", 9.9), ("SmLs06", 9.9), ("SmLs07", 3.9), ("SmLs08", 3.9),
    ("SmLs09", 3.9),
  ]) func reachesCertifiedDigits(set: String, least: Double) throws {
    let certified = try #require(try ReferenceTable("strd-variance-certified").rows(of: set).first)
    let data = try observations(set)
    let groups = try #require(Int(certified["groups"] ?? ""))
    #expect(data.count == Int(certified["observations"] ?? ""))
    var design = Matrix(rows: data.count, columns: groups)
    for (row, observation) in data.enumerated() { design[row, observation.group] = 1 }
    let response = data.map(\.value)
    let fit = try LeastSquares(design, response)
    let level = try LeastSquares(
      Matrix(rows: data.count, columns: 1, elements: data.map { _ in 1 }), response)
    let within = fit.residualSumOfSquares
    let between = level.residualSumOfSquares - within
    let f = between / Double(groups - 1) / (try #require(fit.residualVariance))
    let reached = try [(between, "between"), (within, "within"), (f, "F")].map {
      digits($0.0, try #require(certified.numbers($0.1).first))
    }
    print("StRD \(set): between \(reached[0]), within \(reached[1]), F \(reached[2])")
    #expect(reached.allSatisfy { $0 >= least })
  }

  private func observations(_ set: String) throws -> [(group: Int, value: Double)] {
    if set.hasPrefix("SmLs") { return generatedObservations(try #require(Int(set.suffix(2)))) }
    return try ReferenceTable("strd-variance").rows(of: set).map { row in
      (try #require(Int(row["group"] ?? "")) - 1, try #require(row.numbers("value").first))
    }
  }
}
