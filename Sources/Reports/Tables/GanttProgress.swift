import Formulas
import Scheduling
import Simulation
import Workers

/// How much of the works is done on the status date, in working time of their calendars.
struct GanttProgress {
  /// What is done of an activity, and the time that it takes as a whole.
  private struct Part {
    let share, time: Double
  }

  /// By the name of the activity or project.
  private let shares: [String: Double]

  init(_ figures: ScheduleFigures) {
    let works = figures.works
    let parts = collect(works.count, threads: figures.threads) { Self.part(works[$0], figures) }
    var shares: [String: Double] = [:]
    var (done, whole) = (0.0, 0.0)
    // A project stands behind its activities.
    for (work, part) in zip(works, parts) {
      if work.activity == nil {
        shares[work.name] = whole > 0 ? done / whole : 0
        (done, whole) = (0, 0)
      } else if let part {
        shares[work.name] = part.share
        done += part.share * part.time
        whole += part.time
      }
    }
    self.shares = shares
  }

  /// From 0 to 1; of a project its activities by the time that each takes.
  func share(of work: ScheduleWork) -> Double { shares[work.name] ?? 0 }

  /// Nil for a hammock, and for a project.
  private static func part(_ work: ScheduleWork, _ figures: ScheduleFigures) -> Part? {
    guard let step = work.steps.first, step.made.hammock == nil else { return nil }
    let made = step.made
    let line = step.schedule.network.lines[made.line]
    if case .fixed(let begun)? = made.begun, case .fixed(let ended)? = made.ended {
      return Part(share: 1, time: line.worked(from: begun, to: ended))
    }
    let remaining = expected(made.duration, work, figures)
    guard case .fixed(let begun)? = made.begun, case .fixed(let status)? = made.notBefore,
      status > begun
    else { return Part(share: 0, time: remaining) }
    let done = line.worked(from: begun, to: status)
    let whole = done + remaining
    return Part(share: whole > 0 ? done / whole : 1, time: whole)
  }

  /// The mean of what is left.
  private static func expected(
    _ amount: Network.Amount, _ work: ScheduleWork, _ figures: ScheduleFigures
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
