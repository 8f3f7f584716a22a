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
    let months = reader.integers(Activity.months)
    self.months = months.isEmpty ? nil : Set(months)
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

  /// Whether a day is worked, without weather.
  func isWorked(_ day: CalendarDate) -> Bool {
    (isEveryDay || calendar.isWorkingDay(day)) && (months?.contains(day.month) ?? true)
  }
}
