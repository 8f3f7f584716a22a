/// What came, as standard normal scores of the forecasts that a method had made: what a
/// calibration learns from.
public struct CalibrationSample: Hashable, Sendable {
  /// NaN where there was no forecast or nothing came.
  ///
  /// - Shape: origins × horizon.
  public let scores: [Double]
  public let horizon: Int
  /// How many steps lie between one origin and the next.
  public let spacing: Int

  /// - Precondition: `scores` has `horizon` numbers for each origin.
  public init(scores: [Double], horizon: Int, spacing: Int) {
    precondition(horizon >= 1 && spacing >= 1, "origins some steps apart that look ahead")
    precondition(scores.count % horizon == 0, "a score for each step of each origin")
    self.scores = scores
    self.horizon = horizon
    self.spacing = spacing
  }

  public var originCount: Int { scores.count / horizon }

  /// The sample without the origins whose horizons overlap that of one of them.
  func without(origin: Int) -> CalibrationSample {
    var kept = scores
    for other in 0..<originCount where abs(other - origin) * spacing < horizon {
      for step in 0..<horizon { kept[other * horizon + step] = .nan }
    }
    return CalibrationSample(scores: kept, horizon: horizon, spacing: spacing)
  }

  /// Adds the scores of some steps, and as how many independent ones they count.
  ///
  /// Scores of one origin go together, with a correlation of about one half; those of origins
  /// whose horizons overlap do so in the measure of the overlap.
  func append(steps: Range<Int>, to scores: inout [Double], effective: inout Double) {
    let steps = steps.clamped(to: 0..<horizon)
    var origins = 0
    var found = 0
    for origin in 0..<originCount {
      let before = scores.count
      for step in steps {
        let score = self.scores[origin * horizon + step]
        if !score.isNaN { scores.append(score) }
      }
      found += scores.count - before
      origins += scores.count > before ? 1 : 0
    }
    guard origins > 0 else { return }
    // A forecast of step k shares k - 1 steps of the future with that of the next step.
    let reach = max((Double(steps.lowerBound + steps.upperBound) + 1) / 2 / Double(spacing), 1)
    let blocks = 1 + Double(origins - 1) / reach
    let each = Double(found) / Double(origins)
    effective += blocks * each / (1 + 0.5 * (each - 1))
  }
}

extension Backtest {
  /// What came, as scores of the forecasts of a method.
  public func calibrationSample(of method: MethodForecasts) -> CalibrationSample {
    let spacing =
      origins.count > 1
      ? max((origins[origins.count - 1] - origins[0]) / (origins.count - 1), 1) : 1
    return CalibrationSample(
      scores: method.normalScores, horizon: horizon, spacing: spacing)
  }
}
