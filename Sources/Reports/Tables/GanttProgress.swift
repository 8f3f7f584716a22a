import Formulas
import Scheduling

/// How much of the works is done on the status date, in working time of their calendars.
struct GanttProgress {
  private let figures: ScheduleFigures

  init(_ figures: ScheduleFigures) { self.figures = figures }

  /// From 0 to 1; of a project its activities by the time that each takes.
  func share(of work: ScheduleWork) -> Double {
    guard work.activity == nil else { return progress(of: work)?.share ?? 0 }
    let parts = figures.works.filter { $0.activity != nil && $0.project.id == work.project.id }
      .compactMap(progress)
    let whole = parts.reduce(0) { $0 + $1.time }
    return whole > 0 ? parts.reduce(0) { $0 + $1.share * $1.time } / whole : 0
  }

  /// What is done of an activity, and the time that it takes as a whole; nil for a hammock.
  private func progress(of work: ScheduleWork) -> (share: Double, time: Double)? {
    guard let step = work.steps.first, step.made.hammock == nil else { return nil }
    let made = step.made
    let line = step.schedule.network.lines[made.line]
    if case .fixed(let begun)? = made.begun, case .fixed(let ended)? = made.ended {
      return (1, line.worked(from: begun, to: ended))
    }
    let remaining = expected(made.duration, step, work)
    guard case .fixed(let begun)? = made.begun else { return (0, remaining) }
    guard case .fixed(let status)? = made.notBefore, status > begun else { return (0, remaining) }
    let done = line.worked(from: begun, to: status)
    let whole = done + remaining
    return (whole > 0 ? done / whole : 1, whole)
  }

  /// The mean of what is left.
  private func expected(
    _ amount: Network.Amount, _ step: ScheduleWork.Step, _ work: ScheduleWork
  ) -> Double {
    if case .fixed(let number) = amount { return number }
    guard let times = figures.sample?.time(of: work, figures.model), !times.isEmpty else {
      return 0
    }
    return times.reduce(0, +) / Double(times.count)
  }
}

extension WorkLine {
  /// The working time between two moments, without weather.
  func worked(from start: Double, to end: Double) -> Double {
    guard start < end else { return 0 }
    var sum = 0.0
    for day in Int(start.rounded(.down))..<Int(end.rounded(.up)) {
      let place = day - firstDay
      guard workedShares.indices.contains(place) else { continue }
      let part = min(end, Double(day) + 1) - max(start, Double(day))
      sum += workedShares[place] * part
    }
    return sum
  }
}
