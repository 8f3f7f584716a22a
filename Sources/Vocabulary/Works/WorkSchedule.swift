import Formulas
import Scheduling
import SourceText

/// The schedule of a group of projects, and where each activity stands in it.
struct WorkSchedule {
  let schedule: Schedule
  /// Whether it is made of the likeliest numbers, without risk and weather.
  let isPlan: Bool
  let steps: WorkSteps
  /// The places of the hammocks, by their full ids.
  let hammocks: [String: Int]

  /// Where each step, and then each hammock, stands in the network.
  let places: [Int]
  /// The activities in the order in which they are put on the calendar, by their full ids.
  let order: [String]

  /// What the schedule says of a step.
  func value(_ step: Int, _ quantity: Network.Quantity) -> Formula {
    Formula(
      .scheduled(
        ScheduledValue(schedule: schedule.name, activity: places[step], quantity: quantity)))
  }

  /// The place of the first time of an activity.
  func place(of activity: ActivityReading) -> Int? {
    hammocks[activity.fullID] ?? steps.first[activity.fullID]
  }

  /// What the schedule says of the first time of an activity.
  func value(_ activity: ActivityReading, _ quantity: Network.Quantity) -> Formula? {
    place(of: activity).map { value($0, quantity) }
  }

  /// What it says of the last time that takes place.
  func lastValue(_ activity: ActivityReading, _ quantity: Network.Quantity) -> Formula? {
    guard let once = value(activity, quantity) else { return nil }
    return (steps.rounds[activity.fullID] ?? []).reduce(once) { before, round in
      .call(.conditional, .reference(round.event), value(round.step, quantity), before)
    }
  }

  /// What it says of all times together, such as the days that were lost.
  func sum(_ activity: ActivityReading, _ quantity: Network.Quantity) -> Formula? {
    guard let once = value(activity, quantity) else { return nil }
    let again = (steps.rounds[activity.fullID] ?? []).map { value($0.step, quantity) }
    return .total([once] + again, quantity.unit)
  }

  /// The moment at which a project ends.
  func end(of project: ProjectReading) -> Formula {
    .latest(steps.ends(of: project.id).map { value($0, .ends) })
  }

  /// The day on which the first work of a project starts.
  func start(of project: ProjectReading) -> Formula {
    let first = steps.steps.indices.filter { index in
      let step = steps.steps[index]
      return step.activity.project == project.id && step.round == nil
        && !step.links.contains { steps.steps[$0.predecessor].activity.project == project.id }
    }
    return .earliest(first.map { value($0, .start) })
  }
}
