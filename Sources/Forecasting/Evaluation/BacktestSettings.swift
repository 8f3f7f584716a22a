/// How a backtest goes about: which forecasts are made again, and with how many paths.
public struct BacktestSettings: Hashable, Sendable {
  /// How many steps each forecast looks ahead.
  public var horizon: Int
  /// How many observed values a forecast has to know; earlier origins are left out.
  public var minimumTraining: Int
  /// How many steps lie between one origin and the next.
  public var spacing = 1
  /// How many origins there are at most, the latest; nil for all that have enough to know.
  public var originMaximum: Int?
  /// How many of the latest steps each forecast knows; nil for all from the first on.
  public var window: Int?
  /// Whether the last origins may be so late that not all steps of their horizon have come.
  public var keepsUnfinished = false
  /// The probabilities of the quantiles that are kept, ascending.
  public var levels = quantileLevels
  /// How many paths each forecast draws: a multiple of 16.
  public var pathCount = 1024
  /// Which values the series can take.
  public var range = ValueRange.all
  /// From which the random numbers follow.
  public var seed: UInt64 = 1

  /// Settings that judge every forecast for which two years and three values were known, and at
  /// the least four values.
  ///
  /// - Precondition: `horizon` is 1 or more.
  public init(horizon: Int, seasonLength: Int = 1, minimumTraining: Int? = nil) {
    precondition(horizon >= 1, "a forecast looks ahead")
    self.horizon = horizon
    self.minimumTraining = minimumTraining ?? Self.usualTraining(seasonLength: seasonLength)
  }

  /// Settings for a given number of forecasts, as far apart as the series allows up to one
  /// horizon, so that they judge as different stretches of time as they can.
  ///
  /// Where the series is short they overlap, and where it is too short for that many there are
  /// fewer.
  public init(horizon: Int, origins: Int, of series: TimeSeries, minimumTraining: Int? = nil) {
    self.init(
      horizon: horizon, seasonLength: series.seasonLength, minimumTraining: minimumTraining)
    originMaximum = max(origins, 1)
    guard origins > 1 else { return }
    let first = firstOrigin(in: series.values, minimumTraining: self.minimumTraining)
    let room = series.count - horizon - first
    spacing = min(max(room / (origins - 1), 1), horizon)
  }

  private static func usualTraining(seasonLength: Int) -> Int {
    max(4, seasonLength > 1 ? 2 * seasonLength + 3 : 4)
  }
}

/// The number of steps after which enough values are known; one more than there are steps where
/// they never are.
func firstOrigin(in values: [Double], minimumTraining: Int) -> Int {
  var observed = 0
  for (index, value) in values.enumerated() {
    observed += value.isNaN ? 0 : 1
    if observed >= minimumTraining { return max(index + 1, 1) }
  }
  return values.count + 1
}
