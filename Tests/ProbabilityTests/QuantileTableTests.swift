import CKernels
import Testing

@testable import Probability

/// What a compiled quantile function states.
struct QuantileTableTests {
  /// Shapes from nearly a point or two to nearly normal.
  static let shapes: [Fixture] =
    [0.02, 0.3, 0.9, 1, 2.5, 9, 400, 1e7].map {
      Fixture(family: "gamma", parameters: ["shape": $0, "scale": 3])
    }
    + [(0.05, 0.1), (0.5, 0.7), (1, 11), (1, 1), (1.4, 4.6), (3, 3), (2000, 300), (1e7, 1e6)].map {
      Fixture(family: "beta", parameters: ["alpha": $0.0, "beta": $0.1, "low": 2, "high": 12])
    }

  /// In every piece of both halves, at places that were not among those checked when it was made.
  @Test(arguments: shapes) func errsByLessThanItStates(_ fixture: Fixture) throws {
    let distribution = try fixture.make()
    let ready = distribution.prepared()
    let scale = distribution.variance.squareRoot()
    var uniforms: [Double] = []
    var seed: UInt64 = 3
    for octave in 1...20 {
      for piece in 0..<8 {
        seed = mixed(seed &+ 1)
        let place = Double(seed >> 12) / 0x1p52
        let tail = (1 + (Double(piece) + place) / 8) * 0.5 / Double(1 << octave)
        uniforms += [tail, 1 - tail]
      }
    }
    uniforms += [0.5, 0.25, 0.75, 0.5.nextDown, 0.5.nextUp, 0x1p-21, (0x1p-21).nextDown]
    var lanes = uniforms
    var span = lanes.mutableSpan
    ready.fillQuantiles(&span)
    for (p, found) in zip(uniforms, lanes) {
      let exact = distribution.quantile(at: p)
      #expect(
        abs(found - exact) <= 1e-10 * max(scale, abs(exact)), "\(found), not \(exact), at \(p)")
      #expect(distribution.support.contains(found))
    }
  }

  @Test func smoothShapesHaveTables() throws {
    for shape in [0.3, 1, 9, 50_000] {
      #expect(
        QuantileTable(
          of: try Gamma(ParameterValues(["shape": shape, "scale": 2]))) != nil, "\(shape)")
    }
    for (alpha, beta) in [(1.0, 5.0), (3, 3), (0.5, 0.7), (2000, 300)] {
      let beta = try Beta(ParameterValues(["alpha": alpha, "beta": beta]))
      #expect(QuantileTable(of: beta) != nil)
    }
  }

  /// Any family in two lines, also one without bounds, or with bounds far from 0.
  @Test(arguments: [
    Fixture(family: "normal", parameters: ["mean": -3e6, "standardDeviation": 2]),
    Fixture(family: "lognormal", parameters: ["median": 260, "p90": 600]),
    Fixture(family: "triangular", parameters: ["low": 1e7, "likely": 1e7 + 1, "high": 1e7 + 5]),
    Fixture(family: "weibull", parameters: ["shape": 0.7, "scale": 2]),
    Fixture(family: "quantiles", parameters: ["p10": 4, "p50": 6, "p90": 8, "high": 9]),
  ])
  func compilesADistribution(_ fixture: Fixture) throws {
    let distribution = try fixture.make()
    // A corner within a piece is no polynomial: then there is no table.
    guard let table = QuantileTable(of: distribution) else {
      #expect(fixture.family == "triangular")
      return
    }
    let uniforms = (0..<2000).map { (Double($0) + 0.37) / 2000 }
    var lanes = uniforms
    var span = lanes.mutableSpan
    table.fill(&span) { distribution.quantile(at: $0) }
    let scale = distribution.variance.squareRoot()
    for (p, found) in zip(uniforms, lanes) {
      let exact = distribution.quantile(at: p)
      #expect(abs(found - exact) <= 1e-10 * max(scale, abs(exact)), "at \(p)")
    }
  }

  /// A jump is nothing for polynomials.
  @Test func refusesAJump() {
    let table = QuantileTable(scale: 1) { tail, _, _ in tail < 0.3 ? -5 : 0 }
    #expect(table == nil)
    #expect(QuantileTable(scale: 1) { _, _, _ in .nan } == nil)
    #expect(QuantileTable(scale: 0) { tail, _, _ in tail } == nil)
  }

  @Test func sharedTablesAreThoseOfTheShape() throws {
    let first = try Gamma(ParameterValues(["shape": 3.25, "scale": 2])).prepared()
    let second = try Gamma(ParameterValues(["shape": 3.25, "scale": 5])).prepared()
    var (lanes, others) = ([0.1, 0.6, 0.999], [0.1, 0.6, 0.999])
    var span = lanes.mutableSpan
    first.fillQuantiles(&span)
    var otherSpan = others.mutableSpan
    second.fillQuantiles(&otherSpan)
    for (a, b) in zip(lanes, others) { #expect(abs(b / a - 2.5) < 1e-15) }
  }
}

/// The two ends of a discrete distribution.
struct CumulativeTableTests {
  @Test(arguments: [1, 2, 5, 16, 17, 300, 5000]) func findsTheFirstOutcome(count: Int) {
    var probabilities = (0..<count).map { Double(mixed(UInt64($0)) >> 40) + 1 }
    // Some are impossible, and the tails are long.
    for i in stride(from: 3, to: count - 1, by: 7) { probabilities[i] = 0 }
    for i in 0..<min(count / 3, 200) { probabilities[i] *= 1e-30 }
    let total = probabilities.reduce(0, +)
    let table = CumulativeTable(probabilities: probabilities)
    var uniforms = (0..<3000).map { (Double($0) + 0.5) / 3000 }
    uniforms += [1e-300, 1e-31, 0x1p-53, 0.5, 0.5.nextDown, 0.25, 0.75, 1 - 0x1p-53]
    var lanes = uniforms
    var span = lanes.mutableSpan
    table.fill(&span, first: 0)
    for (p, found) in zip(uniforms, lanes) {
      let outcome = Int(found)
      #expect(outcome == table.outcome(at: p))
      #expect(table.cumulative(outcome) >= p && (outcome == 0 || table.cumulative(outcome - 1) < p))
      #expect(probabilities[outcome] > 0)
    }
    let last = (count - 1)
    #expect(table.exceedance(last) == 0 && table.cumulative(last) == 1)
    #expect(abs(table.cumulative(0) - probabilities[0] / total) <= 1e-15 * probabilities[0] / total)
  }

  @Test func keepsTheUpperTail() {
    let table = CumulativeTable(probabilities: [0.25, 0.75, 1e-20, 1e-40])
    #expect(abs(table.exceedance(1) / 1e-20 - 1) < 1e-15)
    #expect(table.outcome(exceededWith: 1e-19) == 1)
    #expect(table.outcome(exceededWith: 1e-30) == 2)
    #expect(table.outcome(exceededWith: 1e-50) == 3)
    #expect(table.outcome(exceededWith: 0.8) == 0)
  }
}

extension KernelsTests {
  /// Draws through tables and sums have the same bits at every level.
  @Test(arguments: Fixture.all) func drawsHaveTheSameBits(_ fixture: Fixture) throws {
    let active = torreya_active_level()
    defer { torreya_use_level(active) }
    let uniforms = (0..<1003).map { (Double($0) + 0.5) / 1003 } + [1e-9, 1 - 1e-9]
    let ready = try fixture.make().prepared()
    var results: [[UInt64]] = []
    for level in Self.levels {
      torreya_use_level(level)
      var lanes = uniforms
      var span = lanes.mutableSpan
      ready.fillQuantiles(&span)
      results.append(lanes.map(\.bitPattern))
    }
    #expect(results.allSatisfy { $0 == results[0] })
  }

  @Test func varyingCountsHaveTheSameBits() {
    let active = torreya_active_level()
    defer { torreya_use_level(active) }
    let uniforms = (0..<1003).map { (Double($0) + 0.5) / 1003 }
    var means = uniforms.map { 90 * $0 }.reversed().map { $0 }
    // Beyond what the kernel takes.
    means[500] = 1e10
    let shares = uniforms.map { 1 - $0 * $0 }
    var results: [[Double]] = []
    for level in Self.levels {
      torreya_use_level(level)
      var (poisson, binomial) = (uniforms, uniforms)
      torreya_poisson_quantiles(&poisson, uniforms, means, 1, uniforms.count)
      torreya_binomial_quantiles(&binomial, uniforms, [40], 0, shares, 1, uniforms.count)
      results.append(poisson + binomial)
    }
    #expect(results.allSatisfy { $0 == results[0] })
    #expect(results[0].contains(-1) && results[0].contains { $0 > 20 })
  }
}
