import Testing

@testable import Probability

/// What must hold for every family.
struct DistributionLawsTests {
  /// From far in one tail to far in the other.
  static let probabilities: [Double] =
    [1e-300, 1e-15, 1e-9, 1e-6, 1e-4, 0.001, 0.01]
    + (1...19).map { Double($0) / 20 + 1e-7 }
    + [0.99, 0.999, 0.9999, 1 - 1e-6, 1 - 1e-9, 1 - 1e-12]

  @Test func listsEveryFamilyOnceInOrder() {
    let names = Distributions.all.map { $0.descriptor.name }
    #expect(names == Array(Set(names)).sorted())
    #expect(Set(Fixture.all.map(\.family)) == Set(names))
    #expect(Distributions.named("gauss") == nil)
    for family in Distributions.all {
      let descriptor = family.descriptor
      #expect(descriptor.example.hasPrefix("{ \"\(descriptor.name)\": "))
      #expect(descriptor.summary.hasSuffix("."))
      #expect(!descriptor.forms.isEmpty && !descriptor.chineseName.isEmpty)
    }
  }

  @Test(arguments: Fixture.all) func quantileInvertsDistributionFunction(_ fixture: Fixture) throws
  {
    let distribution = try fixture.make()
    let isDiscrete = distribution.isDiscrete
    var last = -Double.infinity
    for p in Self.probabilities {
      let x = distribution.quantile(at: p)
      #expect(x >= last, "quantiles fall at \(p)")
      #expect(distribution.support.contains(x), "\(x) at \(p) is outside of the support")
      last = x
      let reached = distribution.distributionFunction(at: x)
      if isDiscrete {
        #expect(reached >= p * (1 - 1e-11) - 1e-13, "the function reaches \(reached), not \(p)")
        let before = distribution.distributionFunction(at: x.nextDown)
        #expect(before <= p * (1 + 1e-11) + 1e-13, "a smaller value reaches \(p): \(before)")
      } else if x > distribution.support.lowerBound, x < distribution.support.upperBound {
        // Near a bound or far from zero, the spacing of doubles limits what can be asked.
        let next = distribution.distributionFunction(at: x.nextUp) - reached
        #expect(abs(reached - p) <= 1e-11 * p + 4 * abs(next) + 2e-16, "\(reached) at \(p)")
      }
    }
  }

  @Test(arguments: Fixture.all) func densityIsTheSlopeOrStep(_ fixture: Fixture) throws {
    let distribution = try fixture.make()
    let isDiscrete = distribution.isDiscrete
    if isDiscrete {
      for p in Self.probabilities.dropFirst(2) {
        let x = distribution.quantile(at: p)
        let step =
          distribution.distributionFunction(at: x)
          - distribution.distributionFunction(at: x.nextDown)
        #expect(abs(distribution.density(at: x) - step) < 2e-13, "at \(x)")
      }
      #expect(distribution.density(at: distribution.quantile(at: 0.5) + 0.5) == 0)
      return
    }
    // Between quantiles, so that singular ends stay outside.
    let points = [0.1, 0.2, 0.35, 0.5, 0.7, 0.9, 0.999].map { distribution.quantile(at: $0) }
    for (from, to) in zip(points, points.dropFirst()) {
      let area = integral(from: from, to: to, panels: 60, of: distribution.density)
      let difference =
        distribution.distributionFunction(at: to) - distribution.distributionFunction(at: from)
      #expect(abs(area - difference) < 1e-6, "between \(from) and \(to)")
    }
    #expect(distribution.density(at: distribution.support.lowerBound - 1) == 0)
    #expect(distribution.density(at: distribution.support.upperBound + 1) == 0)
  }

  @Test(arguments: Fixture.all) func momentsAreThoseOfTheQuantiles(_ fixture: Fixture) throws {
    let distribution = try fixture.make().prepared()
    // Over the logit of p; the steps of a discrete quantile function need many points.
    let logits = (0..<36_000).map { (Double($0) + 0.5) / 500 - 36 }
    let weights = logits.map { 1 / (1 + exponential(-$0)) / (1 + exponential($0)) / 500 }
    var lanes = logits.map { 1 / (1 + exponential(-$0)) }
    var span = lanes.mutableSpan
    distribution.fillQuantiles(&span)
    func moment(_ function: (Double) -> Double) -> Double {
      zip(lanes, weights).reduce(0) { $0 + ($1.1 > 0 ? function($1.0) * $1.1 : 0) }
    }
    guard distribution.variance.isFinite else { return }
    let deviation = distribution.variance.squareRoot()
    #expect(abs(moment { $0 } - distribution.mean) < 2e-3 * deviation)
    let mean = distribution.mean
    let variance = moment { ($0 - mean) * ($0 - mean) }
    #expect(abs(variance / distribution.variance - 1) < 3e-3)
  }

  @Test(arguments: Fixture.all) func blocksAgreeWithSingleQuantiles(_ fixture: Fixture) throws {
    let distribution = try fixture.make()
    let p = (1..<2000).map { Double($0) / 2000 } + Self.probabilities
    let scale = distribution.variance.isFinite ? distribution.variance.squareRoot() : 1
    for form in [distribution, distribution.prepared()] {
      var lanes = p
      var span = lanes.mutableSpan
      form.fillQuantiles(&span)
      for i in p.indices {
        let exact = distribution.quantile(at: p[i])
        #expect(
          lanes[i] == exact || abs(lanes[i] - exact) <= 1e-10 * max(scale, abs(exact)),
          "\(lanes[i]), not \(exact)")
      }
    }
  }

  @Test(arguments: Fixture.all) func likelyIsPossible(_ fixture: Fixture) throws {
    let distribution = try fixture.make()
    #expect(distribution.support.contains(distribution.likely))
  }

  /// Parameters out of any range make an error that names a parameter, or else a distribution
  /// that answers; never a crash.
  @Test func wildParametersNeverCrash() throws {
    let wild: [Double] = [
      0, -0.0, 1, -1, 0.5, 2, 0x1p-1040, 1e-300, 1e-9, 1e9, 1e17, 1e300, -1e300,
      .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .infinity, -.infinity, .nan,
    ]
    for family in Distributions.all {
      for form in family.descriptor.forms {
        guard case .parameters(let parameters) = form else { continue }
        var seed: UInt64 = 1
        for _ in 0..<120 {
          var values: [String: Double] = [:]
          for parameter in parameters {
            seed = mixed(seed &+ 0x9e37_79b9_7f4a_7c15)
            values[parameter.name] = wild[Int(seed % UInt64(wild.count))]
          }
          check(family, values, parameters)
        }
      }
    }
  }

  private func check(
    _ family: any Distribution.Type, _ values: [String: Double], _ parameters: [Parameter]
  ) {
    do {
      let distribution = try family.init(ParameterValues(values))
      for p in [1e-9, 0.5, 0.999] {
        let x = distribution.quantile(at: p)
        #expect(!x.isNaN, "\(family.descriptor.name) \(values) at \(p)")
        _ = distribution.distributionFunction(at: x)
        _ = distribution.density(at: x)
      }
    } catch {
      #expect(parameters.contains { $0.name == error.parameter }, "names \(error.parameter)")
      #expect(!error.expected.en.isEmpty && !error.expected.zh.isEmpty)
    }
  }

  @Test func refusesTablesThatMakeNoDistribution() {
    typealias Rows = [(value: Double, probability: Double)]
    let tables: [Rows] = [
      [], [(1, 0.5)], [(1, 0.7), (2, 0.4)], [(1, -0.5), (2, 1.5)], [(.nan, 1)], [(1, .nan)],
    ]
    for rows in tables {
      #expect(throws: ParameterError.self) { try Discrete(ParameterValues([:], table: rows)) }
    }
    #expect(
      throws: ParameterError(
        parameter: "values",
        expected: .init(zh: "至少一个值，且都是数", en: "at least one value, all of them numbers"))
    ) { try Empirical(ParameterValues([:])) }
  }

  @Test func namesWhatIsWrong() {
    func error(_ family: String, _ values: [String: Double]) -> ParameterError? {
      do {
        _ = try Distributions.named(family)?.init(ParameterValues(values))
        return nil
      } catch { return error }
    }
    #expect(
      error("pert", ["low": 5, "likely": 3, "high": 9])
        == ParameterError(
          parameter: "likely", expected: .init(zh: "不小于 low 的数", en: "a number at or above low")))
    #expect(
      error("uniform", ["low": 1, "high": 1])
        == ParameterError(
          parameter: "high", expected: .init(zh: "大于 low 的数", en: "a number above low")))
    #expect(
      error("normal", ["mean": 1])
        == ParameterError(
          parameter: "standardDeviation", expected: .init(zh: "大于 0 的数", en: "a number above 0")))
    let skew = error("quantiles", ["p10": 1, "p50": 1.1, "p90": 9])
    #expect(skew?.parameter == "p50")
    #expect(error("quantiles", ["p10": 1, "p50": 1.1, "p90": 9, "low": 0.95]) == nil)
  }
}
