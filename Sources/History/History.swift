import Forecasting
import Formulas

/// A series of the past, ready to be forecast, with all that was done to it.
public struct History: Sendable {
  /// The name of the series in the file, or of the file.
  public let id: String
  /// What people call it; nil where the file does not say.
  public let label: String?
  /// What the values count; nil where the file does not say.
  public let unit: UnitOfMeasure?
  /// The first period.
  public let start: Period
  /// One value for each period; NaN where nothing is known.
  public let series: TimeSeries
  /// What was done, and what was seen.
  public let care: CareReport
  /// The steps whose values are estimated, in order: parts of amounts of several periods.
  public let estimatedSteps: [Int]
  /// What is known of several periods together only.
  public let jointAmounts: [JointAmount]
  /// From where on the values follow another definition that nothing links to the one before.
  public let levelShifts: [LevelShift]
  /// Values that later rows replaced.
  public let revisions: [Revision]

  let raw: RawSeries
  let options: HistoryOptions
  /// Those that were counted while it was made, lest an older state counts them again.
  let workingDays: WorkingDays?

  /// How long its periods are.
  public var frequency: Frequency { start.frequency }

  /// The last period.
  public var last: Period { start.advanced(by: series.count - 1) }

  /// The period of a step, which may lie beyond the last.
  public func period(at step: Int) -> Period { start.advanced(by: step) }

  /// The step of a period; nil for one of another length or outside of the history.
  public func step(of period: Period) -> Int? {
    let step = period.ordinal - start.ordinal
    return period.frequency == frequency && series.values.indices.contains(step) ? step : nil
  }

  /// The history as it could be read on the evening of a day: without what became known later,
  /// and with the values that were revised since.
  ///
  /// A row without a `known` date became known with the end of its period, after the delay of
  /// the options. All care is taken anew with what was known, so that no later value shows.
  ///
  /// - Returns: nil when nothing was known.
  /// - Complexity: that of reading the series.
  public func known(on day: CalendarDate) -> History? {
    var builder = SeriesBuilder(raw, options, knownOn: day, workingDays: workingDays)
    return builder.build()
  }

  /// The series as it could be read on the evening of a day; nil when nothing was known.
  public func series(knownOn day: CalendarDate) -> TimeSeries? { known(on: day)?.series }
}

/// An amount that is known of some periods together only.
public struct JointAmount: Hashable, Sendable {
  /// The steps of the periods.
  public let steps: Range<Int>
  /// What they come to together.
  public let amount: Double
}

/// A period from which on the level may be another one.
public struct LevelShift: Hashable, Sendable {
  /// The first step at the new level.
  public let step: Int
  /// The name of the definition that holds from there on.
  public let definition: String

  /// A change of level at a step.
  public init(step: Int, definition: String) {
    self.step = step
    self.definition = definition
  }
}

/// A value that a later row replaced.
public struct Revision: Hashable, Sendable {
  /// The period whose value it was.
  public let period: Period
  /// When the value became known.
  public let known: CalendarDate
  /// The value then.
  public let value: Double
}
