import Probability
import Testing

@testable import Forecasting

/// What calibration does to quantiles and paths.
@Suite struct CalibrationForecastTests {
  /// Doubles every score.
  private let doubled = Calibration(maps: [ScoreMap(images: ScoreMap.knots.map { 2 * $0 })])
  private let levels = quantileLevels

  private func normalPaths(mean: Double, deviation: Double, horizon: Int = 2) -> PathSample {
    let noise = PathNoise(key: RandomStream(name: "paths").key(seed: 3), pathCount: 4096)
    return PathSample(
      horizon: horizon, pathCount: 4096,
      numbers: (0..<horizon).flatMap { noise.normals(step: $0).map { mean + deviation * $0 } })
  }

  @Test func normalQuantilesAreWidenedAlongTheNormalShape() {
    let quantiles = levels.map { 100 + 10 * StandardNormal.quantile(at: $0) }
    let found = doubled.quantiles(quantiles, levels: levels, step: 0, at: levels)
    for (level, quantile) in zip(levels, found) {
      // Interpolation between the levels is off by up to a tenth of a deviation in the tails.
      #expect(abs(quantile - (100 + 20 * StandardNormal.quantile(at: level))) < 1)
    }
    let same = Calibration.none.quantiles(quantiles, levels: levels, step: 5, at: levels)
    #expect(zip(same, quantiles).allSatisfy { abs($0 - $1) < 1e-9 })
  }

  @Test func whatCannotBeBelowNoughtStaysAbove() {
    let quantiles = levels.map { exponential(1.5 * StandardNormal.quantile(at: $0)) }
    let found = doubled.quantiles(
      quantiles, levels: levels, step: 0, at: levels, range: .nonNegative)
    #expect(found.allSatisfy { $0 > 0 })
    #expect(zip(found, found.dropFirst()).allSatisfy { $0 < $1 })
    #expect(found[0] < quantiles[0] && found[levels.count - 1] > 2 * quantiles[levels.count - 1])
    // Shares have two bounds.
    let shares = levels.map { 0.5 + 0.49 * (2 * $0 - 1) }
    let wider = doubled.quantiles(
      shares, levels: levels, step: 0, at: levels, range: ValueRange(lower: 0, upper: 1))
    #expect(wider.allSatisfy { (0...1).contains($0) })
  }

  @Test func pathsKeepTheirRanks() {
    let paths = normalPaths(mean: 50, deviation: 4)
    let found = doubled.apply(to: paths)
    for step in 0..<2 {
      let before = Array(paths.step(step))
      let after = Array(found.step(step))
      let order = before.indices.sorted { before[$0] < before[$1] }
      #expect(zip(order, order.dropFirst()).allSatisfy { after[$0] < after[$1] })
      let moments = Moments(of: after)
      // The sample's own mean and deviation are off by 1.6 and 1.1 % of a deviation.
      #expect(abs(moments.mean - 50) < 0.6)
      #expect(abs(moments.standardDeviation - 8) < 0.5)
    }
    #expect(Calibration.none.apply(to: paths) == paths)
  }

  @Test func countsStayCounts() {
    let uniforms = PathNoise(key: RandomStream(name: "counts").key(seed: 1), pathCount: 4096)
      .uniforms(step: 0)
    let paths = PathSample(
      horizon: 1, pathCount: 4096, numbers: uniforms.map { ($0 * $0 * 6).rounded(.down) })
    let range = ValueRange(lower: 0, isWhole: true)
    let found = doubled.apply(to: paths, range: range)
    #expect(found.numbers.allSatisfy { $0 >= 0 && $0 == $0.rounded() })
    #expect(
      Moments(of: found.numbers).standardDeviation > 1.3
        * Moments(of: paths.numbers).standardDeviation)
    // Without a correction nothing is spread and rounded.
    #expect(Calibration.none.apply(to: paths, range: range) == paths)
    // A map that is nearly none moves next to no count.
    let nearly = Calibration(maps: [ScoreMap(images: ScoreMap.knots.map { 1.000_001 * $0 })])
    let same = zip(nearly.apply(to: paths, range: range).numbers, paths.numbers).filter { $0 == $1 }
    #expect(same.count > 4050)
  }

  @Test func anyPathsAreTaken() {
    for numbers in [
      Array(repeating: 7.0, count: 16), Array(repeating: 0, count: 16),
      (0..<16).map { Double($0 % 2) * 1e300 }, (0..<16).map { -Double($0) * 1e-300 },
    ] {
      let paths = PathSample(horizon: 1, pathCount: 16, numbers: numbers)
      for range in [ValueRange.all, .nonNegative] {
        let found = doubled.apply(to: paths, range: range).numbers
        #expect(found.allSatisfy { !$0.isNaN && $0 >= range.lower })
      }
    }
    let broken = PathSample(horizon: 1, pathCount: 16, numbers: Array(repeating: .nan, count: 16))
    #expect(doubled.apply(to: broken).numbers.allSatisfy { $0.isNaN })
  }

  /// The score of a value and the value at a score undo each other, far outside too.
  @Test func aScaleGoesBothWays() {
    let quantiles = levels.map { 20 + 5 * StandardNormal.quantile(at: $0) }
    for range in [ValueRange.all, ValueRange(lower: 0, upper: 60)] {
      let scale = ScoreScale(quantiles: quantiles, levels: levels, range: range)
      for score in stride(from: -4.5, through: 4.5, by: 0.25) {
        #expect(abs(scale.score(of: scale.value(at: score)) - score) < 1e-6)
      }
      #expect(scale.score(of: -1e9) == -ScoreScale.limit)
      #expect(scale.score(of: 1e9) == ScoreScale.limit)
    }
    // A normal forecast goes on as a normal one.
    let scale = ScoreScale(quantiles: quantiles, levels: levels)
    #expect(abs(scale.score(of: 20 + 5 * 6) - 6) < 0.01)
  }

  @Test func aForecastWithoutSpreadIsHitOrMissed() {
    let scale = ScoreScale(quantiles: levels.map { _ in 3.0 }, levels: levels)
    #expect(scale.score(of: 3) == 0)
    #expect(scale.score(of: 3.1) == ScoreScale.limit)
    #expect(scale.value(at: 5) == 3)
  }
}
