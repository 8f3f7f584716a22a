/// Turns the hours of a file into days.
struct TaskDays {
  /// The calendar of each task.
  private let calendars: [ProjectCalendar?]
  private let standardMinutes: Double
  private let elements: [XMLElement]

  init(_ outline: TaskOutline, _ calendars: [ProjectCalendar?], standardMinutes: Double) {
    self.calendars = calendars
    self.standardMinutes = standardMinutes
    elements = outline.tasks.map(\.element)
  }

  /// The minutes of one of a task's working days.
  func minutesPerDay(_ task: Int) -> Double { calendars[task]?.minutesPerDay ?? standardMinutes }

  func units(_ task: Int) -> DurationUnits {
    DurationUnits(code: elements[task].integer("DurationFormat") ?? 7)
  }

  /// The days of minutes of a task's work: working ones, or around the clock.
  func days(_ minutes: Double, of task: Int, isElapsed: Bool) -> Double {
    minutes / (isElapsed ? 1440 : minutesPerDay(task))
  }

  /// The planned minutes of a task; nil when they cannot be read or are negative.
  func plannedMinutes(_ task: Int) -> Double? {
    let element = elements[task]
    let text =
      element.text("Duration")
      ?? (element.flag("Manual") ? element.text("ManualDuration") : nil)
    return text.flatMap(minutes(ofDuration:)).flatMap { $0 >= 0 ? $0 : nil }
  }

  /// The lag of a link in days, on the calendar of what comes after.
  func lag(
    of link: XMLElement, before: Int, after: Int, _ log: ImportLog
  ) -> (days: Double, isElapsed: Bool) {
    guard let element = link.child("LinkLag"), !element.text.isEmpty else { return (0, false) }
    let units = DurationUnits(code: link.integer("LagFormat") ?? 7)
    // Tenths of a minute; some programs write a duration.
    guard
      let value = link.number("LinkLag")
        ?? minutes(ofDuration: element.text).map({ $0 * 10 }),
      abs(value) < 1e9
    else {
      log.unreadable(
        element, expected: .init(zh: "以十分之一分钟计的数", en: "a number of tenths of a minute"),
        becomes: .init(zh: "链接不带延隔", en: "the link has no lag"))
      return (0, false)
    }
    guard value != 0 else { return (0, false) }
    if units.isPercent {
      let elapsed = self.units(before).isElapsed
      let length = days(plannedMinutes(before) ?? 0, of: before, isElapsed: elapsed)
      log.lost(
        element,
        .init(
          zh: "延隔是前一任务工期的 \(shortNumber(value))%",
          en: "the lag is a share of the task before, \(shortNumber(value)) %"),
        becomes: .init(
          zh: "为 \(shortNumber(length * value / 100)) 天，那个任务更长时也一样",
          en: "it is \(shortNumber(length * value / 100)) days, also where that task is longer"))
      return (length * value / 100, elapsed)
    }
    return (
      days(value / 10, of: after, isElapsed: units.isElapsed), units.isElapsed
    )
  }
}
