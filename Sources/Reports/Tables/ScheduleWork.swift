import Formulas
import Scheduling
import SourceText
import Vocabulary

/// A row of the schedule: an activity or a project, and where its numbers are.
struct ScheduleWork {
  enum Kind: String {
    case activity, milestone, hammock, project
  }

  let kind: Kind
  let project: Project
  /// nil for the project itself.
  let activity: Activity?
  /// Where it stands in its schedule: its first time, and behind it the rounds of rework that go
  /// over it. Empty for a project.
  let steps: [Step]
  /// Whether it takes place in the plan.
  let isPlanned: Bool

  struct Step {
    let schedule: Schedule
    let place: Int

    var made: Network.Activity { schedule.network.activities[place] }
  }

  /// The prefix of its indicators.
  var name: String { activity?.name ?? project.name }
  var label: BilingualText { activity?.label ?? project.label }
  var deadline: CalendarDate? { activity?.deadline ?? (activity == nil ? project.deadline : nil) }

  /// All of a scenario: of each project its activities in the order in which they are declared,
  /// and behind them the project.
  static func all(_ model: ScenarioModel) -> [ScheduleWork] {
    let steps = stepsByName(model.model.schedules.filter { !$0.isPlan })
    let planned = stepsByName(model.model.schedules.filter(\.isPlan))
    return model.scenario.projects.flatMap { project in
      project.activities.map { activity in
        let own = steps[activity.name] ?? []
        return ScheduleWork(
          kind: kind(own.first?.made), project: project, activity: activity, steps: own,
          isPlanned: planned[activity.name]?.first?.made.occurs != .fixed(0))
      } + [
        ScheduleWork(
          kind: .project, project: project, activity: nil, steps: [], isPlanned: true)
      ]
    }
  }

  private static func kind(_ made: Network.Activity?) -> Kind {
    guard let made else { return .activity }
    if made.hammock != nil { return .hammock }
    return made.duration == .fixed(0) && made.ended == nil ? .milestone : .activity
  }

  /// The steps of each activity.
  private static func stepsByName(_ schedules: [Schedule]) -> [String: [Step]] {
    var steps: [String: [Step]] = [:]
    for schedule in schedules {
      for place in schedule.activityNames.indices {
        steps[schedule.ownName(at: place), default: []]
          .append(Step(schedule: schedule, place: place))
      }
    }
    return steps
  }
}

extension Schedule {
  /// Whether its numbers are the likeliest ones, without risk and weather.
  public var isPlan: Bool { name.hasSuffix(".planned") }

  /// The name of the activity at a place; a further round is called by it and by what goes back.
  public func ownName(at place: Int) -> String { String(activityNames[place].prefix { $0 != " " }) }

  /// Whether a place is a round of rework, and not the first time.
  public func isFurtherRound(_ place: Int) -> Bool { activityNames[place].contains(" ") }

  /// The plan that belongs to a schedule, among all.
  public func plan(among schedules: [Schedule]) -> Schedule? {
    schedules.first { $0.name == name + ".planned" }
  }
}
