import Foundation
import Probability
import SeededNumbers
import Testing

@testable import Forecasting

/// Scores of single forecasts, against closed forms and direct sums.
@Suite struct EvaluationScoresTests {
  /// Gneiting, Raftery (2007), equation 21: the score of a normal forecast.
  private func normalScore(_ y: Double, mean: Double, deviation: Double) -> Double {
    let z = (y - mean) / deviation
    return deviation
      * (z * (2 * StandardNormal.distributionFunction(at: z) - 1)
        + 2 * StandardNormal.density(at: z) - 0.564_189_583_547_756_3)
  }

  /// The definition, without ranks.
  private func directScore(_ sample: [Double], _ y: Double, isFair: Bool) -> Double {
    let n = Double(sample.count)
    let distance = sample.reduce(0) { $0 + abs($1 - y) } / n
    var spread = 0.0
    for a in sample { for b in sample { spread += abs(a - b) } }
    return distance - spread / (2 * n * (isFair ? n - 1 : n))
  }

  @Test(arguments: [2, 3, 17, 100])
  func theSampleScoreIsTheDoubleSum(count: Int) {
    var random = SeededGenerator(UInt64(count))
    let sample = (0..<count).map { _ in Double.random(in: -5...20, using: &random).rounded() }
    for y in [-7, 3, 4.5, 40] {
      for isFair in [false, true] {
        let found = rankedProbabilityScore(of: sample, actual: y, isFair: isFair)
        #expect(abs(found - directScore(sample, y, isFair: isFair)) < 1e-12)
      }
    }
  }

  @Test func theScoreOfEvenlySpacedNormalQuantilesIsTheClosedForm() {
    let count = 20_000
    let sample = (0..<count).map {
      12 + 3 * StandardNormal.quantile(at: (Double($0) + 0.5) / Double(count))
    }
    for y in [5, 11, 12, 20.0] {
      let found = rankedProbabilityScore(of: sample, actual: y, isFair: false)
      #expect(abs(found - normalScore(y, mean: 12, deviation: 3)) < 2e-4)
    }
  }

  /// On the mean over samples the fair score is that of the distribution; the other one is not.
  @Test func theFairScoreDoesNotDependOnTheSampleSize() {
    let closed = normalScore(0.4, mean: 0, deviation: 1)
    var fair = 0.0
    var plain = 0.0
    let repetitions = 4000
    var lanes = [Double](repeating: 0, count: 16)
    for repetition in 0..<repetitions {
      let key = RandomStream(name: "fair").key(seed: UInt64(repetition))
      var span = lanes.mutableSpan
      key.fillNormals(&span, period: 0, firstTrial: 0)
      let sample = Array(lanes[..<5])
      fair += rankedProbabilityScore(of: sample, actual: 0.4) / Double(repetitions)
      plain +=
        rankedProbabilityScore(of: sample, actual: 0.4, isFair: false) / Double(repetitions)
    }
    // Four standard errors: a score of five numbers has a deviation of about 0.27.
    #expect(abs(fair - closed) < 4 * 0.27 / 63)
    // The other one is too high by the mean difference over 2 n, 0.113.
    #expect(abs(plain - closed - 0.112_838) < 4 * 0.27 / 63)
  }

  @Test func theScoreOfOneNumberIsItsErrorAndNothingIsNoScore() {
    #expect(rankedProbabilityScore(of: [3], actual: 5, isFair: false) == 2)
    #expect(rankedProbabilityScore(of: [3], actual: 5).isNaN)
    #expect(rankedProbabilityScore(of: [], actual: 5).isNaN)
    #expect(rankedProbabilityScore(of: [1, .nan, 2], actual: 5).isNaN)
    #expect(rankedProbabilityScore(of: [1, 2], actual: .nan).isNaN)
  }

  @Test func aSmallSpreadAroundALargeLevelKeepsItsDigits() {
    let sample = [1e15, 1e15 + 1, 1e15 + 3]
    // Mean distance 5/3 - sum of pairs 6 / 6.
    #expect(abs(rankedProbabilityScore(of: sample, actual: 1e15 + 3) - (5.0 / 3 - 1)) < 1e-12)
  }

  @Test func thePinballLossByHand() {
    #expect(abs(pinballLoss(level: 0.9, quantile: 10, actual: 14) - 3.6) < 1e-12)
    #expect(abs(pinballLoss(level: 0.9, quantile: 10, actual: 6) - 0.4) < 1e-12)
    #expect(pinballLoss(level: 0.3, quantile: 10, actual: 10) == 0)
  }

  @Test func theIntervalScoreByHand() {
    #expect(intervalScore(coverage: 0.8, lower: 2, upper: 6, actual: 5) == 4)
    #expect(abs(intervalScore(coverage: 0.8, lower: 2, upper: 6, actual: 1) - 14) < 1e-12)
    #expect(abs(intervalScore(coverage: 0.8, lower: 2, upper: 6, actual: 7.5) - 19) < 1e-12)
  }

  /// With the kept levels the score from quantiles is 0.2 % too low on the mean over what comes.
  @Test func theScoreFromQuantilesIsNearTheClosedForm() {
    let quantiles = quantileLevels.map(StandardNormal.quantile(at:))
    var (exact, found) = (0.0, 0.0)
    for rank in 0..<999 {
      let y = StandardNormal.quantile(at: (Double(rank) + 0.5) / 999)
      exact += normalScore(y, mean: 0, deviation: 1)
      found += rankedProbabilityScore(quantiles: quantiles, levels: quantileLevels, actual: y)
    }
    #expect(abs(found / exact - 1 + 0.0017) < 5e-4)
  }

  @Test func theErrorScaleIsTheSeasonalDifference() {
    #expect(errorScale(of: TimeSeries(values: [1, 2, 4, 4, 3, 9], seasonLength: 2)) == 11.0 / 4)
    #expect(errorScale(of: TimeSeries(values: [1, .nan, 4, 4, 3, 9], seasonLength: 2)) == 3)
  }

  @Test func aConstantOrEmptySeriesHasNoScale() {
    for values in [[], [3], [5, 5, 5, 5], [.nan, .nan], [.nan, 2, .nan]] {
      #expect(errorScale(of: TimeSeries(values: values)) == nil)
    }
    // Shorter than a year: neighbours.
    #expect(errorScale(of: TimeSeries(values: [1, 3, 4], seasonLength: 12)) == 1.5)
    #expect(errorScale(of: TimeSeries(values: [-1e308, 1e308, -1e308])) == nil)
  }

  @Test func theTransformIsTheShareOfGapsBelow() {
    [1, 2, 2, 5].withUnsafeBufferPointer { sample in
      #expect(probabilityTransform(of: 0, amongSorted: sample, place: 0.5) == 0.1)
      #expect(probabilityTransform(of: 9, amongSorted: sample, place: 0.5) == 0.9)
      #expect(abs(probabilityTransform(of: 2, amongSorted: sample, place: 0) - 0.2) < 1e-15)
      #expect(abs(probabilityTransform(of: 2, amongSorted: sample, place: 1) - 0.8) < 1e-15)
      #expect(probabilityTransform(of: .nan, amongSorted: sample, place: 0.5).isNaN)
    }
  }

  /// Whole numbers drawn like the sample: without the drawn place their transforms would pile up.
  @Test func theTransformOfCountsIsEvenlySpread() {
    var random = SeededGenerator(7)
    let transforms = (0..<4000).map { _ in
      let sample = (0..<20).map { _ in Double(Int.random(in: 0...3, using: &random)) }.sorted()
      return sample.withUnsafeBufferPointer {
        probabilityTransform(
          of: Double(Int.random(in: 0...3, using: &random)), amongSorted: $0,
          place: Double.random(in: 0..<1, using: &random))
      }
    }
    let histogram = TransformHistogram(groups: transforms.map { [$0] })
    #expect(histogram.counts.reduce(0, +) == 4000)
    #expect(histogram.uniformity.map { $0.probability > 0.001 } == true)
  }

  @Test func theTestOfEvennessKeepsItsSize() {
    // Independent values, and groups whose values go together.
    for (groups, size, weight, allowed) in [
      (100, 1, 0.0, 0.04...0.06), (30, 8, 0.7, 0.025...0.085),
    ] {
      var refused = 0.0
      let repetitions = 300
      var random = SeededGenerator(UInt64(groups))
      for _ in 0..<repetitions {
        let values = (0..<groups).map { _ in
          let together = normal(&random)
          return (0..<size).map { _ in
            StandardNormal.distributionFunction(
              at: weight.squareRoot() * together + (1 - weight).squareRoot() * normal(&random))
          }
        }
        let found = TransformHistogram(groups: values).uniformity?.probability ?? .nan
        refused += found < 0.05 ? 1 / Double(repetitions) : 0
      }
      // Two and a half standard errors of a share of 5 % among 300.
      let room = 0.031
      #expect(refused > allowed.lowerBound - room && refused < allowed.upperBound + room)
    }
  }

  private func normal(_ random: inout SeededGenerator) -> Double {
    StandardNormal.quantile(at: Double.random(in: 1e-9..<1, using: &random))
  }

  @Test func tooNarrowForecastsAreFound() throws {
    var random = SeededGenerator(3)
    let groups = (0..<100).map { _ in
      [StandardNormal.distributionFunction(at: 2 * normal(&random))]
    }
    let histogram = TransformHistogram(groups: groups)
    #expect(histogram.counts[0] + histogram.counts[9] > 40)
    #expect(try #require(histogram.uniformity).probability < 1e-6)
    // Too few to tell.
    #expect(TransformHistogram(groups: [[0.1, 0.2], [0.5]]).uniformity == nil)
  }

  @Test func tailsOfChiSquareAreThoseOfSciPy() throws {
    for row in try LossReference.rows(kind: "chiSquare") {
      let statistic = try #require(Double(row[2]))
      let expected = try #require(Double(row[3]))
      let degrees = try #require(Int(row[1]))
      let found = chiSquareTail(beyond: statistic, degreesOfFreedom: degrees)
      #expect(abs(found - expected) < 1e-12 * expected)
    }
  }
}

/// The table loss_comparisons.csv.
enum LossReference {
  static func rows(kind: String) throws -> [[String]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Reference/loss_comparisons.csv")
    let rows = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
      .filter { $0[0] == kind }
    try #require(!rows.isEmpty)
    return rows
  }
}
