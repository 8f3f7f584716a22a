import Forecasting
import Formulas

extension History {
  /// The sum of several histories, such as all kinds of revenue, in the periods that all of them
  /// have; missing where one of them is.
  ///
  /// Revisions and care of the members are done; those of the sum are its own.
  ///
  /// - Returns: nil where the histories have no period in common, or nothing was observed in one.
  /// - Precondition: there is a history, and all have the same frequency.
  public static func sum(of histories: [History], id: String) -> History? {
    let frequency = histories[0].frequency
    precondition(histories.allSatisfy { $0.frequency == frequency }, "of one frequency")
    let first = histories.map(\.start.ordinal).max() ?? 0
    let last = histories.map(\.last.ordinal).min() ?? 0
    guard first <= last else { return nil }
    let observations = (first...last).map { place in
      RawSeries.Observation(
        place: place,
        value: histories.reduce(0) { $0 + $1.series.values[place - $1.start.ordinal] },
        row: 0, column: 0)
    }
    let unit = histories[0].unit
    let raw = RawSeries(
      id: id, unit: histories.allSatisfy { $0.unit == unit } ? unit : nil, frequency: frequency,
      observations: observations)
    var options = HistoryOptions()
    options.gaps = .missing
    options.totals = .none
    options.publicationDelay = histories[0].options.publicationDelay
    var builder = SeriesBuilder(
      raw, options, knownOn: nil, workingDays: histories[0].workingDays)
    return builder.build()
  }
}
