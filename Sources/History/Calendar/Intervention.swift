import Forecasting
import Formulas

/// Something that changed a series at a known time, whose size the series itself has to tell: a
/// closed border, a new rate, a road that was opened.
public struct Intervention: Hashable, Sendable {
  /// What it is called; the name of its effect.
  public let name: String
  /// The first period in which it worked.
  public let first: Period
  /// The last one; nil where it never ended.
  public let last: Period?

  /// A change from one period to another, or from one on.
  ///
  /// - Precondition: `last` does not end before `first` begins.
  public init(name: String, first: Period, last: Period?) {
    precondition(last.map { $0.lastDay >= first.firstDay } ?? true, "ends after it began")
    self.name = name
    self.first = first
    self.last = last
  }

  /// Reads `2020-02` (in that period), `2020-02..2020-06` (from one to the other) or `2023-07..`
  /// (from then on), with `name=` before it where a name is wished.
  ///
  /// - Returns: nil for any other text, and where the end comes before the beginning.
  public init?(parsing text: String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let span = String(parts[parts.count - 1])
    guard let dots = span.firstRange(of: "..") else {
      guard let period = Period(written: span) else { return nil }
      self.init(text, parts, period, period)
      return
    }
    let end = String(span[dots.upperBound...])
    guard let first = Period(written: String(span[..<dots.lowerBound])) else { return nil }
    if end.isEmpty {
      self.init(text, parts, first, nil)
      return
    }
    guard let last = Period(written: end), last.lastDay >= first.firstDay else { return nil }
    self.init(text, parts, first, last)
  }

  private init?(_ text: String, _ parts: [Substring], _ first: Period, _ last: Period?) {
    let name = parts.count > 1 ? String(parts[0]) : text
    guard !name.isEmpty else { return nil }
    self.init(name: name, first: first, last: last)
  }

  /// Whether a history has periods within it and others without, so that it can tell the effect.
  public func happened(during history: History) -> Bool {
    let shares = (0..<history.series.count).map { share(of: history.period(at: $0)) }
    return shares.contains { $0 != shares[0] }
  }

  /// How much of a period lies within it.
  ///
  /// - Unit: share of the days.
  public func share(of period: Period) -> Double {
    let begin = max(first.firstDay.dayNumber, period.firstDay.dayNumber)
    let lastDay = period.lastDay.dayNumber
    let end = min(last?.lastDay.dayNumber ?? lastDay, lastDay)
    return Double(max(0, end - begin + 1)) / Double(period.days)
  }
}

extension History {
  /// What happened when, as columns for the periods of a history and those to come: interventions,
  /// and changes of definition that nothing links.
  ///
  /// - Parameter stepCount: how many periods, from the first of the history on.
  /// - Shape: a column of shares of each period for each intervention, and of 0 and 1 for each
  ///   change.
  public func eventRegressors(_ interventions: [Intervention], stepCount: Int) -> Regressors {
    let dated = Regressors(
      names: interventions.map(\.name),
      columns: interventions.map { intervention in
        (0..<stepCount).map { intervention.share(of: period(at: $0)) }
      })
    return dated.joined(with: levelShiftRegressors(count: stepCount))
  }

  /// Festivals and working days of the periods of a history and of those to come, as columns of a
  /// regression.
  ///
  /// Where the calendar of the first or the last periods is not known, a column has its long-run
  /// mean there, which is 0; tables without any time have no calendar, and no columns.
  ///
  /// - Parameter stepCount: how many periods, from the first of the history on.
  /// - Complexity: as `calendarRegressors`.
  public func knownCalendar(stepCount: Int) -> Regressors {
    let years = LunarCalendar.supportedYears
    let steps = (0..<stepCount).filter { years.contains(period(at: $0).year) }
    guard let first = steps.first, let last = steps.last,
      let known = try? calendarRegressors(
        from: period(at: first), count: last - first + 1,
        // A day in twenty-eight is less than what a town's series tell of a February.
        CalendarEffects(hasLeapYears: false, notices: options.notices))
    else { return Regressors() }
    let before = [Double](repeating: 0, count: first)
    let after = [Double](repeating: 0, count: stepCount - last - 1)
    return Regressors(names: known.names, columns: known.columns.map { before + $0 + after })
  }
}
