import Testing

@testable import Probability

struct MetalogTests {
  private func metalog(
    _ points: [(probability: Double, value: Double)], _ parameters: [String: Double] = [:]
  ) throws -> Metalog {
    var values = ParameterValues(parameters)
    values.points = points
    return try Metalog(values)
  }

  private func fit(
    _ points: [(probability: Double, value: Double)], _ terms: Int
  ) -> MetalogFit? {
    MetalogFit(
      points: points.map { ($0.probability, DoubleDouble($0.value)) }, terms: terms)
  }

  private func curve(_ coefficients: Double...) -> MetalogCurve {
    MetalogCurve(coefficients: coefficients)
  }

  // MARK: What is known of the family

  /// Keelin (2016), section 3.2: three symmetric quantiles make a logistic distribution.
  @Test func threeSymmetricQuantilesAreLogistic() throws {
    let found = try metalog([(0.1, -5), (0.5, 0), (0.9, 5)])
    let scale = 5 / logit(0.9)
    let wanted = try Logistic(ParameterValues(["location": 0, "scale": scale]))
    for p in DistributionLawsTests.probabilities {
      let x = wanted.quantile(at: p)
      #expect(abs(found.quantile(at: p) - x) <= 1e-15 * (1 + abs(x)))
      let density = wanted.density(at: x)
      #expect(abs(found.density(at: x) - density) <= 5e-13 * density)
    }
    #expect(abs(found.variance / wanted.variance - 1) < 1e-13)
  }

  /// With a bound below, two terms are a log-logistic distribution, whose moments have formulas of
  /// another kind.
  @Test(arguments: [8.0, 3, 2.2, 1.5]) func twoTermsAboveABoundAreLogLogistic(_ shape: Double)
    throws
  {
    let wanted = try LogLogistic(ParameterValues(["median": 30, "shape": shape]))
    let points = [0.1, 0.5, 0.8].map { ($0, 7 + wanted.quantile(at: $0)) }
    let found = try metalog(points, ["low": 7, "terms": 2])
    #expect(abs(found.mean - 7 - wanted.mean) < 1e-11 * wanted.mean)
    guard shape > 2 else {
      #expect(found.variance == .infinity)
      return
    }
    #expect(abs(found.variance / wanted.variance - 1) < 1e-10)
    let mirrored = try metalog(points.map { (1 - $0, -$1) }.reversed(), ["high": -7, "terms": 2])
    #expect(abs(mirrored.mean + 7 + wanted.mean) < 1e-11 * wanted.mean)
    #expect(abs(mirrored.variance / wanted.variance - 1) < 1e-10)
  }

  /// The logit has no part in quantiles on a straight line, though each of its values is rounded.
  @Test(arguments: [0.0, 738_000]) func aStraightLineIsUniform(_ start: Double) throws {
    for count in 4...9 {
      let points = (1...count).map { k in
        let p = Double(k) / Double(count + 1)
        return (p, start + 10 * p)
      }
      let found = try metalog(points)
      #expect(found.curve.isPolynomial, "\(count) quantiles")
      #expect(abs(found.support.lowerBound - start) < 1e-8)
      #expect(abs(found.support.upperBound - start - 10) < 1e-8)
      #expect(abs(found.variance - 100.0 / 12) < 1e-8)
      #expect(abs(found.density(at: start + 2) - 0.1) < 1e-9)
    }
  }

  // MARK: The fit

  @Test func asManyTermsMeetTheQuantiles() throws {
    let truth = curve(20, 4, 1, 3, 2, 0.5, 1, 0.25, 2)
    let places = [0.02, 0.1, 0.2, 0.35, 0.5, 0.6, 0.8, 0.9, 0.97]
    for count in 3...9 {
      let points = places.prefix(count).map { ($0, truth.value(at: $0)) }
      let fitted = try #require(self.fit(Array(points), count))
      let found = MetalogCurve(coefficients: fitted.coefficients)
      for (p, x) in points {
        #expect(abs(found.value(at: p) - x) < 1e-12 * x, "\(count) terms at \(p)")
      }
    }
    let nine = places.map { ($0, truth.value(at: $0)) }
    let found = MetalogCurve(
      coefficients: try #require(fit(nine, 9)).coefficients)
    for p in [0.001, 0.28, 0.99] {
      #expect(abs(found.value(at: p) - truth.value(at: p)) < 1e-8)
    }
  }

  /// Least squares: what is left is orthogonal to every term.
  @Test func fewerTermsLeaveOnlyWhatNoTermTells() throws {
    let points = [
      (0.05, 14.0), (0.1, 15.5), (0.25, 19), (0.5, 24), (0.75, 31.5), (0.9, 40), (0.95, 49),
    ]
    for terms in 2...6 {
      let fitted = try #require(self.fit(points, terms))
      let found = MetalogCurve(coefficients: fitted.coefficients)
      for term in 1...terms {
        let product = points.reduce(0) {
          $0 + (found.value(at: $1.0) - $1.1)
            * MetalogCurve.preciseBasis(term: term, at: $1.0).value
        }
        #expect(abs(product) < 1e-11, "\(terms) terms, term \(term)")
      }
    }
  }

  /// Three pairs around the median determine three odd terms and not four.
  @Test func sevenSymmetricQuantilesTakeTheEighthTerm() throws {
    let places = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]
    let points = zip(places, [10, 11, 13, 16, 20, 25.5, 29.5]).map { ($0, $1) }
    let found = try metalog(points)
    #expect(found.curve.c3 == 0 && found.curve.s3 != 0)
    for (p, x) in points { #expect(abs(found.quantile(at: p) - x) < 1e-13 * x) }
  }

  /// By mpmath: logarithms with 32 digits, as the sum of two doubles.
  @Test func logarithmsHaveTwiceTheDigits() {
    let wanted: [(x: Double, high: Double, low: Double)] = [
      (0.1, -2.302_585_092_994_045_5, -1.715_024_362_805_798_5e-16),
      (3.0, 1.098_612_288_668_109_8, -9.071_297_235_001_53e-17),
      (1e-12, -27.631_021_115_928_547, -9.679_195_631_125_46e-16),
      (7.5e+200, 462.531_921_619_351_4, -6.382_757_810_524_808e-15),
      (0.97, -0.030_459_207_484_708_574, 5.321_760_163_974_223e-19),
    ]
    for (x, high, low) in wanted {
      let found = DoubleDouble(x).logarithm
      #expect(abs((found.high - high) + (found.low - low)) <= 1e-30 * max(1, abs(high)), "\(x)")
    }
  }

  // MARK: Feasibility

  /// Keelin (2016), section 3.2: with three terms the third must be smaller than 1.66711 times the
  /// second.
  @Test func threeTermsAreFeasibleUpToKeelinsLimit() {
    let limit = 1.667_113_119_201_929
    for sign in [1.0, -1] {
      #expect(curve(0, 1, sign * limit * (1 - 1e-9)).firstFall() == nil)
      let fall = curve(0, 1, sign * limit * (1 + 1e-9)).firstFall()
      #expect(fall.map { abs($0 - (sign > 0 ? 0.0832 : 0.9168)) < 1e-3 } ?? false)
    }
  }

  /// A curve that falls only above p = 1 - 5e-9, where no table of points would look.
  @Test func aTailThatTurnsIsFound() throws {
    let fall = try #require(curve(0, 0.1, -0.200_000_1, 10).firstFall())
    #expect(fall > 0.999_99)
    #expect(curve(0, 0.1, -0.199_999_9, 10).firstFall() == nil)
    #expect(try #require(curve(0, 0.1, 0.200_000_1, 10).firstFall()) < 0.000_01)
    #expect(curve(0, 0, 0, 1).firstFall() == nil)
    #expect(curve(0, 0, 0, 0).firstFall() != nil)
    #expect(curve(3).firstFall() != nil)
    #expect(curve(0, -1).firstFall() != nil)
  }

  /// The proof against a look at many points, for curves of every number of terms.
  @Test func feasibilityAgreesWithManyPoints() {
    var seed: UInt64 = 7
    func random() -> Double {
      seed = mixed(seed &+ 0x9e37_79b9_7f4a_7c15)
      return Double(seed >> 11) * 0x1p-53
    }
    var counts = (feasible: 0, infeasible: 0)
    for _ in 0..<1500 {
      let terms = 2 + Int(random() * 8)
      let coefficients = (0..<terms).map { k in
        k == 1 ? 1 : (random() - 0.5) * Double([0, 0, 4, 12, 20, 12, 30, 20, 60][k])
      }
      let curve = MetalogCurve(coefficients: coefficients)
      let slopes = (0...4000).map { i -> Double in
        let z = (Double(i) - 2000) / 40
        return curve.valueAndSlope(atLogit: z).slope
      }
      let least = slopes.min() ?? 0
      if let p = curve.firstFall() {
        counts.infeasible += 1
        #expect(curve.slope(p - 0.5) < 1e-9, "\(coefficients) at \(p)")
      } else {
        counts.feasible += 1
        #expect(least > 0, "\(coefficients)")
      }
      if least < -1e-9 { #expect(curve.firstFall() != nil, "\(coefficients)") }
    }
    #expect(counts.feasible > 200 && counts.infeasible > 200, "\(counts)")
  }

  @Test func refusalsSayWhereAndWhatToDo() {
    func error(
      _ points: [(probability: Double, value: Double)], _ parameters: [String: Double] = [:]
    ) -> ParameterError? {
      var values = ParameterValues(parameters)
      values.points = points
      do throws(ParameterError) {
        _ = try Metalog(values)
        return nil
      } catch { return error }
    }
    let skew = error([(0.1, 1), (0.5, 1.1), (0.9, 9)])
    #expect(skew?.parameter == "quantiles" && skew?.row == nil)
    #expect(
      skew?.expected.en
        == "quantiles through which a smooth curve of 3 terms rises everywhere; at p = 0.08 it "
        + "would fall: take a bound, low or high, or quantiles that are less uneven")
    #expect(
      error([(0.1, 1), (0.9, 9), (0.5, 0.5)])
        == ParameterError(
          parameter: "quantiles",
          expected: .init(
            zh: "大于前一个概率 0.1 处的值",
            en: "a value above that of the next smaller probability, 0.1"),
          row: 2))
    #expect(error([(0.1, 1), (0.9, 9), (0.1, 2)])?.row == 2)
    #expect(error([(0.1, 1), (0.5, 2), (0.9, 3)], ["low": 1])?.parameter == "low")
    #expect(error([(0.1, 1), (0.5, 2), (0.9, 3)], ["high": 2])?.parameter == "high")
    #expect(error([(0.1, 1), (0.5, 2), (0.9, 3)], ["terms": 2.5])?.parameter == "terms")
    #expect(error([(0.1, 1), (0.5, 2), (0.9, .infinity)])?.row == 2)
    #expect(error([(0.1, 1), (0.5, 2), (1, 3)])?.row == 2)
  }
}
