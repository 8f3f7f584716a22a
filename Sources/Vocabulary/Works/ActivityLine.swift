import Formulas
import SourceText

/// When an activity can be worked on: its calendar, the months of its window, and its weather.
struct ActivityLine {
  let calendar: WorkCalendar
  /// Whether every day counts, as for lengths in calendar days.
  let isEveryDay: Bool
  /// The months of any year in which it can be worked on; nil for all.
  let months: Set<Int>?
  /// What each state of the weather takes from a day; the state's indicator is 1 on such a day.
  let losses: [(state: String, share: Formula)]

  init(_ reader: ObjectReader, in project: ProjectContext) {
    let other = reader.text(Activity.calendar).flatMap {
      project.works.calendar($0, reader, Activity.calendar)
    }
    calendar = other ?? project.calendar
    isEveryDay =
      reader.choice(Activity.measuredIn).flatMap(DurationMeasure.init) == .calendarDays
    let months = Set(reader.integers(Activity.months))
    self.months = months.isEmpty ? nil : months
    if !months.isEmpty, !isEveryDay, calendar.restricted(toMonths: months) == nil {
      reader.reportInvalid(
        Activity.months, "the calendar '\(calendar.id)' works in none of these months")
    }
    losses = project.works.weather.losses(Activity.weather, reader).compactMap { loss in
      if case .reference(let state) = loss.state.node { (state, loss.loss) } else { nil }
    }
  }

  /// The same calendar without a window and weather, as lags are measured on it.
  private init(_ calendar: WorkCalendar) {
    (self.calendar, isEveryDay, months, losses) = (calendar, false, nil, [])
  }

  /// What lags in working days are measured on.
  var forLags: ActivityLine { ActivityLine(calendar) }

  /// What it is called in the printed plan, and what tells its worked days from others.
  var label: String {
    let days = isEveryDay ? "everyDay" : calendar.id
    guard let months else { return days }
    return days + " in " + months.sorted().map(String.init).joined(separator: ", ")
  }

  /// How much of each day is worked, without weather.
  ///
  /// - Shape: one share for each day from `first` through `last`.
  func shares(from first: CalendarDate, through last: CalendarDate) -> [Double] {
    let all =
      isEveryDay
      ? [Double](repeating: 1, count: last.dayNumber - first.dayNumber + 1)
      : calendar.workedShares(from: first, through: last)
    guard let months else { return all }
    return zip(first.dayNumber...last.dayNumber, all).map { day, share in
      months.contains(CalendarDate(dayNumber: day).month) ? share : 0
    }
  }
}
