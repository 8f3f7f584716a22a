/// Several periods of a horizon, one after another, that are looked at as one: a quarter of months,
/// the first half of a year.
public struct PeriodSpan: Hashable, Sendable {
  /// How planners and files write it: `2024-Q2`, `2024-01..2024-06`.
  public let label: String
  /// The indexes of its periods.
  public let periods: ClosedRange<Int>
}

extension Period {
  /// The ends of what a text names: a period, or two of the same length with `..` or `/` between
  /// them, the earlier first; nil for anything else.
  public static func ends(label: String) -> ClosedRange<Period>? {
    let text = label.filter { $0 != " " }.replacing("..", with: "/")
    let ends = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard (1...2).contains(ends.count), let first = Period(label: ends[0]),
      let last = Period(label: ends[ends.count - 1]), first.frequency == last.frequency,
      first <= last
    else { return nil }
    return first...last
  }
}

/// In the order of time.
extension Period: Comparable {
  /// Whether one begins before another; of two that begin together the shorter one comes first.
  public static func < (left: Period, right: Period) -> Bool {
    left.firstDay == right.firstDay
      ? left.frequency.monthsPerPeriod < right.frequency.monthsPerPeriod
      : left.firstDay < right.firstDay
  }
}

extension Horizon {
  /// The indexes of the periods that make up what lies from the beginning of one period to the end
  /// of another; nil where it reaches beyond the horizon or divides one of its periods.
  public func indexes(of ends: ClosedRange<Period>) -> ClosedRange<Int>? {
    guard let start = index(containing: ends.lowerBound.firstDay),
      let end = index(containing: ends.upperBound.lastDay), start <= end,
      self[start].firstDay == ends.lowerBound.firstDay,
      self[end].lastDay == ends.upperBound.lastDay
    else { return nil }
    return start...end
  }

  /// What a text names that is more than a period of the horizon, and no calendar year of it.
  public func span(label: String) -> PeriodSpan? {
    guard let ends = Period.ends(written: label), let periods = indexes(of: ends),
      periods.count > 1, !years.contains(where: { $0.periods == Range(periods) })
    else { return nil }
    let (first, last) = (self[periods.lowerBound], self[periods.upperBound])
    return PeriodSpan(
      label: ends.lowerBound == ends.upperBound
        ? ends.lowerBound.label : "\(first.label)..\(last.label)", periods: periods)
  }
}
