import Formulas
import SourceText

/// When an activity can be worked on: its calendar, the months of its window, and its weather.
struct ActivityLine {
  let calendar: WorkCalendar
  /// Whether every day counts, as for lengths in calendar days.
  let isEveryDay: Bool
  /// What it is called in the printed plan, and what tells its worked days from others.
  let label: String
  /// The days on which it can be worked on, without weather.
  private let worked: WorkCalendar
  /// What each state of the weather takes from a day; the state's indicator is 1 on such a day.
  let losses: [(state: String, share: Formula)]

  init(_ reader: ObjectReader, in project: ProjectContext) {
    let other = reader.text(Activity.calendar).flatMap {
      project.works.calendar($0, reader, Activity.calendar)
    }
    calendar = other ?? project.calendar
    isEveryDay =
      reader.choice(Activity.measuredIn).flatMap(DurationMeasure.init) == .calendarDays
    let days = isEveryDay ? Self.everyDay : calendar
    let months = Set(reader.integers(Activity.months))
    if months.isEmpty {
      (worked, label) = (days, days.id)
    } else {
      let window = days.restricted(toMonths: months)
      if window == nil {
        reader.reportInvalid(
          Activity.months,
          BilingualText(
            zh: "日历“\(calendar.id)”在这些月份都不施工",
            en: "the calendar '\(calendar.id)' works in none of these months"))
      }
      worked = window ?? days
      label = days.id + " in " + months.sorted().map(String.init).joined(separator: ", ")
    }
    losses = project.works.weather.losses(Activity.weather, reader).compactMap { loss in
      if case .reference(let state) = loss.state.node { (state, loss.loss) } else { nil }
    }
  }

  /// The same calendar without a window and weather, as lags are measured on it.
  private init(_ calendar: WorkCalendar) {
    (self.calendar, isEveryDay, worked, label) = (calendar, false, calendar, calendar.id)
    losses = []
  }

  /// What lags in working days are measured on.
  var forLags: ActivityLine { ActivityLine(calendar) }

  /// The calendar of lengths in calendar days. No calendar of a scenario has such an id.
  static let everyDay = WorkCalendar.everyDay(
    id: "every day", label: BilingualText(zh: "每天", en: "every day"))

  /// How much of each day is worked, without weather.
  ///
  /// - Shape: one share for each day from `first` through `last`.
  func shares(from first: CalendarDate, through last: CalendarDate) -> [Double] {
    worked.workedShares(from: first, through: last)
  }
}
