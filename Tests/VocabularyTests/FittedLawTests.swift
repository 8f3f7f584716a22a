import Probability
import SeededNumbers
import Testing
import Torreya

@testable import Vocabulary

/// The parts of a fitted value: curves over scores, and scores that go together.
@Suite struct FittedLawTests {
  @Test func aNormalValueIsALineOverItsScore() {
    let curve = HingedQuantiles(values: HingedQuantiles.normalScores.map { 5 + 3 * $0 })
    #expect(curve.changes.allSatisfy { abs($0) < 1e-12 })
    for score in [-6, -2.7, -1, 0, 0.3, 2, 5] {
      #expect(abs(curve.value(at: score) - (5 + 3 * score)) < 1e-12)
    }
  }

  @Test func theCurveMeetsItsQuantilesAndGoesOnWithTheLastSlope() {
    let values: [Double] = [0, 0, 0, 1, 4, 5, 5, 7, 12, 20, 31]
    let curve = HingedQuantiles(values: values)
    for (score, value) in zip(curve.scores, values) {
      #expect(abs(curve.value(at: score) - value) < 1e-9)
    }
    let last = curve.scores[10]
    let slope = (31.0 - 20) / (last - curve.scores[9])
    #expect(abs(curve.value(at: last + 2) - (31 + 2 * slope)) < 1e-9)
    #expect(curve.value(at: -5) == 0)
    for value in [1.5, 4.2, 9, 25] {
      #expect(abs(curve.value(at: curve.score(of: value)) - value) < 1e-9)
    }
  }

  /// A Gaussian process with the correlation 0.8 of neighbours, on scales that differ: ranks see
  /// none of these.
  @Test func theFactorHasTheCorrelationsOfThePaths() {
    let paths = PathNoise(key: RandomStream(name: "test").key(seed: 7), pathCount: 16_384)
    var last = paths.normals(step: 0)
    var samples = [last.map { exponential($0) }]
    for step in 1..<5 {
      let shocks = paths.normals(step: step)
      last = zip(last, shocks).map { 0.8 * $0 + 0.6 * $1 }
      samples.append(last.map { Double(step) * $0 * $0 * $0 - 4 })
    }
    let found = ScoreDependence(of: samples)
    for row in 0..<5 {
      for column in 0...row {
        let wanted = power(0.8, row - column)
        let product = zip(found.factor[row], found.factor[column]).reduce(0) { $0 + $1.0 * $1.1 }
        let error = (1 - wanted * wanted) / 128
        #expect(abs(product - wanted) <= 4.5 * error + 1e-12, "\(row), \(column)")
      }
      #expect(found.factor[row][(row + 1)...].allSatisfy { $0 == 0 }, "no later shock")
    }
    // The shock of a period is what is new in it.
    #expect(abs(found.factor[3][3] - 0.6) < 0.02)
  }

  @Test func aValueThatIsKnownGoesWithNoOther() {
    let normals = PathNoise(key: RandomStream(name: "test").key(seed: 7), pathCount: 1024)
      .normals(step: 0)
    let found = ScoreDependence(of: [
      [Double](repeating: 4, count: 1024), normals, normals.map { -2 * $0 },
    ])
    #expect(found.factor[0] == [1, 0, 0])
    #expect(abs(found.factor[2][1] + 1) < 1e-9, "wholly contrary")
    #expect(abs(found.factor[2][2]) < 1e-4)
  }

  /// Two kinds of path, of which one lies low in all periods: the total has a long lower tail that
  /// no Gaussian copula gives it.
  @Test func theScoreOfABentWholeHasTheQuantilesThatItIsTold() throws {
    let noise = PathNoise(key: RandomStream(name: "test").key(seed: 3), pathCount: 16_384)
    let low = noise.uniforms(step: 9).map { $0 < 0.15 }
    let samples = (0..<4).map { step in
      zip(noise.normals(step: step), low).map { $1 ? $0 - 4 : $0 }
    }
    let found = ScoreDependence(of: samples)
    let bend = try #require(found.bend)
    // Drawn anew: shocks of another stream make the scores, whose distribution is to be found.
    let others = PathNoise(key: RandomStream(name: "other").key(seed: 3), pathCount: 65_536)
    let shocks = (0..<4).map { others.normals(step: $0) }
    let whole = (0..<65_536).map { path -> Double in
      var sum = 0.0
      for step in 0..<4 { sum += bend.weights[step] * shocks[step][path] }
      return sum
    }
    let excess = bend.excess.values(at: whole)
    var totals = [Double](repeating: 0, count: whole.count)
    for period in 0..<4 {
      let scores = whole.indices.map { path -> Double in
        var score = bend.loadings[period] * excess[path]
        for step in 0..<4 { score += found.factor[period][step] * shocks[step][path] }
        return score
      }
      let wanted = found.scores[period]
      let inner = zip(HingedQuantiles.probabilities, wanted).dropFirst(2).dropLast(2)
      for (probability, score) in inner {
        let quantile = quantiles(of: scores, at: [probability])[0]
        let error =
          (probability * (1 - probability) / 65_536).squareRoot()
          / StandardNormal.density(at: score)
        #expect(abs(quantile - score) < 4.5 * error + 2e-3, "\(period) \(probability)")
      }
      let curve = HingedQuantiles(of: samples[period]).over(wanted)
      let values = curve.values(at: scores)
      for path in totals.indices { totals[path] += values[path] }
    }
    let sums = (0..<16_384).map { path in samples.reduce(0) { $0 + $1[path] } }
    let (ours, theirs) = (
      quantiles(of: totals, at: [0.1, 0.5, 0.9]), quantiles(of: sums, at: [0.1, 0.5, 0.9])
    )
    for (our, their) in zip(ours, theirs) {
      #expect(abs(our - their) < 0.03 * (theirs[2] - theirs[0]), "\(ours) \(theirs)")
    }
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { result, _ in result * base }
  }
}

/// Correlations of few residuals, beside those of `Reference/make_shrinkage.py`.
@Suite struct ResidualCorrelationTests {
  private let columns: [[Double]] = [
    [0.4, -1.2, 0.9, 0.1, -0.6, 1.7, -0.3, -0.8, 0.5, 1.1, -1.4, 0.2],
    [0.1, -0.9, 1.2, -0.4, -0.2, 1.1, 0.3, -1.3, 0.2, 0.9, -0.7, 0.6],
    [-0.5, 0.3, 0.8, -1.1, 0.4, -0.2, 1.6, -0.1, -0.9, 0.7, 0.2, -0.6],
  ]

  @Test func isThatOfSchaeferAndStrimmer() throws {
    let found = try #require(ResidualCorrelation(columns))
    #expect(abs(found.shrinkage - 0.165087367964402) < 1e-12)
    let wanted: [(Int, Int, Double)] = [
      (1, 0, 0.7249521983826414), (2, 0, -0.10755753686741919), (2, 1, 0.15778319446329303),
    ]
    for (row, column, correlation) in wanted {
      #expect(abs(found.entries[row * 3 + column] - correlation) < 1e-12)
      #expect(found.entries[row * 3 + column] == found.entries[column * 3 + row])
    }
    #expect((0..<3).allSatisfy { found.entries[$0 * 4] == 1 })
  }

  @Test func noiseIsDrawnToNothing() throws {
    var numbers = SeededGenerator(5)
    let noise = (0..<6).map { _ in
      (0..<10).map { _ in Double.random(in: -1...1, using: &numbers) }
    }
    let found = try #require(ResidualCorrelation(noise))
    #expect(found.shrinkage > 0.5)
    #expect(ResidualCorrelation([columns[0], [Double](repeating: 1, count: 12)]) == nil)
  }
}
