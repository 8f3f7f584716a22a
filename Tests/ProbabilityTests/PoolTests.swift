import Testing

@testable import Probability

/// Mixtures and experts: what is told of several distributions at once.
struct PoolTests {
  private func make(_ family: String, _ parameters: [String: Double]) throws -> any Distribution {
    try #require(Distributions.named(family)).init(ParameterValues(parameters))
  }

  private func pool(
    _ family: String, _ members: [(weight: Double, distribution: any Distribution)],
    _ choices: [String: String] = [:]
  ) throws -> any Distribution {
    var values = ParameterValues([:])
    values.rows = members.map { weight, distribution in
      var row = ParameterValues(["weight": weight])
      row.distribution = distribution
      return row
    }
    values.choices = choices
    return try #require(Distributions.named(family)).init(values)
  }

  private func filled(_ distribution: any Distribution, _ p: [Double]) -> [Double] {
    var lanes = p
    var span = lanes.mutableSpan
    distribution.fillQuantiles(&span)
    return lanes
  }

  private static let manyProbabilities = (1..<20_000).map { Double($0) / 20_000 }

  // MARK: Linear pools

  @Test func momentsAndProbabilitiesAreWeighted() throws {
    let first = try make("normal", ["mean": 0, "standardDeviation": 1])
    let second = try make("normal", ["mean": 5, "standardDeviation": 2])
    let pooled = try pool("mixture", [(6, first), (14, second)])
    #expect(abs(pooled.mean - 3.5) < 1e-14)
    // 0.3 (1 + 3.5²) + 0.7 (4 + 1.5²)
    #expect(abs(pooled.variance - 8.35) < 1e-13)
    for x in [-40, -8, -1.5, 0, 2, 5, 11, 60] {
      let below = 0.3 * first.distributionFunction(at: x) + 0.7 * second.distributionFunction(at: x)
      let above =
        0.3 * first.exceedanceProbability(above: x) + 0.7 * second.exceedanceProbability(above: x)
      #expect(abs(pooled.distributionFunction(at: x) - below) <= 1e-15 * below)
      #expect(abs(pooled.exceedanceProbability(above: x) - above) <= 1e-15 * above)
      let density = 0.3 * first.density(at: x) + 0.7 * second.density(at: x)
      #expect(abs(pooled.density(at: x) - density) <= 1e-15 * density)
    }
  }

  @Test func aMixtureOfOneIsThatOne() throws {
    let gamma = try make("gamma", ["mean": 180, "standardDeviation": 60])
    let pooled = try pool("mixture", [(0.2, gamma)])
    for p in [1e-300, 1e-9, 0.3, 0.5, 0.999] {
      #expect(pooled.quantile(at: p) == gamma.quantile(at: p))
    }
  }

  @Test func aNestedMixtureIsAFlatOne() throws {
    let parts = [
      try make("uniform", ["low": 0, "high": 1]), try make("gamma", ["shape": 3, "scale": 2]),
      try make("normal", ["mean": 20, "standardDeviation": 1]),
    ]
    let inner = try pool("mixture", [(1, parts[0]), (3, parts[1])])
    let nested = try pool("mixture", [(4, inner), (6, parts[2])])
    let flat = try pool("mixture", [(0.1, parts[0]), (0.3, parts[1]), (0.6, parts[2])])
    for p in [1e-12, 0.03, 0.1, 0.39, 0.41, 0.7, 0.999_999] {
      let wanted = flat.quantile(at: p)
      #expect(abs(nested.quantile(at: p) - wanted) <= 1e-12 * wanted)
    }
    #expect(abs(nested.variance / flat.variance - 1) < 1e-14)
  }

  // MARK: Values that have a probability, and gaps

  /// Half nothing, half between 1 and 2: zero exactly, then a jump.
  @Test func nothingIsExactlyNothing() throws {
    let nothing = try Discrete(ParameterValues([:], table: [(0, 1)]))
    let some = try make("uniform", ["low": 1, "high": 2])
    let mixture = try pool("mixture", [(1, nothing), (1, some)])
    #expect(!mixture.isDiscrete && !mixture.isContinuous)
    #expect(mixture.density(at: 0) == .infinity)
    #expect(mixture.density(at: 1.5) == 0.5)
    for form in [mixture, mixture.prepared()] {
      let found = filled(form, Self.manyProbabilities)
      for (p, x) in zip(Self.manyProbabilities, found) {
        if p <= 0.5 { #expect(x == 0) } else { #expect(abs(x - 2 * p) < 1e-10, "\(x) at \(p)") }
      }
    }
  }

  /// Counts among amounts: every count is met exactly, and in between the amounts are.
  @Test func countsAndAmountsKeepApart() throws {
    let counts = try make("poisson", ["mean": 3])
    let amounts = try make("lognormal", ["median": 4, "p90": 10])
    let mixture = try pool("mixture", [(1, counts), (2, amounts)])
    let prepared = filled(mixture.prepared(), Self.manyProbabilities)
    let deviation = mixture.variance.squareRoot()
    var whole = 0
    for (p, x) in zip(Self.manyProbabilities, prepared) {
      let exact = mixture.quantile(at: p)
      #expect(abs(x - exact) <= 2e-10 * deviation, "\(x), not \(exact), at \(p)")
      #expect((x == x.rounded()) == (exact == exact.rounded()))
      if x == x.rounded() {
        whole += 1
        #expect(mixture.distributionFunction(at: x) >= p * (1 - 1e-14))
        #expect(mixture.distributionFunction(at: x.nextDown) < p)
      }
    }
    // A third of all draws are counts.
    #expect(abs(Double(whole) / 20_000 - 1.0 / 3) < 0.01)
  }

  @Test func aGapIsJumpedOver() throws {
    let low = try make("uniform", ["low": 0, "high": 1])
    let high = try make("uniform", ["low": 10, "high": 12])
    let mixture = try pool("mixture", [(1, low), (2, high)])
    #expect(abs(mixture.quantile(at: 1.0 / 3) - 1) < 1e-15)
    #expect(abs(mixture.quantile(at: 0.334) - 10.002) < 1e-12)
    let prepared = filled(mixture.prepared(), Self.manyProbabilities)
    for (p, x) in zip(Self.manyProbabilities, prepared) {
      let wanted = p <= 1.0 / 3 ? 3 * p : 10 + 2 * (p - 1.0 / 3) * 1.5
      #expect(abs(x - wanted) < 1e-9, "\(x) at \(p)")
    }
  }

  /// Modes so far apart that the quantile function is all but vertical between them.
  @Test func farModesAreCompiled() throws {
    let low = try make("normal", ["mean": 0, "standardDeviation": 1])
    let high = try make("normal", ["mean": 1000, "standardDeviation": 3])
    let mixture = try pool("mixture", [(1, low), (3, high)])
    let prepared = filled(mixture.prepared(), Self.manyProbabilities)
    let deviation = mixture.variance.squareRoot()
    for (p, x) in zip(Self.manyProbabilities, prepared) {
      #expect(abs(x - mixture.quantile(at: p)) < 2e-10 * deviation)
    }
  }

  /// A histogram may leave out values between its bins.
  @Test func aHistogramMayHaveAGap() throws {
    var values = ParameterValues([:])
    values.rows = [
      ParameterValues(["low": 0, "high": 10, "probability": 0.25]),
      ParameterValues(["low": 30, "high": 50, "probability": 0.75]),
    ]
    let histogram = try Histogram(values)
    #expect(histogram.quantile(at: 0.25) == 10)
    #expect(histogram.density(at: 20) == 0 && histogram.distributionFunction(at: 20) == 0.25)
    for (p, x) in zip(Self.manyProbabilities, filled(histogram, Self.manyProbabilities)) {
      let wanted = p <= 0.25 ? 40 * p : 30 + (p - 0.25) / 0.75 * 20
      #expect(abs(x - wanted) < 1e-12)
    }
  }

  // MARK: Experts

  @Test func aLinearPoolIsAMixtureOfWhatTheySay() throws {
    let opinions: [[String: Double]] = [
      ["weight": 4, "p10": 38, "p50": 43, "p90": 49],
      ["weight": 2, "p10": 35, "p50": 44, "p90": 56],
    ]
    var values = ParameterValues([:])
    values.rows = opinions.map { ParameterValues($0) }
    let experts = try Experts(values)
    let mixture = try pool(
      "mixture", try opinions.map { (($0["weight"] ?? 1) / 6, try make("quantiles", $0)) })
    for p in [1e-9, 0.1, 0.5, 0.87, 0.9999] {
      let wanted = mixture.quantile(at: p)
      #expect(abs(experts.quantile(at: p) - wanted) <= 1e-14 * abs(wanted))
    }
    #expect(experts.likely == experts.quantile(at: 0.5))
  }

  /// Averages of normal quantile functions are normal: the means and the deviations are averaged.
  @Test func averagedQuantilesOfNormalsAreNormal() throws {
    let opinions = [
      (3.0, try make("normal", ["mean": 10, "standardDeviation": 2])),
      (1.0, try make("normal", ["mean": 18, "standardDeviation": 6])),
    ]
    let averaged = try pool("experts", opinions, ["pool": "quantileAverage"])
    let wanted = try make("normal", ["mean": 12, "standardDeviation": 3])
    #expect(abs(averaged.mean - 12) < 1e-14)
    #expect(abs(averaged.variance - 9) < 1e-11)
    for p in [1e-300, 1e-15, 0.001, 0.4, 0.5, 0.9, 1 - 1e-12] {
      let x = wanted.quantile(at: p)
      #expect(abs(averaged.quantile(at: p) - x) < 1e-13 * (1 + abs(x)))
      let below = wanted.distributionFunction(at: x)
      #expect(abs(averaged.distributionFunction(at: x) - below) < 1e-12 * below)
      let density = wanted.density(at: x)
      #expect(abs(averaged.density(at: x) - density) < 1e-11 * density)
    }
    let linear = try pool("experts", opinions)
    #expect(linear.variance > averaged.variance)
  }

  @Test func whatMakesNoPoolIsRefusedAtItsPlace() throws {
    var values = ParameterValues([:])
    values.rows = [
      ParameterValues(["p10": 1, "p50": 2, "p90": 3]),
      ParameterValues(["p10": 1, "p50": 0, "p90": 3]),
    ]
    #expect(
      throws: ParameterError(
        parameter: "p50", expected: .init(zh: "大于 p10 的数", en: "a number above p10"), row: 1)
    ) { try Experts(values) }
    #expect(throws: ParameterError.self) { try Experts(ParameterValues([:])) }
    #expect(throws: ParameterError.self) { try Mixture(ParameterValues([:])) }
    let counts = try make("poisson", ["mean": 2])
    #expect(throws: ParameterError.self) {
      try pool("experts", [(1, counts)], ["pool": "quantileAverage"])
    }
    #expect(throws: ParameterError.self) { try pool("mixture", [(-1, counts)]) }
  }
}
