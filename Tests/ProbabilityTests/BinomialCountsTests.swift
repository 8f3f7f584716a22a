import CKernels
import Testing

@testable import Probability

/// Binomial counts whose parameters differ by lane, however they are found.
@Suite(.serialized) struct BinomialCountsTests {
  static func counts(
    at uniforms: [Double], cases: [Double], probabilities: [Double]
  ) -> [Double] {
    var lanes = uniforms
    var span = lanes.mutableSpan
    cases.withUnsafeBufferPointer { cases in
      probabilities.withUnsafeBufferPointer { probabilities in
        guard let n = cases.baseAddress, let p = probabilities.baseAddress else { return }
        fillBinomialQuantiles(
          &span, probabilities: LaneOperand(p, stride: 1), counts: LaneOperand(n, stride: 1))
      }
    }
    return lanes
  }

  /// What inverting the distribution function gives, far from any shortcut.
  static func plainCount(at p: Double, _ n: Double, _ probability: Double) -> Double {
    searchCount(at: p, start: n * probability, upTo: n) {
      Binomial.probabilities(at: $0, n, probability)
    }
  }

  @Test func agreesWithMultiplePrecision() throws {
    let table = try ReferenceTable("binomial-counts")
    let (cases, probabilities) = (try table.numbers("n"), try table.numbers("probability"))
    let uniforms = try table.numbers("p")
    let counts = Self.counts(at: uniforms, cases: cases, probabilities: probabilities)
    for (i, expected) in try table.numbers("count").enumerated() {
      #expect(
        counts[i] == expected, "p \(uniforms[i]), n \(cases[i]), probability \(probabilities[i])")
    }
  }

  /// Of all sizes, and next to 0 and to 1 as well.
  static func parameters(count: Int) -> (cases: [Double], probabilities: [Double]) {
    let cases = PoissonCountsTests.means(1, 1e6, "cases", count: count).map { $0.rounded() }
    let shares = PoissonCountsTests.uniforms("shares", count: count).enumerated().map { i, u in
      i % 3 == 0 ? u : i % 3 == 1 ? exponential(-9 * u) : 1 - exponential(-9 * u)
    }
    return (cases, shares)
  }

  @Test func isTheInverseOfTheDistributionFunction() {
    let count = 32_768
    let (cases, probabilities) = Self.parameters(count: count)
    var uniforms = PoissonCountsTests.uniforms("p", count: count)
    for i in stride(from: 0, to: count, by: 4) {
      let tail = power(uniforms[i], i % 8 == 0 ? 40 : 6)
      uniforms[i] = i % 8 == 0 ? max(tail, 1e-290) : max(0.5, 1 - tail - 0x1p-53)
    }
    let found = Self.counts(at: uniforms, cases: cases, probabilities: probabilities)
    for i in found.indices {
      #expect(
        found[i] == Self.plainCount(at: uniforms[i], cases[i], probabilities[i]),
        "p \(uniforms[i]), n \(cases[i]), probability \(probabilities[i])")
    }
  }

  /// In any order, beside any other parameters, and at every level.
  @Test func countsDependOnNothingElse() {
    let saved = torreya_active_level()
    defer { torreya_use_level(saved) }
    let (cases, probabilities) = Self.parameters(count: 4099)
    let uniforms = PoissonCountsTests.uniforms("p", count: 4099)
    let expected = Self.counts(at: uniforms, cases: cases, probabilities: probabilities)
    for level in KernelsTests.levels {
      torreya_use_level(level)
      let order = cases.indices.sorted { cases[$0] < cases[$1] }
      let sorted = Self.counts(
        at: order.map { uniforms[$0] }, cases: order.map { cases[$0] },
        probabilities: order.map { probabilities[$0] })
      #expect(sorted == order.map { expected[$0] })
    }
  }

  @Test func fewLanesAreLeftToTheCaller() {
    let (cases, probabilities) = Self.parameters(count: 32_768)
    let uniforms = PoissonCountsTests.uniforms("p")
    var lanes = uniforms
    torreya_binomial_quantiles(&lanes, uniforms, cases, 1, probabilities, 1, lanes.count)
    let left = lanes.count { $0 < 0 }
    #expect(left < lanes.count / 1000, "\(left)")
  }

  @Test func awkwardProbabilitiesGiveZeroAllOrNaN() {
    for (n, share) in [(40.0, 0.01), (40, 0.99), (40, 1), (1000, 0.3), (1e12, 0.5)] {
      let uniforms: [Double] = [0, 1, -1, 2, .nan, .infinity]
      let counts = Self.counts(
        at: uniforms, cases: uniforms.map { _ in n }, probabilities: uniforms.map { _ in share })
      #expect(counts[0] == 0)
      #expect(counts[1] == n)
      #expect(counts.dropFirst(2).allSatisfy { $0.isNaN }, "\(counts) of \(n), \(share)")
    }
    #expect(Self.counts(at: [0.3, 1 - 0x1p-53], cases: [9, 9], probabilities: [0, 0]) == [0, 0])
  }
}
