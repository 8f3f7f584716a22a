import SourceText

extension WorkCalendar {
  /// The calendar on which every day is worked: that of durations in calendar days.
  public static func everyDay(id: String, label: BilingualText) -> WorkCalendar {
    WorkCalendar(id: id, label: label, workingWeekdays: Set(1...7))
  }

  /// The same calendar within some months of every year only: the work window of an activity.
  ///
  /// Nothing is worked outside of them, not even what the calendar works by exception.
  ///
  /// - Parameter months: 1 to 12.
  /// - Errors: nil when it works in none of these months as a rule.
  public func restricted(toMonths months: Set<Int>) -> WorkCalendar? {
    let left = workingMonths.intersection(months)
    guard !left.isEmpty else { return nil }
    return WorkCalendar(
      id: id, label: label, workingWeekdays: workingWeekdays, workingMonths: left,
      daysOff: daysOff, extraWorkingDays: extraWorkingDays.filter { months.contains($0.month) },
      origin: origin)
  }
}

extension Horizon {
  /// The calendar years that working-time calendars tell: works begin before the horizon and may
  /// end after it.
  public var workingYears: ClosedRange<Int> {
    (touchedYears.lowerBound - 5)...(touchedYears.upperBound + 15)
  }
}
