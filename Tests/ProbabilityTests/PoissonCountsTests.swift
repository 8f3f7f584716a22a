import CKernels
import Testing

@testable import Probability

/// Poisson counts whose means differ by lane, however they are found.
@Suite(.serialized) struct PoissonCountsTests {
  static func counts(at probabilities: [Double], means: [Double]) -> [Double] {
    var lanes = probabilities
    var span = lanes.mutableSpan
    means.withUnsafeBufferPointer {
      guard let base = $0.baseAddress else { return }
      fillPoissonQuantiles(&span, means: LaneOperand(base, stride: 1))
    }
    return lanes
  }

  /// What inverting the distribution function gives, far from any shortcut.
  static func plainCount(at p: Double, mean: Double) -> Double {
    if mean == 0 { return 0 }
    let start = mean + StandardNormal.quantile(at: p) * mean.squareRoot()
    return searchCount(at: p, start: start, upTo: 0x1p53) { Poisson.probabilities(at: $0, mean) }
  }

  static func uniforms(_ name: String, count: Int = 32_768) -> [Double] {
    var lanes = [Double](repeating: 0, count: (count + 15) / 16 * 16)
    var span = lanes.mutableSpan
    RandomStream(name: name).key(seed: 17).fillUniforms(&span, period: 0, firstTrial: 0)
    return Array(lanes.prefix(count))
  }

  /// Means between two bounds, evenly by their logarithms.
  static func means(
    _ low: Double, _ high: Double, _ name: String, count: Int = 32_768
  ) -> [Double] {
    let (first, last) = (logarithm(low), logarithm(high))
    return uniforms(name, count: count).map { exponential(first + (last - first) * $0) }
  }

  @Test func agreesWithMultiplePrecision() throws {
    let table = try ReferenceTable("poisson-counts")
    let (means, probabilities) = (try table.numbers("mean"), try table.numbers("p"))
    let counts = Self.counts(at: probabilities, means: means)
    for (i, expected) in try table.numbers("count").enumerated() {
      #expect(counts[i] == expected, "p \(probabilities[i]), mean \(means[i])")
    }
  }

  @Test(arguments: [(1e-300, 1.0), (0.01, 4), (3, 12), (4, 400), (30, 1e4), (1000, 1.2e9)])
  func isTheInverseOfTheDistributionFunction(low: Double, high: Double) {
    let means = Self.means(low, high, "mean")
    var probabilities = Self.uniforms("p")
    // Every fourth is far out to one side or the other.
    for i in stride(from: 0, to: probabilities.count, by: 4) {
      let tail = power(probabilities[i], i % 8 == 0 ? 40 : 12)
      probabilities[i] = i % 8 == 0 ? max(tail, 1e-290) : max(0.5, 1 - tail - 0x1p-53)
    }
    let counts = Self.counts(at: probabilities, means: means)
    for i in counts.indices {
      let (p, mean) = (probabilities[i], means[i])
      guard counts[i] != Self.plainCount(at: p, mean: mean) else { continue }
      // Beyond the kernel's means a sum decides between neighbours.
      #expect(mean > 0x1p30, "p \(p), mean \(mean): \(counts[i])")
    }
  }

  /// The place is wrong by less than the bound within which it is not rounded: the means and
  /// probabilities of counts that are settled by the kernel, next to a change of the count.
  @Test(arguments: [4, 4.6, 7, 19, 63, 65, 300, 5000, 1e6, 1e9])
  func neverFallsWhereProbabilitiesRise(mean: Double) {
    var probabilities: [Double] = []
    for score in stride(from: -7.5, through: 7.5, by: 0.25) {
      let count = max((mean + score * mean.squareRoot()).rounded(), 0)
      let (lower, upper) = Poisson.probabilities(at: count, mean)
      let edge = lower < 0.5 ? lower : 1 - upper
      for step in -40...40 {
        // From a unit in the last place to a hundredth of the probability.
        let size = exponential(Double(abs(step)) * 0.8 - 36)
        let p = edge + Double(step.signum()) * max(size * min(lower, upper), edge.ulp)
        if p > 0, p < 1 { probabilities.append(p) }
      }
    }
    probabilities.sort()
    let counts = Self.counts(
      at: probabilities, means: [Double](repeating: mean, count: probabilities.count))
    for (one, next) in zip(counts, counts.dropFirst()) { #expect(one <= next) }
    for (p, count) in zip(probabilities, counts) {
      #expect(count == Self.plainCount(at: p, mean: mean), "p \(p)")
    }
  }

  /// In any order, beside any other means, and at every level.
  @Test func countsDependOnNothingElse() {
    let saved = torreya_active_level()
    defer { torreya_use_level(saved) }
    let means = Self.means(0.5, 900, "mean", count: 4099)
    let probabilities = Self.uniforms("p", count: 4099)
    let expected = Self.counts(at: probabilities, means: means)
    for level in KernelsTests.levels {
      torreya_use_level(level)
      #expect(Self.counts(at: probabilities, means: means) == expected)
      let order = means.indices.sorted { means[$0] < means[$1] }
      let sorted = Self.counts(at: order.map { probabilities[$0] }, means: order.map { means[$0] })
      #expect(sorted == order.map { expected[$0] })
      var one = [probabilities[7]]
      var span = one.mutableSpan
      withUnsafePointer(to: means[7]) {
        fillPoissonQuantiles(&span, means: LaneOperand($0, stride: 0))
      }
      #expect(one == [expected[7]])
    }
  }

  @Test func fewLanesAreLeftToTheCaller() {
    for (low, high) in [(0.01, 4.0), (4, 6), (6, 100), (100, 1e6)] {
      let (probabilities, means) = (Self.uniforms("p"), Self.means(low, high, "mean"))
      var lanes = probabilities
      torreya_poisson_quantiles(&lanes, probabilities, means, 1, lanes.count)
      let left = lanes.count { $0 < 0 }
      #expect(Double(left) < 1e-3 * Double(lanes.count), "\(low) ... \(high): \(left)")
    }
  }

  @Test func awkwardProbabilitiesGiveZeroOrNaN() {
    for mean in [1e-300, 0.5, 30, 1e5, 1e10] {
      let probabilities: [Double] = [0, -1, 2, .nan, -.infinity, .infinity]
      let counts = Self.counts(
        at: probabilities, means: [Double](repeating: mean, count: probabilities.count))
      #expect(counts[0] == 0)
      #expect(counts.dropFirst().allSatisfy { $0.isNaN }, "\(counts) of \(mean)")
      let largest = Self.counts(at: [1, 1 - 0x1p-53], means: [mean, mean])
      #expect(largest[0] >= largest[1] && largest[0] < .infinity)
    }
  }
}
