import SeededNumbers
import Testing

@testable import Probability

/// Bounds that are found from quantiles.
@Suite struct ThreePointsTests {
  private static let families = ["triangular", "pert"]
  private static let tails = ["p10p90": 0.1, "p05p95": 0.05]

  private static func make(
    _ family: String, _ points: String?, low: Double, likely: Double, high: Double,
    shape: Double? = nil
  ) throws -> any Distribution {
    var parameters = ["low": low, "likely": likely, "high": high]
    parameters["shape"] = shape
    return try Fixture(
      family: family, parameters: parameters, choices: points.map { ["points": $0] } ?? [:]
    ).make()
  }

  /// Bounds and quantiles that mpmath found with 50 digits, in parts of the whole width.
  @Test func agreesWithTheReference() throws {
    let table = try ReferenceTable("three-points")
    var worst = 0.0
    for row in table.rows {
      let numbers = try row.dropFirst(2).map { try #require(Double($0)) }
      let made = try Self.make(
        row[0], row[1], low: numbers[0], likely: numbers[1], high: numbers[2],
        shape: row[0] == "pert" ? numbers[3] : nil)
      let width = numbers[5] - numbers[4]
      let quantiles = [0.001, 0.03, 0.25, 0.5, 0.8, 0.99].map { made.quantile(at: $0) }
      let found = [made.support.lowerBound, made.support.upperBound] + quantiles
      for (found, expected) in zip(found, numbers.dropFirst(4)) {
        worst = max(worst, abs(found - expected) / width)
      }
    }
    #expect(table.rows.count == 64)
    #expect(worst <= 2e-14, "\(worst)")
  }

  @Test(arguments: families, tails.keys.sorted())
  func thePointsAreQuantilesAndLikelyTheMode(_ family: String, _ points: String) throws {
    let tail = try #require(Self.tails[points])
    var generator = SeededGenerator(11)
    for _ in 0..<60 {
      let low = Double.random(in: -50...50, using: &generator)
      let width = Double.random(in: 0.01...1000, using: &generator)
      let share = Double.random(in: 0...1, using: &generator)
      let shape: Double? =
        family == "pert" ? .random(in: 0.2...60, using: &generator) : nil
      let likely = low + share * width
      let made = try Self.make(
        family, points, low: low, likely: likely, high: low + width, shape: shape)
      let whole = made.support.upperBound - made.support.lowerBound
      #expect(abs(made.quantile(at: tail) - low) <= 1e-11 * whole)
      #expect(abs(made.quantile(exceededWith: tail) - (low + width)) <= 1e-11 * whole)
      // The density falls on both sides of the mode.
      let step = whole * 1e-4
      let peak = made.density(at: likely)
      #expect(peak > made.density(at: likely - step) && peak > made.density(at: likely + step))
    }
  }

  @Test(arguments: families) func extremesAreTheBounds(_ family: String) throws {
    let plain = try Self.make(family, nil, low: 3, likely: 4, high: 9)
    let named = try Self.make(family, "extremes", low: 3, likely: 4, high: 9)
    for made in [plain, named] { #expect(made.support == 3...9) }
    for p in [0.01, 0.3, 0.9] { #expect(plain.quantile(at: p) == named.quantile(at: p)) }
  }

  /// Mirrored points have mirrored bounds; the middle has equal tails on both sides.
  @Test(arguments: families) func mirrored(_ family: String) throws {
    let left = try Self.make(family, "p10p90", low: 10, likely: 12, high: 20).support
    let right = try Self.make(family, "p10p90", low: -20, likely: -12, high: -10).support
    #expect(abs(left.lowerBound + right.upperBound) < 1e-12)
    #expect(abs(left.upperBound + right.lowerBound) < 1e-12)
    let middle = try Self.make(family, "p05p95", low: 10, likely: 15, high: 20).support
    #expect(abs(middle.lowerBound + middle.upperBound - 30) < 1e-12)
  }

  /// Of a symmetric triangle by hand: sqrt(2 * 0.1) of half the width lies below the point.
  @Test func theSymmetricTriangle() throws {
    let made = try Self.make("triangular", "p10p90", low: -1, likely: 0, high: 1)
    #expect(abs(made.support.upperBound - 1 / (1 - 0.2.squareRoot())) < 1e-14)
  }

  @Test(arguments: families) func likelyAtAPoint(_ family: String) throws {
    for likely in [2.0, 12] {
      let made = try Self.make(family, "p10p90", low: 2, likely: likely, high: 12)
      #expect(abs(made.quantile(at: 0.1) - 2) < 1e-10)
      #expect(abs(made.quantile(at: 0.9) - 12) < 1e-10)
    }
  }

  @Test(arguments: families) func pointsThatNoneHas(_ family: String) {
    let wrong = [(5.0, 4.0, 9.0), (5, 10, 9), (5, 5, 5), (5, 6, .infinity), (-1e308, 0, 1e308)]
    for (low, likely, high) in wrong {
      #expect(throws: ParameterError.self) {
        try Self.make(family, "p10p90", low: low, likely: likely, high: high)
      }
    }
    #expect(
      throws: ParameterError(
        parameter: "likely",
        expected: .init(
          zh: "不小于 low 的数：最可能的值在两点之间",
          en: "a number at or above low: the likeliest value lies between the two points"))
    ) { try Self.make(family, "p05p95", low: 5, likely: 4, high: 9) }
  }
}
