import Testing

@testable import Probability

/// A million draws of each fixture, the way a plan makes them, against its distribution function.
///
/// The statistic is that of Kolmogorov and Smirnov, at 263 places: never more than at all places, so that
/// the bound of Dvoretzky, Kiefer and Wolfowitz holds for counts as for other numbers. The seed is
/// fixed; were it not, one run of the whole suite in a million would fail for nothing.
///
/// - Source: P. Massart, "The tight constant in the Dvoretzky–Kiefer–Wolfowitz inequality" (1990).
struct DrawTests {
  private static let blocks = 977
  private static let blockTrials = 1024
  private static let draws = Double(blocks * blockTrials)

  /// Exceeded with a probability of 1e-6 by any of the fixtures, with equal shares of it.
  private static let bound =
    (logarithm(2 * Double(Fixture.all.count) / 1e-6) / (2 * draws)).squareRoot()

  /// Evenly in probability, and some far out.
  private static let places =
    (1...255).map { Double($0) / 256 }
    + [1e-5, 1e-4, 0.001, 0.002, 0.998, 0.999, 0.9999, 1 - 1e-5]

  /// The largest difference between the share of draws of one distribution up to a place, and another
  /// one's probability of it.
  private func largestDifference(
    of drawn: any Distribution, to wanted: any Distribution, stream: String
  ) -> Double {
    let edges = Array(Set(Self.places.map { wanted.quantile(at: $0) })).sorted()
    let ready = drawn.prepared()
    let key = RandomStream(name: stream).key(seed: 20_240_702)
    var counts = [Int](repeating: 0, count: edges.count + 1)
    var lanes = [Double](repeating: 0, count: Self.blockTrials)
    edges.withUnsafeBufferPointer { edges in
      counts.withUnsafeMutableBufferPointer { counts in
        for block in 0..<Self.blocks {
          var span = lanes.mutableSpan
          key.fillUniforms(&span, period: 0, firstTrial: block * Self.blockTrials)
          ready.fillQuantiles(&span)
          for lane in lanes {
            var (low, high) = (0, edges.count)
            while low < high {
              let middle = (low &+ high) >> 1
              if edges[middle] < lane { low = middle &+ 1 } else { high = middle }
            }
            counts[low] &+= 1
          }
        }
      }
    }
    var (sum, largest) = (0, 0.0)
    for (edge, count) in zip(edges, counts) {
      sum += count
      largest = max(
        largest, abs(Double(sum) / Self.draws - wanted.distributionFunction(at: edge)))
    }
    return largest
  }

  @Test(arguments: Fixture.all) func drawsFollowTheDistributionFunction(_ fixture: Fixture) throws {
    let distribution = try fixture.make()
    let difference = largestDifference(
      of: distribution, to: distribution, stream: fixture.testDescription)
    #expect(difference <= Self.bound, "differs by \(difference), more than \(Self.bound)")
  }

  /// Wrong by a hundredth or two, which no planner would see, the same test fails.
  @Test(arguments: [
    (
      Fixture(family: "normal", parameters: ["mean": 100.3, "standardDeviation": 15]),
      Fixture(family: "normal", parameters: ["mean": 100, "standardDeviation": 15])
    ),
    (
      Fixture(family: "exponential", parameters: ["mean": 8.2]),
      Fixture(family: "exponential", parameters: ["mean": 8])
    ),
    (
      Fixture(family: "pert", parameters: ["low": 3800, "likely": 4310, "high": 4900]),
      Fixture(family: "pert", parameters: ["low": 3800, "likely": 4300, "high": 4900])
    ),
    (
      Fixture(family: "gamma", parameters: ["shape": 9.5, "scale": 9 * 20 / 9.5]),
      Fixture(family: "gamma", parameters: ["shape": 9, "scale": 20])
    ),
    (
      Fixture(family: "poisson", parameters: ["mean": 2.43]),
      Fixture(family: "poisson", parameters: ["mean": 2.4])
    ),
    (
      Fixture(family: "bernoulli", parameters: ["probability": 0.305]),
      Fixture(family: "bernoulli", parameters: ["probability": 0.3])
    ),
  ])
  func aSlightlyWrongDistributionIsFound(_ drawn: Fixture, _ wanted: Fixture) throws {
    let difference = try largestDifference(
      of: drawn.make(), to: wanted.make(), stream: wanted.testDescription)
    #expect(difference > Self.bound, "\(difference) passes below \(Self.bound)")
  }

  /// A draw is a function of its probability: where a block begins and ends does not show.
  @Test(arguments: Fixture.all) func blocksOfAnySizeDrawTheSame(_ fixture: Fixture) throws {
    let distribution = try fixture.make().prepared()
    var uniforms = [Double](repeating: 0, count: 1024)
    var span = uniforms.mutableSpan
    RandomStream(name: fixture.testDescription).key(seed: 5)
      .fillUniforms(&span, period: 7, firstTrial: 4096)
    // Far out, too, where the exact function stands in for a table.
    (uniforms[3], uniforms[130], uniforms[1000]) = (1e-12, 1 - 0x1p-53, 0.5)
    var whole = uniforms
    var wholeSpan = whole.mutableSpan
    distribution.fillQuantiles(&wholeSpan)
    var start = 0
    for size in [1, 2, 7, 128, 129, 500, 257] {
      var part = Array(uniforms[start..<start + size])
      var partSpan = part.mutableSpan
      distribution.fillQuantiles(&partSpan)
      #expect(part.map(\.bitPattern) == whole[start..<start + size].map(\.bitPattern))
      start += size
    }
    #expect(start == uniforms.count)
  }
}
