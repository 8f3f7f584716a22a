import Probability

/// How often intervals held before and after calibration, told by forecasts that the calibration
/// had not learnt from.
public struct CalibrationReport: Hashable, Sendable {
  /// The intervals of 50, 80 and 95 %.
  public let intervals: [Interval]
  /// How many forecasts of a step were judged.
  public let count: Int

  /// How a central interval held.
  public struct Interval: Hashable, Sendable {
    /// With which probability it was to hold.
    public let nominal: Double
    /// The share of what came that lay within, as forecast; NaN where nothing came.
    public let coverageBefore: Double
    /// The same after calibration.
    public let coverageAfter: Double
    /// How many times as wide calibration makes it on the mean, on the scale of scores.
    public let widthRatio: Double
  }

  /// The shares of held-out forecasts that intervals covered.
  ///
  /// Of a single series each origin in turn is left out, with those whose horizons overlap it: if
  /// all do, nothing is left to learn from and nothing is corrected. Of several series a tenth in
  /// turn is left out.
  ///
  /// - Complexity: as many calibrations as origins, or ten.
  public init(_ samples: [CalibrationSample], prior: Calibration = .none) {
    var tally = Tally()
    if samples.count > 1 {
      let folds = min(samples.count, 10)
      for fold in 0..<folds {
        let learnt = Calibration(
          samples.indices.filter { $0 % folds != fold }.map { samples[$0] }, prior: prior)
        for index in samples.indices where index % folds == fold {
          tally.add(samples[index].scores, horizon: samples[index].horizon, learnt)
        }
      }
    } else if let sample = samples.first {
      for origin in 0..<sample.originCount {
        let learnt = Calibration([sample.without(origin: origin)], prior: prior)
        let scores = sample.scores[origin * sample.horizon..<(origin + 1) * sample.horizon]
        tally.add(Array(scores), horizon: sample.horizon, learnt)
      }
    }
    intervals = tally.intervals
    count = tally.count
  }
}

private struct Tally {
  private let normals = intervalCoverages.map { StandardNormal.quantile(at: (1 + $0) / 2) }
  private var before = intervalCoverages.map { _ in RunningMean() }
  private var after = intervalCoverages.map { _ in RunningMean() }
  private var ratios = intervalCoverages.map { _ in RunningMean() }

  var count: Int { before[0].count }

  var intervals: [CalibrationReport.Interval] {
    intervalCoverages.indices.map { index in
      CalibrationReport.Interval(
        nominal: intervalCoverages[index], coverageBefore: before[index].value,
        coverageAfter: after[index].value, widthRatio: ratios[index].value)
    }
  }

  mutating func add(_ scores: [Double], horizon: Int, _ calibration: Calibration) {
    for (index, score) in scores.enumerated() where !score.isNaN {
      let map = calibration.map(step: index % horizon)
      for (place, normal) in normals.enumerated() {
        let (lower, upper) = (map.image(of: -normal), map.image(of: normal))
        before[place].add(abs(score) <= normal ? 1 : 0)
        after[place].add(lower <= score && score <= upper ? 1 : 0)
        ratios[place].add((upper - lower) / (2 * normal))
      }
    }
  }
}
