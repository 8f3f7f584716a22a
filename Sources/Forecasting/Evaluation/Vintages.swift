/// What was known when: a series as it stood at each time, and as it stands now.
///
/// Statistics are revised. A backtest on the latest values would judge forecasts that nobody could
/// have made; with vintages each forecast knows what was published then, and no more.
public struct Vintages: Sendable {
  /// The series as it stands now.
  public let latest: TimeSeries
  /// Against which values a forecast is judged.
  public let judgedBy: Judgement
  /// The series as it stood after each number of steps, oldest first; empty where nothing is
  /// revised.
  private let stages: [TimeSeries]
  private let firstPublished: [Double]

  /// Which of several published values is the actual one.
  public enum Judgement: Hashable, Sendable {
    /// The value as it stands now: what the forecast is to tell a planner.
    case latestValues
    /// The value as it was first published: what a register of forecasts is compared with.
    case firstValues
  }

  /// A series that is never revised.
  public init(_ series: TimeSeries) {
    latest = series
    judgedBy = .latestValues
    stages = []
    firstPublished = []
  }

  /// - Parameter stages: the series as it stood after different numbers of steps; of those with
  ///   the same number the last one counts.
  /// - Precondition: all of them have the same season length and begin at the same step.
  public init(
    latest: TimeSeries, stages: [TimeSeries], judgedBy: Judgement = .latestValues
  ) {
    precondition(
      stages.allSatisfy {
        $0.seasonLength == latest.seasonLength && $0.firstSeason == latest.firstSeason
      }, "vintages of one series begin at the same step")
    var byCount: [Int: TimeSeries] = [:]
    for stage in stages { byCount[stage.count] = stage }
    self.latest = latest
    self.judgedBy = judgedBy
    self.stages = byCount.values.sorted { $0.count < $1.count }
    var first = [Double](repeating: .nan, count: latest.count)
    for stage in self.stages + [latest] {
      for step in 0..<min(stage.count, latest.count) where first[step].isNaN {
        first[step] = stage.values[step]
      }
    }
    firstPublished = first
  }

  /// The value against which a forecast of a step is judged; NaN where it has not come.
  public func actual(at step: Int) -> Double {
    guard latest.values.indices.contains(step) else { return .nan }
    return stages.isEmpty || judgedBy == .latestValues
      ? latest.values[step] : firstPublished[step]
  }

  /// The series as it was known after a number of steps, cut to the window.
  func known(at origin: Int, window: Int?) -> TimeSeries {
    let all = stages.first { $0.count == origin } ?? latest.prefix(origin)
    guard let window, all.count > window else { return all }
    return all.suffix(from: all.count - window)
  }

  /// After how many steps forecasts are made, ascending.
  func origins(_ settings: BacktestSettings) -> [Int] {
    let last = settings.keepsUnfinished ? latest.count - 1 : latest.count - settings.horizon
    let candidates: [Int]
    if stages.isEmpty {
      let first = firstOrigin(in: latest.values, minimumTraining: settings.minimumTraining)
      guard first <= last else { return [] }
      candidates = stride(from: last, through: first, by: -max(settings.spacing, 1)).map { $0 }
    } else {
      candidates = stages.reversed().filter { stage in
        (1...max(last, 1)).contains(stage.count) && stage.count <= last
          && firstOrigin(in: stage.values, minimumTraining: settings.minimumTraining)
            <= stage.count
      }.map(\.count).thinned(spacing: settings.spacing)
    }
    return Array(candidates.prefix(settings.originMaximum ?? .max).reversed())
  }
}

extension [Int] {
  /// Of descending numbers those that are at least `spacing` below the one before.
  fileprivate func thinned(spacing: Int) -> [Int] {
    var kept: [Int] = []
    for number in self where kept.last.map({ $0 - number >= spacing }) ?? true {
      kept.append(number)
    }
    return kept
  }
}
