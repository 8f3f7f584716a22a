import Testing

@testable import Probability

/// The column of the reference tables: skew, and the same bits in Python.
func referenceNumbers(_ count: Int) -> [Double] {
  (0..<count).map { i in
    let u = Double((i * 7919 + 13) % 10_007) / 10_007
    return u * u * u * 8 - u + 1000
  }
}

let referenceReplications: [String: Replication] = [
  "trials": .trials, "pairs": .pairs, "blocks": .blocks(trials: 64),
  "dealt": .dealt(count: 5, trials: 32),
]

@Suite("figures of a column and their errors, against exact arithmetic")
struct StatisticsReferenceTests {
  @Test("moments, exceedance and shortfall under every replication")
  func table() throws {
    let table = try ReferenceTable("statistics")
    var found: [String: [String: Double]] = [:]
    for count in [1000, 5003] {
      let numbers = referenceNumbers(count)
      for (name, replication) in referenceReplications {
        found["\(name) \(count)"] = figures(of: numbers, replication)
      }
    }
    #expect(table.rows.count == 2 * 4 * 12)
    for row in table.rows {
      let value = try #require(found["\(row[0]) \(row[1])"]?[row[2]], "\(row)")
      var expected = try #require(Double(row[3]))
      // The table divides by n, and the error of independent trials by n - 1.
      if row[0] == "trials", row[2] == "exceedanceError", let count = Double(row[1]) {
        expected *= (count / (count - 1)).squareRoot()
      }
      // An error comes from squares of group totals, which nearly cancel where groups are even.
      let tolerance = row[2].hasSuffix("Error") ? 2e-11 : 1e-14
      #expect(abs(value / expected - 1) < tolerance, "\(row): \(value)")
    }
  }

  private func figures(of numbers: [Double], _ replication: Replication) -> [String: Double] {
    let moments = Moments(of: numbers, replication)
    let lower = ShortfallEstimate(of: numbers, share: 0.1, tail: .lower, replication)
    let upper = ShortfallEstimate(of: numbers, share: 0.03, tail: .upper, replication)
    let exceedance = numbers.withUnsafeBufferPointer {
      ExceedanceProbability(of: $0, above: 1001, replication)
    }
    return [
      "mean": moments.mean, "standardDeviation": moments.standardDeviation,
      "skewness": moments.skewness, "standardError": moments.standardError,
      "standardDeviationError": moments.standardDeviationError,
      "skewnessError": moments.skewnessError, "lowerShortfall": lower.value,
      "lowerShortfallError": lower.standardError, "upperShortfall": upper.value,
      "upperShortfallError": upper.standardError, "exceedance": exceedance.probability,
      "exceedanceError": exceedance.standardError,
    ]
  }
}

@Suite("NIST StRD: univariate summary statistics")
struct UnivariateReferenceTests {
  /// The sets that a rule gives; the others are read.
  private static let ruled: [String: [Double]] = {
    func alternating(_ first: Double, _ low: Double, _ high: Double) -> [Double] {
      [first] + (0..<500).flatMap { _ in [low, high] }
    }
    return [
      "NumAcc1": [10_000_001, 10_000_003, 10_000_002],
      "NumAcc2": alternating(1.2, 1.1, 1.3),
      "NumAcc3": alternating(1_000_000.2, 1_000_000.1, 1_000_000.3),
      "NumAcc4": alternating(10_000_000.2, 10_000_000.1, 10_000_000.3),
    ]
  }()

  /// Digits in agreement, at most 15.
  private func digits(_ value: Double, _ expected: Double) -> Double {
    let error = abs(value - expected) / abs(expected)
    return error < 1e-15 ? 15 : -logarithm(error) / logarithm(10)
  }

  /// Of NumAcc3 and NumAcc4 the doubles themselves have no more digits: 10000000.2 is none.
  @Test("certified digits", arguments: [
    ("NumAcc1", 15.0, 15.0, 15.0), ("NumAcc2", 15, 15, 15), ("NumAcc3", 15, 9.4, 12.2),
    ("NumAcc4", 15, 8.2, 11), ("Michelso", 15, 13.8, 13.4), ("Lew", 15, 15, 14.7),
    ("Lottery", 15, 15, 14.8), ("Mavro", 15, 13.1, 13.8),
  ])
  func certified(name: String, mean: Double, deviation: Double, correlation: Double) throws {
    let found = try figures(of: name)
    let table = try ReferenceTable("univariate")
    let wanted = ["mean": mean, "deviation": deviation, "correlation": correlation]
    for row in table.rows where row[0] == name {
      let statistic = row[1]
      let reached = digits(found[statistic]!, try #require(Double(row[2])))
      #expect(reached >= wanted[statistic]!, "\(name), \(statistic): \(reached)")
      // What rounding of the input takes no program can give back; nothing else is lost.
      let exact = try #require(Double(row[3]))
      #expect(abs(found[statistic]! / exact - 1) < 1e-14, "\(name), \(statistic) of the doubles")
    }
  }

  private func figures(of name: String) throws -> [String: Double] {
    let numbers = try Self.ruled[name] ?? observations(of: name)
    let moments = Moments(of: numbers)
    return [
      "mean": moments.mean, "deviation": moments.standardDeviation,
      "correlation": autocorrelation(of: numbers, lag: 1),
    ]
  }

  private func observations(of name: String) throws -> [Double] {
    let table = try ReferenceTable("univariate-observations")
    return try table.rows.filter { $0[0] == name }.map { try #require(Double($0[1])) }
  }
}

@Suite("moments of awkward columns")
struct AwkwardMomentsTests {
  @Test("numbers so large or small that their powers are not numbers")
  func scales() {
    let plain = Moments(of: referenceNumbers(999).map { $0 - 1001 })
    // Powers of two, so that nothing but the scale differs.
    for scale in [0x1p1000, 0x1p300, 0x1p-300, 0x1p-900] {
      for replication in referenceReplications.values {
        let found = Moments(of: referenceNumbers(999).map { ($0 - 1001) * scale }, replication)
        #expect(abs(found.mean / scale / plain.mean - 1) < 1e-14, "\(scale)")
        #expect(abs(found.standardDeviation / scale / plain.standardDeviation - 1) < 1e-14)
        #expect(abs(found.skewness / plain.skewness - 1) < 1e-12)
        #expect(found.skewnessError.isFinite && found.skewnessError > 0)
      }
    }
    let largest = Moments(of: [Double](repeating: .greatestFiniteMagnitude, count: 5000))
    #expect(largest.mean == .greatestFiniteMagnitude)
    #expect(largest.standardDeviation == 0)
  }

  @Test("equal numbers have no spread", arguments: [0, 0.1, 1e300, -7.3, 0x1p-1074])
  func equal(number: Double) {
    for replication in referenceReplications.values {
      let found = Moments(of: [Double](repeating: number, count: 1001), replication)
      #expect(found.mean == number)
      #expect(found.standardDeviation == 0)
      #expect(found.standardError == 0)
      #expect(found.standardDeviationError == 0)
      #expect(found.skewness.isNaN)
    }
  }

  @Test("too few numbers, or a single group of them")
  func few() {
    #expect(Moments(of: []).mean.isNaN)
    #expect(Moments(of: [5]).mean == 5)
    #expect(Moments(of: [5]).standardError.isNaN)
    #expect(Moments(of: [5, 6]).skewness.isNaN)
    #expect(Moments(of: [5, 6]).standardError.isFinite)
    let oneGroup = Moments(of: referenceNumbers(60), .blocks(trials: 64))
    #expect(oneGroup.standardDeviation > 0)
    #expect(oneGroup.standardError.isNaN)
    #expect(oneGroup.skewnessError.isNaN)
  }

  @Test("pieces give what the whole gives")
  func pieces() {
    let numbers = referenceNumbers(5003)
    let whole = Moments(of: numbers)
    numbers.withUnsafeBufferPointer { numbers in
      // In either order of merging: sums about one centre add up.
      var (left, right) = (PowerSums(centre: 1000), PowerSums(centre: 1000))
      left.add(UnsafeBufferPointer(rebasing: numbers[..<1234]))
      right.add(UnsafeBufferPointer(rebasing: numbers[1234...]))
      var (one, other) = (left, right)
      one.merge(right)
      other.merge(left)
      for sums in [one, other] {
        let found = Moments(sums, nil)
        #expect(found.count == 5003)
        #expect(abs(found.mean / whole.mean - 1) < 1e-15)
        #expect(abs(found.standardDeviation / whole.standardDeviation - 1) < 1e-14)
        #expect(abs(found.skewness / whole.skewness - 1) < 1e-12)
        #expect(abs(found.skewnessError / whole.skewnessError - 1) < 1e-12)
      }
    }
  }

  @Test("the mean of whole numbers is their sum over their count, rounded once")
  func wholeNumbers() {
    // Sums about a centre miss it by some units in the last place.
    let met = (0..<20_000).map { $0 * 7919 % 20_000 < 2900 ? 1.0 : 0 }
    #expect(Moments(of: met).mean == 0.145)
    for (count, scale) in [(20_000, 1.0), (9_999, 0.5), (1_023, 0.0625), (77, -1_000_003)] {
      let wholes = (0..<count).map { ($0 * 7919 + 13) % 10_007 }
      let sum = Double(wholes.reduce(0, +)) * scale
      #expect(Moments(of: wholes.map { Double($0) * scale }).mean == sum / Double(count))
    }
    // Where a sum would be rounded, it says no more than any other.
    let large = [0x1p52, 0x1p52 + 1, 0x1p52 + 5]
    #expect(Moments(of: large).mean == 0x1p52 + 2)
  }
}
