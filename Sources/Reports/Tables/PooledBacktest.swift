import Forecasting
import SourceText

/// How a method did over many series, each counting alike.
public struct PooledBacktest: Sendable {
  /// The name of the method.
  public let method: String
  /// Of how many series.
  public let seriesCount: Int
  public let originCount: Int
  public let forecastCount: Int
  /// The means over the series of what can be compared between them.
  public let scaledError, symmetricPercentageError, percentageError, scaledRankedScore: Double
  /// The shares of all forecasts that the intervals held.
  public let coverages: [Double]
  /// Against the simple method, each series with the mean of its scaled losses.
  public let skill: Skill
  public let rankedSkill: Skill
  /// How often intervals hold with a calibration of all series, told by those left out in turn.
  public let calibration: CalibrationReport
  public let failureCount: Int

  /// One for each method; none for fewer than two series.
  ///
  /// - Precondition: all series were forecast by the same methods.
  public static func all(_ results: [SeriesBacktest]) -> [PooledBacktest] {
    guard results.count > 1, let first = results.first else { return [] }
    return first.backtest.methods.indices.map { PooledBacktest(results, $0) }
  }

  private init(_ results: [SeriesBacktest], _ place: Int) {
    method = results[0].backtest.methods[place].name
    let judged = results.filter { $0.scores[place].count > 0 }
    let scores = judged.map { $0.scores[place] }
    let simple = judged.map { $0.scores[$0.simple] }
    seriesCount = judged.count
    originCount = judged.reduce(0) { $0 + $1.backtest.origins.count }
    forecastCount = scores.reduce(0) { $0 + $1.count }
    func mean(_ numbers: [Double]) -> Double {
      let known = numbers.filter(\.isFinite)
      return known.isEmpty ? .nan : known.reduce(0) { $0 + $1 / Double(known.count) }
    }
    scaledError = mean(scores.map(\.scaledError))
    symmetricPercentageError = mean(scores.map(\.symmetricPercentageError))
    percentageError = mean(scores.map(\.percentageError))
    scaledRankedScore = mean(scores.map(\.scaledRankedScore))
    let count = Double(max(forecastCount, 1))
    coverages = intervalCoverages.indices.map { index in
      scores.reduce(0) { $0 + $1.intervals[index].coverage * Double($1.count) / count }
    }
    skill = Skill(
      losses: scores.map(\.scaledError), simple: simple.map(\.scaledError), overlap: 1)
    rankedSkill = Skill(
      losses: scores.map(\.scaledRankedScore), simple: simple.map(\.scaledRankedScore),
      overlap: 1)
    calibration = CalibrationReport(
      judged.map { $0.backtest.calibrationSample(of: $0.backtest.methods[place]) })
    failureCount = results.reduce(0) { $0 + $1.backtest.methods[place].failures.count }
  }

  /// The row of `backtest.csv`: what has the unit of a series is empty.
  var row: [Cell] {
    [
      .text("all"), .text(method), .integer(originCount), .integer(forecastCount),
      .known(scaledError), .known(symmetricPercentageError), .known(percentageError), .empty,
      .empty, .empty, .known(scaledRankedScore), .empty, .empty, .empty,
    ] + coverages.flatMap { [.known($0), .empty, .empty] }
      + BacktestTable.skillCells(skill, ranked: rankedSkill) + [
        .empty, .known(calibration.intervals[1].coverageAfter),
        .known(calibration.intervals[2].coverageAfter), .integer(failureCount), .empty,
      ]
  }
}
