import Testing

@testable import Probability

struct HypercubePropertiesTests {
  private static let runTrials = SamplingScheme.runTrials

  private static func strata(_ stream: String, hypercubes: Int) -> [[Int]] {
    let key = RandomStream(name: stream).key(seed: 11)
    return (0..<hypercubes).map { hypercube in
      let numbers = SamplingKernelsTests.filled(runTrials) {
        key.fillUniforms(
          &$0, period: 0, firstTrial: hypercube * runTrials, scheme: .latinHypercube)
      }
      return numbers.map { Int($0 * Double(runTrials)) }
    }
  }

  @Test func antitheticPairsAddUpToOneExactly() {
    let numbers = SamplingKernelsTests.numbers(.antithetic, from: 0, count: 4096)
    for trial in numbers.indices where trial / 8 % 2 == 0 {
      #expect(numbers[trial] + numbers[trial + 8] == 1)
      #expect(numbers[trial] > 0 && numbers[trial] < 1)
    }
  }

  @Test func everyStratumIsHitOnceInEveryRun() {
    for strata in Self.strata("a", hypercubes: 20) {
      #expect(Set(strata) == Set(0..<Self.runTrials))
    }
  }

  /// The correlation within a hypercube has the variance 1/1023 for a random permutation; the
  /// threshold for the mean of 100 is passed by chance once in 16,000 pairs.
  @Test func streamsAreUncorrelated() {
    let streams = ["a", "b", "c", "fiscal.vat.annual", "fiscal.vat.annuaL"]
    let strata = streams.map { Self.strata($0, hypercubes: 100) }
    for first in streams.indices {
      for second in 0..<first {
        let sum = zip(strata[first], strata[second]).map(Self.correlation).reduce(0, +)
        #expect(abs(sum) * (1023.0 / 100).squareRoot() < 4, "\(first) with \(second)")
      }
    }
  }

  /// Neighbours in one hypercube, and the same place in the next one, fill 64 cells evenly: the
  /// statistic has 63 degrees of freedom and passes 118 by chance once in 30,000 seeds.
  @Test func pairsFillTheirCellsEvenly() {
    let hypercubes = Self.strata("pairs", hypercubes: 200)
    var neighbours = [Double](repeating: 0, count: 64)
    var successors = neighbours
    for (hypercube, strata) in hypercubes.enumerated() {
      for place in stride(from: 0, to: 64, by: 2) {
        neighbours[strata[place] / 128 * 8 + strata[place + 1] / 128] += 1
        guard hypercube % 2 == 0 else { continue }
        successors[strata[place] / 128 * 8 + hypercubes[hypercube + 1][place] / 128] += 1
      }
    }
    for cells in [neighbours, successors] {
      let expected = cells.reduce(0, +) / 64
      let statistic = cells.map { ($0 - expected) * ($0 - expected) / expected }.reduce(0, +)
      #expect(statistic < 118)
      // Sampling without putting back makes it a little smaller than chance, not much.
      #expect(statistic > 30)
    }
  }

  private static func correlation(_ first: [Int], _ second: [Int]) -> Double {
    let mean = Double(runTrials - 1) / 2
    let variance = Double(runTrials * runTrials - 1) / 12
    let sum = zip(first, second).map { (Double($0) - mean) * (Double($1) - mean) }.reduce(0, +)
    return sum / Double(runTrials) / variance
  }
}
