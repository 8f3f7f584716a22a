/// Observations at even steps of time, with their place in the year.
public struct TimeSeries: Hashable, Sendable {
  /// One number for each step, oldest first; NaN where nothing was observed.
  public let values: [Double]
  /// How many steps make a year: 12 for months, 4 for quarters, 1 for years.
  public let seasonLength: Int
  /// The season of the first value, counted from 0: 3 for April.
  public let firstSeason: Int

  /// - Precondition: `seasonLength` ≥ 1 and `firstSeason` lies in `0..<seasonLength`.
  public init(values: [Double], seasonLength: Int = 1, firstSeason: Int = 0) {
    precondition(seasonLength >= 1, "a year has at least one step")
    precondition((0..<seasonLength).contains(firstSeason), "a season of the year")
    self.values = values
    self.seasonLength = seasonLength
    self.firstSeason = firstSeason
  }

  /// The number of steps, observed or not.
  public var count: Int { values.count }

  /// The season of a step, which may lie before the first or after the last.
  public func season(of step: Int) -> Int {
    let season = (firstSeason + step) % seasonLength
    return season < 0 ? season + seasonLength : season
  }

  /// What was known when the series had only its first values.
  public func prefix(_ count: Int) -> TimeSeries {
    TimeSeries(
      values: Array(values.prefix(count)), seasonLength: seasonLength, firstSeason: firstSeason)
  }

  /// The series without its first values, which keeps its place in the year.
  public func suffix(from step: Int) -> TimeSeries {
    TimeSeries(
      values: Array(values[step...]), seasonLength: seasonLength, firstSeason: season(of: step))
  }
}
