/// The periods that a model covers, one after another.
public struct Horizon: Hashable, Sendable {
  /// The first period.
  public let first: Period
  /// The number of periods.
  public let count: Int

  /// So many periods from the first on.
  ///
  /// - Precondition: `count` is at least one.
  public init(first: Period, count: Int) {
    precondition(count > 0, "a horizon has at least one period")
    self.first = first
    self.count = count
  }

  /// A calendar year that lies wholly inside a horizon.
  public struct Year: Hashable, Sendable {
    /// The calendar year, such as 2024.
    public let year: Int
    /// The indexes of its periods.
    public let periods: Range<Int>
  }

  /// The length of its periods.
  public var frequency: Frequency { first.frequency }
  /// The last period.
  public var last: Period { self[count - 1] }

  /// The period at an index from 0 on.
  public subscript(index: Int) -> Period {
    precondition((0..<count).contains(index), "an index within the horizon")
    return first.advanced(by: index)
  }

  /// All periods in order.
  public var periods: [Period] { (0..<count).map { first.advanced(by: $0) } }

  /// The first day of the first period.
  public var firstDay: CalendarDate { first.firstDay }
  /// The last day of the last period.
  public var lastDay: CalendarDate { last.lastDay }

  /// The number of its days.
  public var dayCount: Int { lastDay.dayNumber - firstDay.dayNumber + 1 }

  /// The day at an index from 0 on.
  public func day(at index: Int) -> CalendarDate { firstDay.adding(days: index) }

  /// All days in order.
  public var days: [CalendarDate] { (0..<dayCount).map(day) }

  /// The indexes of the days of a period.
  public func days(ofPeriod index: Int) -> Range<Int> {
    let start = self[index].firstDay.dayNumber - firstDay.dayNumber
    return start..<(start + self[index].days)
  }

  /// The index of a day; nil outside the horizon.
  public func dayIndex(of date: CalendarDate) -> Int? {
    let index = date.dayNumber - firstDay.dayNumber
    return (0..<dayCount).contains(index) ? index : nil
  }

  /// Where a period stands; nil when it lies outside or has another length.
  public func index(of period: Period) -> Int? {
    let index = period.ordinal - first.ordinal
    return period.frequency == frequency && (0..<count).contains(index) ? index : nil
  }

  /// The index of the period in which a day lies; nil outside the horizon.
  public func index(containing date: CalendarDate) -> Int? {
    index(of: Period(frequency, containing: date))
  }

  /// The calendar years that lie wholly inside, in order: those that have a yearly value.
  public var years: [Year] {
    touchedYears.compactMap { year in
      let start = Period(frequency, year: year).ordinal - first.ordinal
      let end = start + frequency.periodsPerYear
      return start >= 0 && end <= count ? Year(year: year, periods: start..<end) : nil
    }
  }

  /// The calendar years of which at least one period lies inside.
  public var touchedYears: ClosedRange<Int> { first.year...last.year }

  /// For each period whether it is the first of its calendar year in the horizon.
  public var yearStarts: [Bool] {
    (0..<count).map { $0 == 0 || self[$0].year != self[$0 - 1].year }
  }

  /// Which calendar year a period lies in: 0 for the year of the first period, 1 for the next.
  ///
  /// It counts years that are only partly inside too: a value drawn every year has one for them.
  public func yearIndex(ofPeriod index: Int) -> Int { self[index].year - first.year }

  /// The name of the whole: a year's when it is exactly one calendar year, a period's when it is
  /// one period, otherwise the first and the last period such as `2024-01/2025-06`.
  public var label: String {
    if let year = years.first, year.periods == 0..<count { return padded(year.year, to: 4) }
    return count == 1 ? first.label : "\(first.label)/\(last.label)"
  }
}
