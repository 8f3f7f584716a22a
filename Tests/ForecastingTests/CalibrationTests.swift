import Probability
import SeededNumbers
import Testing

@testable import Forecasting

/// Calibration, on forecasts that are known to be wrong.
@Suite struct CalibrationTests {
  private func scores(_ count: Int, seed: UInt64, _ distort: (Double) -> Double) -> [Double] {
    var random = SeededGenerator(seed)
    return (0..<count).map { _ in
      distort(StandardNormal.quantile(at: Double.random(in: 1e-12..<1, using: &random)))
    }
  }

  private func sample(_ scores: [Double], horizon: Int = 1, spacing: Int = 1) -> CalibrationSample {
    CalibrationSample(scores: scores, horizon: horizon, spacing: spacing)
  }

  /// How often a calibrated interval holds when scores are `factor` times normal ones, exactly.
  private func coverage(_ map: ScoreMap, nominal: Double, factor: Double) -> Double {
    let normal = StandardNormal.quantile(at: (1 + nominal) / 2)
    return StandardNormal.distributionFunction(at: map.image(of: normal) / factor)
      - StandardNormal.distributionFunction(at: map.image(of: -normal) / factor)
  }

  /// Forecasts too narrow by half, and too wide by half.
  @Test(arguments: [2, 0.5, 1])
  func manyForecastsMakeIntervalsHold(factor: Double) {
    let calibration = Calibration([sample(scores(2000, seed: 11) { factor * $0 })])
    for nominal in intervalCoverages {
      let found = coverage(calibration.map(step: 0), nominal: nominal, factor: factor)
      // Three standard errors of a share among 2,000.
      let room = 3 * (nominal * (1 - nominal) / 2000).squareRoot()
      #expect(abs(found - nominal) < room)
    }
  }

  @Test func skewedErrorsGetSkewedIntervals() {
    let calibration = Calibration([
      sample(scores(3000, seed: 4) { $0 > 0 ? 2.5 * $0 : 0.8 * $0 })
    ])
    let map = calibration.map(step: 0)
    #expect(abs(map.image(of: 1.96) / (2.5 * 1.96) - 1) < 0.1)
    #expect(abs(map.image(of: -1.96) / (0.8 * -1.96) - 1) < 0.1)
  }

  /// On the mean over many series of few origins: true forecasts are left nearly as they are, and
  /// wrong ones come nearer.
  @Test(arguments: [(4, 1, 1), (12, 1, 1), (3, 6, 6), (12, 6, 1)])
  func fewForecastsCorrectALittle(origins: Int, horizon: Int, spacing: Int) {
    for factor in [1.0, 2.0] {
      var found = 0.0
      let series = 150
      for index in 0..<series {
        let steps = scores(origins * spacing + horizon, seed: UInt64(index)) { factor * $0 }
        // Errors of a random walk: those of one origin and of overlapping ones go together.
        var walked: [Double] = []
        for origin in 0..<origins {
          var walk = 0.0
          for step in 0..<horizon {
            walk += steps[origin * spacing + step]
            walked.append(walk / Double(step + 1).squareRoot())
          }
        }
        let calibration = Calibration([
          sample(walked, horizon: horizon, spacing: spacing)
        ])
        for step in 0..<horizon {
          found +=
            coverage(calibration.map(step: step), nominal: 0.8, factor: factor)
            / Double(horizon * series)
        }
      }
      if factor == 1 {
        #expect(abs(found - 0.8) < 0.04)
      } else {
        // Without correction it is 0.478.
        #expect(found > 0.58 && found < 0.83)
      }
    }
  }

  @Test func nothingIsLearntFromNothing() {
    #expect(Calibration([]).isNone)
    #expect(Calibration([sample([])]).isNone)
    #expect(Calibration([sample([.nan, .nan, .nan], horizon: 3)]).isNone)
  }

  @Test func anyScoresGiveARisingMap() {
    for scores in [[0], [0, 0, 0, 0], [8], [-8, 8], [8, 8, 8], [.nan, 5], [-0.0, 1e-300]] {
      for horizon in [1, scores.count] {
        let calibration = Calibration([sample(scores, horizon: horizon)])
        for map in calibration.maps {
          let images = stride(from: -9.0, through: 9, by: 0.25).map(map.image(of:))
          #expect(zip(images, images.dropFirst()).allSatisfy { $0 < $1 && $1.isFinite })
        }
      }
    }
  }

  @Test func aMapAndItsInverseUndoEachOther() {
    let map = ScoreMap.fitted(
      to: scores(200, seed: 8) { $0 > 0 ? 3 * $0 : $0 - 0.2 }, effective: 200, spread: 0.25)
    for score in stride(from: -6.0, through: 6, by: 0.37) {
      #expect(abs(map.score(ofImage: map.image(of: score)) - score) < 1e-12)
    }
  }

  /// Each step has its own spread; pooling over steps alone would miss it.
  @Test func stepsDifferWhereManySeriesTellThem() {
    let samples = (0..<300).map { index in
      sample(
        scores(4, seed: UInt64(index)) { $0 }.enumerated().map { Double($0 + 1) * $1 },
        horizon: 4)
    }
    let calibration = Calibration(samples)
    for step in 0..<4 {
      let found = coverage(calibration.map(step: step), nominal: 0.8, factor: Double(step + 1))
      // Three standard errors among 300, and what the shrinkage of steps leaves.
      #expect(abs(found - 0.8) < 3 * 0.4 / 300.squareRoot() + 0.02)
    }
  }

  @Test func oneSeriesIsDrawnTowardsThoseLikeIt() {
    let many = Calibration((0..<200).map { sample(scores(3, seed: $0) { 2 * $0 }) })
    let one = Calibration([sample([0.1, -0.2, 0.1])], prior: many)
    let alone = Calibration([sample([0.1, -0.2, 0.1])])
    #expect(many.map(step: 0).image(of: 1.5) > one.map(step: 0).image(of: 1.5))
    #expect(one.map(step: 0).image(of: 1.5) > 1.2 * alone.map(step: 0).image(of: 1.5))
    #expect(Calibration([], prior: many) == many)
  }

  @Test func theReportJudgesWhatWasLeftOut() {
    let report = CalibrationReport([sample(scores(400, seed: 21) { 2 * $0 })])
    #expect(report.count == 400)
    for interval in report.intervals {
      let before =
        2
        * StandardNormal.distributionFunction(
          at: StandardNormal.quantile(at: (1 + interval.nominal) / 2) / 2) - 1
      // Three standard errors of a share among 400.
      let room = 3 * 0.5 / 20
      #expect(abs(interval.coverageBefore - before) < room)
      #expect(abs(interval.coverageAfter - interval.nominal) < room)
      #expect(abs(interval.widthRatio - 2) < 0.2)
    }
  }

  /// Where every horizon overlaps the one that is left out, there is nothing to learn from.
  @Test func overlappingOriginsAreLeftOutTogether() {
    let report = CalibrationReport([
      sample(scores(36, seed: 2) { 3 * $0 }, horizon: 12, spacing: 4)
    ])
    #expect(report.intervals.allSatisfy { $0.coverageBefore == $0.coverageAfter })
    #expect(report.intervals.allSatisfy { abs($0.widthRatio - 1) < 1e-12 })
    #expect(CalibrationReport([]).count == 0)
  }

  @Test func severalSeriesAreLeftOutInTurn() {
    let samples = (0..<50).map { sample(scores(8, seed: $0) { 2 * $0 }, horizon: 4, spacing: 4) }
    let report = CalibrationReport(samples)
    #expect(report.count == 400)
    #expect(abs(report.intervals[1].coverageAfter - 0.8) < 3 * 0.4 / 20)
    #expect(report.intervals[1].coverageBefore < 0.6)
  }
}
