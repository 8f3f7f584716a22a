import Testing

@testable import Probability

/// Extreme values, powers and Student's distribution, by what relates them to other families.
struct HeavyTailTests {
  private func make(_ family: String, _ parameters: [String: Double]) throws -> any Distribution {
    try #require(Distributions.named(family)).init(ParameterValues(parameters))
  }

  /// Type III: the distance from the upper bound has Weibull's distribution.
  @Test func aBoundedExtremeValueIsAWeibullTurnedRound() throws {
    let extreme = try make(
      "generalizedExtremeValue", ["location": 10, "scale": 2, "shape": -0.5])
    let weibull = try make("weibull", ["shape": 2, "scale": 4])
    #expect(extreme.support.upperBound == 14)
    for x in [-20, 0, 9, 12, 13.5, 13.999] {
      let wanted = weibull.exceedanceProbability(above: 14 - x)
      #expect(abs(extreme.distributionFunction(at: x) - wanted) <= 1e-13 * wanted)
    }
    #expect(abs(extreme.mean - (14 - weibull.mean)) < 1e-13)
    #expect(abs(extreme.variance / weibull.variance - 1) < 1e-13)
  }

  /// Type II: its reciprocal, counted from the lower bound, is a Weibull variable.
  @Test func aHeavyExtremeValueIsFrechets() throws {
    let extreme = try make("generalizedExtremeValue", ["location": 4, "scale": 1, "shape": 0.25])
    let weibull = try make("weibull", ["shape": 4, "scale": 0.25])
    #expect(extreme.support.lowerBound == 0)
    for x in [0.5, 1.0, 4, 40, 4000] {
      let wanted = weibull.distributionFunction(at: 1 / x)
      #expect(abs(extreme.exceedanceProbability(above: x) - wanted) <= 1e-13 * wanted)
    }
  }

  /// As the shape vanishes, all is Gumbel's, and nothing jumps where the series take over.
  @Test func momentsAreSmoothInTheShape() throws {
    func extreme(_ shape: Double) throws -> any Distribution {
      try make("generalizedExtremeValue", ["location": 0, "scale": 1, "shape": shape])
    }
    let gumbel = try make("gumbel", ["location": 0, "scale": 1])
    for shape in [1e-18, -1e-12, 1e-9] {
      #expect(abs(try extreme(shape).mean - gumbel.mean) < 2e-9)
      #expect(abs(try extreme(shape).variance - gumbel.variance) < 1e-8)
    }
    // By mpmath: (gamma(1 - k) - 1) / k, and (gamma(1 - 2k) - gamma(1 - k)^2) / k^2.
    let wanted: [(shape: Double, mean: Double, variance: Double)] = [
      (0.1, 0.686_287_021_193_193_56, 2.226_241_073_208_239_5),
      (0.25, 0.901_666_809_860_710_58, 4.332_924_099_598_181),
      (-0.15, 0.446_393_792_616_789_05, 1.195_791_874_860_483_7),
      (-0.3, 0.341_764_345_645_742_71, 0.978_463_317_324_624_93),
    ]
    for (shape, mean, variance) in wanted {
      let found = try extreme(shape)
      #expect(abs(found.mean / mean - 1) < 1e-13, "\(shape)")
      #expect(abs(found.variance / variance - 1) < 1e-12, "\(shape)")
    }
    #expect(try extreme(0.5).variance == .infinity)
    #expect(try extreme(1).mean == .infinity)
  }

  /// pi / b over its sine, and the same of twice the angle.
  @Test func logLogisticMomentsHaveSines() throws {
    // By mpmath, for a median of 1.
    let wanted: [(shape: Double, mean: Double, variance: Double)] = [
      (2.5, 1.321_306_399_677_649_6, 2.529_986_726_633_267_6),
      (4, 1.110_720_734_539_591_6, 0.337_095_776_658_726_79),
      (8, 1.026_172_152_977_030_9, 0.057_691_446_994_076_677),
      (1e5, 1.000_000_000_164_493_4, 3.289_868_136_077_563_8e-10),
    ]
    for (shape, mean, variance) in wanted {
      let found = try make("logLogistic", ["median": 1, "shape": shape])
      #expect(abs(found.mean / mean - 1) < 1e-14, "\(shape)")
      #expect(abs(found.variance / variance - 1) < 1e-12, "\(shape)")
    }
  }

  /// Gibrat and Zipf: the logarithm of a Pareto amount is an exponential one.
  @Test func aParetoAmountIsAnExponentialPower() throws {
    let pareto = try make("pareto", ["low": 20, "shape": 2.5])
    let waiting = try make("exponential", ["mean": 0.4])
    for p in [1e-300, 1e-15, 0.1, 0.5, 0.9, 1 - 1e-15] {
      let wanted = 20 * exponential(waiting.quantile(at: p))
      #expect(abs(pareto.quantile(at: p) - wanted) <= 1e-14 * wanted)
    }
    let half = try make("pareto", ["low": 20, "median": 30])
    #expect(abs(half.quantile(at: 0.5) - 30) < 1e-13)
    #expect(try make("pareto", ["low": 1, "shape": 1]).mean == .infinity)
  }

  /// With one degree of freedom Cauchy's distribution, with two an algebraic one, and a normal one
  /// with very many.
  @Test func studentsKnownMembers() throws {
    let cauchy = try make("studentT", ["degreesOfFreedom": 1, "location": 0, "scale": 1])
    #expect(abs(cauchy.quantile(at: 0.75) - 1) < 1e-14)
    #expect(abs(cauchy.density(at: 2) - 1 / (5 * Double.pi)) < 1e-16)
    #expect(cauchy.mean.isNaN && cauchy.variance.isNaN)
    let two = try make("studentT", ["degreesOfFreedom": 2, "location": 0, "scale": 1])
    for p in [1e-12, 0.01, 0.3, 0.500_001, 0.9] {
      let wanted = (2 * p - 1) / (2 * p * (1 - p)).squareRoot()
      #expect(abs(two.quantile(at: p) - wanted) <= 2e-13 * abs(wanted), "\(p)")
    }
    #expect(two.variance == .infinity)
    let normal = try make("normal", ["mean": 0, "standardDeviation": 1])
    let many = try make("studentT", ["degreesOfFreedom": 1e300, "location": 0, "scale": 1])
    for p in [1e-300, 1e-9, 0.2, 0.7] {
      let wanted = normal.quantile(at: p)
      #expect(abs(many.quantile(at: p) - wanted) <= 1e-13 * abs(wanted), "\(p)")
    }
  }

  /// Wallis (2014): the mode divides the probability as the deviations, and the moments.
  @Test func aSplitNormalIsDividedAtItsMode() throws {
    let split = try make(
      "splitNormal",
      ["likely": 10, "standardDeviationBelow": 1, "standardDeviationAbove": 3])
    #expect(split.distributionFunction(at: 10) == 0.25)
    #expect(abs(split.quantile(at: 0.25) - 10) < 1e-14)
    #expect(split.likely == 10)
    #expect(abs(split.mean - (10 + 2 * (2 / Double.pi).squareRoot())) < 1e-14)
    #expect(abs(split.variance - (4 * (1 - 2 / Double.pi) + 3)) < 1e-14)
  }
}
