import Formulas
import SourceText

/// What came of a work: the day on which an activity started or finished, the day on which a
/// project did, or the working time that was left of an activity.
public struct ActualProgress: Sendable {
  public enum Kind: String, CaseIterable, Sendable { case start, finish, remaining }

  /// The name of the activity, `works.<project>.<activity>`, or of the project.
  public let name: String
  public let kind: Kind
  /// The number of the day; days of work for what is left.
  public let value: Double
  /// The day from which it was known.
  public let known: CalendarDate
  let range: SourceRange

  /// As a table of actuals names it.
  public var indicator: String { name + "." + kind.rawValue }
}

/// What is known of activities on a day, beyond what the scenario says: it fixes their past, and
/// the rest of the works is forecast from it.
public struct WorksProgress: Sendable {
  struct Known: Sendable {
    var started, finished: CalendarDate?
    /// The day by which it had finished, where its own is not known.
    var finishedBy: CalendarDate?
    /// The days of work that were left at the end of a day.
    var remaining: (days: Double, at: CalendarDate)?
  }

  /// By the names of the activities.
  private(set) var activities: [String: Known] = [:]
  /// The day at whose end all this was known.
  let day: CalendarDate

  static let none = WorksProgress(day: CalendarDate(dayNumber: 0))

  fileprivate init(day: CalendarDate) { self.day = day }

  public var isEmpty: Bool { activities.isEmpty }

  fileprivate mutating func note(_ one: ActualProgress) {
    let day = CalendarDate(containing: one.value)
    switch one.kind {
    case .start: activities[one.name, default: Known()].started = day
    case .finish: activities[one.name, default: Known()].finished = day
    case .remaining:
      activities[one.name, default: Known()].remaining = (one.value, one.known)
    }
  }

  /// Activities of a project that was finished are so too, at the latest with it.
  fileprivate mutating func finish(_ project: Project, on day: CalendarDate) {
    for activity in project.activities {
      activities[activity.name, default: Known()].finishedBy = day
    }
  }
}

extension Actuals {
  /// What was known of works on a day: of several values the one that was known last.
  public func latestProgress(on day: CalendarDate) -> [ActualProgress] {
    let known = progress.filter { $0.known <= day }
    return known.filter { one in
      !known.contains { $0.indicator == one.indicator && $0.known > one.known }
    }
  }

  /// The same, activity by activity.
  public func worksProgress(on day: CalendarDate, in scenario: Scenario) -> WorksProgress {
    var found = WorksProgress(day: day)
    let known = latestProgress(on: day)
    let projects = scenario.projects
    for one in known where !projects.contains(where: { $0.name == one.name }) { found.note(one) }
    for one in known {
      guard let project = projects.first(where: { $0.name == one.name }) else { continue }
      found.finish(project, on: CalendarDate(containing: one.value))
    }
    return found
  }
}
