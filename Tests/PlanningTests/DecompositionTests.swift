import Probability
import SeededNumbers
import Simulation
import Testing

@testable import Planning

@Suite("where the variance of a total comes from")
struct DecompositionTests {
  /// A total, its parts, and the share of each in closed form.
  struct Known: CustomTestStringConvertible, @unchecked Sendable {
    let testDescription: String
    let fixture: PlanningFixture
    let shares: [(name: String, share: Double)]

    static let all: [Known] = {
      do {
        return try [normals(), lognormals(), correlated(), steadied()]
      } catch {
        preconditionFailure("the parameters are right: \(error)")
      }
    }()

    /// Variances add up: 9, 16 and 144 of 169.
    private static func normals() throws -> Known {
      var fixture = PlanningFixture()
      fixture.add("a", try normal(10, 3))
      fixture.add("b", try normal(-2, 4))
      fixture.add("c", try normal(1000, 12))
      fixture.add("sure", number: 5)
      fixture.add("total", adding: ["a", "b", "c", "sure"])
      return Known(
        testDescription: "independent normals", fixture: fixture,
        shares: [("a", 9.0 / 169), ("b", 16.0 / 169), ("c", 144.0 / 169), ("sure", 0)])
    }

    /// Var = (exp(s²) - 1) exp(2 m + s²).
    private static func lognormals() throws -> Known {
      var fixture = PlanningFixture()
      let given = [("a", 0.0, 0.5), ("b", 0.4, 0.3), ("c", 1.0, 0.2)]
      for (name, location, scale) in given { fixture.add(name, try lognormal(location, scale)) }
      fixture.add("total", adding: given.map(\.0))
      let variances = [0.3646958540123865, 0.22932659063954275, 0.31385971541735436]
      let sum = variances.reduce(0, +)
      return Known(
        testDescription: "independent lognormals", fixture: fixture,
        shares: zip(given, variances).map { ($0.0, $1 / sum) })
    }

    /// Standard deviations 3 and 4 with the correlation 0.6: the covariance 7.2 goes to either, so
    /// 16.2 and 23.2 of 39.4.
    private static func correlated() throws -> Known {
      var fixture = PlanningFixture()
      fixture.add("z", try normal(0, 1))
      fixture.add("w", try normal(0, 1))
      fixture.add("a", combining: [(3, "z")])
      fixture.add("b", combining: [(4 * 0.6, "z"), (4 * 0.8, "w")])
      fixture.add("total", adding: ["a", "b"])
      return Known(
        testDescription: "a correlated pair", fixture: fixture,
        shares: [("a", 16.2 / 39.4), ("b", 23.2 / 39.4)])
    }

    /// b = -a / 2 + w: Var(T) = 1/4 + 1, Cov(a, T) = 1/2, Cov(b, T) = 3/4; with c = -w / 2 the
    /// total keeps w / 2: Var(T) = 1/2, shares 1/2 / 1/2, 1/4 / 1/2 and -1/4 / 1/2.
    private static func steadied() throws -> Known {
      var fixture = PlanningFixture()
      fixture.add("a", try normal(0, 1))
      fixture.add("w", try normal(0, 1))
      fixture.add("b", combining: [(-0.5, "a"), (1, "w")])
      fixture.add("c", combining: [(-0.5, "w")])
      fixture.add("total", adding: ["a", "b", "c"])
      return Known(
        testDescription: "a part that steadies the total", fixture: fixture,
        shares: [("a", 1), ("b", 0.5), ("c", -0.5)])
    }

    func decomposed(_ result: SimulationResult) throws -> Decomposition {
      try #require(
        decomposition(
          of: result.only("total"), into: shares.map { result.only($0.name) }, in: result))
    }
  }

  private static let schemes: [SamplingScheme] = [
    .pseudoRandom, .antithetic, .latinHypercube, .sobol(randomisations: 16),
  ]

  @Test("is the closed form within its error", arguments: Known.all, Self.schemes)
  func closedForm(known: Known, sampling: SamplingScheme) throws {
    let result = try known.fixture.simulated(trials: 65_536, seed: 3, sampling: sampling)
    let found = try known.decomposed(result)
    #expect(found.remainder == nil)
    for (part, expected) in zip(found.parts, known.shares) {
      // Shares are rounded to a millionth.
      #expect(abs(part.share - expected.share) <= 4.5 * part.standardError + 1e-6)
      #expect(part.standardError < 0.02)
      #expect((part.standardError == 0) == (expected.name == "sure"))
      let values = result.values(expected.name)
      #expect(abs(part.standardDeviation - Moments(of: values).standardDeviation) < 1e-9)
    }
  }

  /// Squared distances from the truth and squared errors, over many seeds: the latter estimate the
  /// former without a bias, however long the tails are.
  @Test("its standard errors are what shares vary by", arguments: Known.all, Self.schemes)
  func standardErrors(known: Known, sampling: SamplingScheme) throws {
    var distances = [Double](repeating: 0, count: known.shares.count)
    var errors = distances
    for seed in 1...150 {
      let trials = sampling == .pseudoRandom || sampling == .antithetic ? 1000 : 16 * 1024
      let found = try known.decomposed(
        try known.fixture.simulated(trials: trials, seed: UInt64(seed), sampling: sampling))
      for (index, part) in found.parts.enumerated() {
        let distance = part.share - known.shares[index].share
        distances[index] += distance * distance
        errors[index] += part.standardError * part.standardError
      }
    }
    // Of 150 squares the mean is off by 12 % (normal), more where tails are long; errors from 16
    // groups add as much.
    for (index, part) in known.shares.enumerated() where part.name != "sure" {
      #expect((0.55...1.8).contains(distances[index] / errors[index]), "\(part.name)")
    }
  }

  @Test("a part that is all of the total has a share of one without an error")
  func whole() throws {
    var fixture = PlanningFixture()
    fixture.add("a", try lognormal(3, 2))
    fixture.add("total", adding: ["a"])
    let result = try fixture.simulated(trials: 5000)
    let found = try #require(
      decomposition(of: result.only("total"), into: [result.only("a")], in: result))
    #expect(found.parts[0].share == 1)
    #expect(found.parts[0].standardError < 1e-12)
  }

  @Test("what is named nowhere is what remains")
  func remainder() throws {
    var fixture = PlanningFixture()
    for (name, deviation) in [("a", 1.0), ("b", 2.0), ("c", 2.0)] {
      fixture.add(name, try normal(100, deviation))
    }
    fixture.add("total", adding: ["a", "b", "c"])
    let result = try fixture.simulated(trials: 40_000)
    let found = try #require(
      decomposition(of: result.only("total"), into: [result.only("a")], in: result))
    let rest = try #require(found.remainder)
    #expect(abs(found.parts[0].share - 1.0 / 9) < 4 * found.parts[0].standardError)
    #expect(abs(rest.share + found.parts[0].share - 1) < 1e-12)
    #expect(abs(rest.standardError - found.parts[0].standardError) < 1e-9)
    #expect(abs(rest.standardDeviation - 8.0.squareRoot()) < 0.05)
  }

  @Test(
    "amounts of any size have the same shares",
    arguments: [1e-250, 1e-150, 1e-9, 1, 1e9, 1e150, 1e300])
  func scale(factor: Double) throws {
    var fixture = PlanningFixture()
    fixture.add("x", try normal(5, 1))
    fixture.add("y", try normal(5, 2))
    fixture.add("a", combining: [(factor, "x")])
    fixture.add("b", combining: [(factor, "y")])
    fixture.add("total", adding: ["a", "b"])
    let result = try fixture.simulated(trials: 3000)
    let found = try #require(
      decomposition(
        of: result.only("total"), into: [result.only("a"), result.only("b")], in: result))
    let plain = Moments(of: result.values("x")).standardDeviation
    #expect(abs(found.parts[0].share - 0.2) < 0.05)
    #expect(abs(found.parts[0].standardDeviation / factor - plain) < 1e-9)
  }

  @Test("what does not vary, or by no more than rounding, is not taken apart")
  func certain() throws {
    var fixture = PlanningFixture()
    fixture.add("sure", number: 7)
    fixture.add("tiny", try normal(0, 1e-6))
    fixture.add("large", number: 1e6)
    fixture.add("total", adding: ["sure", "large"])
    fixture.add("nearly", adding: ["tiny", "large"])
    let result = try fixture.simulated(trials: 100)
    for name in ["total", "nearly"] {
      let found = decomposition(of: result.only(name), into: [result.only("sure")], in: result)
      #expect(found == nil, "\(name)")
    }
  }

  @Test("parts that all but cancel leave nothing to share out")
  func cancelling() throws {
    var fixture = PlanningFixture()
    fixture.add("a", try normal(0, 1))
    fixture.add("tiny", try normal(0, 1e-10))
    fixture.add("b", combining: [(-1, "a"), (1, "tiny")])
    fixture.add("total", adding: ["a", "b"])
    let result = try fixture.simulated(trials: 1000)
    let parts = ["a", "b"].map { result.only($0) }
    #expect(decomposition(of: result.only("total"), into: parts, in: result) == nil)
  }

  @Test("one trial does not vary")
  func oneTrial() throws {
    var fixture = PlanningFixture()
    fixture.add("a", try normal(1, 1))
    fixture.add("total", adding: ["a"])
    let result = try fixture.simulated(trials: 1)
    #expect(
      decomposition(of: result.only("total"), into: [result.only("a")], in: result) == nil)
  }

  @Test("one group of trials has shares without an error that is known")
  func oneGroup() throws {
    var fixture = PlanningFixture()
    fixture.add("a", try normal(1, 1))
    fixture.add("b", try normal(1, 1))
    fixture.add("total", adding: ["a", "b"])
    let result = try fixture.simulated(trials: 1000, sampling: .latinHypercube)
    let found = try #require(
      decomposition(of: result.only("total"), into: [result.only("a")], in: result))
    #expect(found.parts[0].standardError.isNaN)
  }
}

@Suite("shares that add up")
struct ApportionedTests {
  /// The millionths that a share is written with.
  private func millionths(_ share: Double) -> Int {
    let scaled = (share * 1_000_000).rounded()
    #expect(share == scaled / 1_000_000, "a whole number of millionths")
    return Int(scaled)
  }

  @Test("to one, to the last digit, and none moves by a millionth", arguments: 1...40)
  func sum(seed: Int) {
    var generator = SeededGenerator(UInt64(seed))
    let raw = (0..<Int.random(in: 1...30, using: &generator)).map { _ in
      Double.random(in: -0.4...1, using: &generator)
    }
    let total = raw.reduce(0, +)
    guard abs(total) > 0.1 else { return }
    let shares = raw.map { $0 / total }
    let found = apportioned(shares)
    #expect(found.map(millionths).reduce(0, +) == 1_000_000)
    for (share, rounded) in zip(shares, found) { #expect(abs(share - rounded) < 1e-6) }
  }

  @Test("equal ones in order")
  func thirds() {
    #expect(apportioned([1.0 / 3, 1.0 / 3, 1.0 / 3]) == [0.333334, 0.333333, 0.333333])
    #expect(apportioned([1]) == [1])
    #expect(apportioned([0.5, 0.7, -0.2]) == [0.5, 0.7, -0.2])
  }
}
