/// Observations at even steps of time, with their place in the year.
public struct TimeSeries: Hashable, Sendable {
  /// One number for each step, oldest first; NaN where nothing was observed.
  public let values: [Double]
  /// How many steps make a year: 12 for months, 4 for quarters, 1 for years.
  public let seasonLength: Int
  /// The season of the first value, counted from 0: 3 for April.
  public let firstSeason: Int
  /// Which step of a longer series the first value is, where this is a stretch of one; 0 otherwise.
  public let firstStep: Int

  /// - Precondition: `seasonLength` ≥ 1, `firstSeason` lies in `0..<seasonLength`, and
  ///   `firstStep` ≥ 0.
  public init(
    values: [Double], seasonLength: Int = 1, firstSeason: Int = 0, firstStep: Int = 0
  ) {
    precondition(seasonLength >= 1, "a year has at least one step")
    precondition((0..<seasonLength).contains(firstSeason), "a season of the year")
    precondition(firstStep >= 0, "steps count from 0")
    self.values = values
    self.seasonLength = seasonLength
    self.firstSeason = firstSeason
    self.firstStep = firstStep
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
      values: Array(values.prefix(count)), seasonLength: seasonLength, firstSeason: firstSeason,
      firstStep: firstStep)
  }

  /// The series without its first values, which keeps its place in the year.
  public func suffix(from step: Int) -> TimeSeries {
    TimeSeries(
      values: Array(values[step...]), seasonLength: seasonLength, firstSeason: season(of: step),
      firstStep: firstStep + step)
  }

  /// The same steps with other values.
  ///
  /// - Precondition: as many values.
  public func with(values: [Double]) -> TimeSeries {
    precondition(values.count == count, "a value for each step")
    return TimeSeries(
      values: values, seasonLength: seasonLength, firstSeason: firstSeason, firstStep: firstStep)
  }
}
