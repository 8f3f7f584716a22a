import Scheduling

/// An end of an activity.
struct ScheduleEvent: Hashable {
  let activity: Int
  let isEnd: Bool
}

/// What brought an event about: the part of the time before it.
enum ScheduleReason {
  /// The activity itself: its begin, and the work.
  case work
  /// Another activity's event and a lag.
  case link(Network.Link)
  /// A day before which it could not begin.
  case notBefore(Double)
  /// It had begun before the day of the status; the rest is worked from that day on.
  case underWay(Double)
  /// It had ended before.
  case done
  /// It takes no time; what comes before it is passed on.
  case passedOn
}

/// The events that brought about the end of an activity, the last one first.
struct ScheduleChain {
  struct Step {
    let event: ScheduleEvent
    let reason: ScheduleReason
    /// How long it waited for crews, machines or money once nothing else held it.
    let waited: Double
  }

  private(set) var steps: [Step] = []

  init(endingWith activity: Int, in trial: TrialSchedule) {
    var event: ScheduleEvent? = ScheduleEvent(activity: activity, isEnd: true)
    while let at = event {
      let step = at.isEnd ? Self.end(at, trial) : Self.begin(at, trial)
      steps.append(step)
      event = Self.before(step)
    }
  }

  /// The event that a step goes back to; nil for a first one.
  static func before(_ step: Step) -> ScheduleEvent? {
    switch step.reason {
    case .work, .passedOn: ScheduleEvent(activity: step.event.activity, isEnd: false)
    case .link(let link): link.origin
    case .notBefore, .underWay, .done: nil
    }
  }

  private static func end(_ event: ScheduleEvent, _ trial: TrialSchedule) -> Step {
    let place = event.activity
    let activity = trial.network.activities[place]
    if activity.ended != nil { return Step(event: event, reason: .done, waited: 0) }
    if let begun = activity.begun {
      let status = activity.notBefore.map(trial.number) ?? trial.number(begun)
      return Step(
        event: event, reason: .underWay(max(status, trial.number(begun))), waited: 0)
    }
    guard trial.occurs(place) else { return Step(event: event, reason: .passedOn, waited: 0) }
    let line = trial.line(of: place)
    let begins = trial.begins(place)
    let worked = max(line.moment(of: line.elapsed(at: begins) + trial.duration(place)), begins)
    if let (link, moment) = latest(trial, to: place, where: { $0.kind.movesEnd }),
      moment > worked + 1e-6
    {
      return Step(event: event, reason: .link(link), waited: trial.ends(place) - moment)
    }
    return Step(event: event, reason: .work, waited: 0)
  }

  private static func begin(_ event: ScheduleEvent, _ trial: TrialSchedule) -> Step {
    let place = event.activity
    let begins = trial.begins(place)
    let passesOn = !trial.occurs(place)
    let link = latest(trial, to: place) { passesOn || !$0.kind.movesEnd }
    let start = trial.network.activities[place].notBefore.map(trial.number)
    if let (link, moment) = link, moment >= (start ?? -.infinity) {
      return Step(event: event, reason: .link(link), waited: begins - moment)
    }
    return Step(
      event: event, reason: .notBefore(start ?? begins), waited: begins - (start ?? begins))
  }

  /// The link to an activity that asks for the latest moment.
  private static func latest(
    _ trial: TrialSchedule, to place: Int, where isMeant: (Network.Link) -> Bool
  ) -> (link: Network.Link, moment: Double)? {
    trial.network.links.filter { $0.successor == place && isMeant($0) }
      .map { ($0, trial.shift(trial.moment(of: $0.origin), by: $0)) }
      .max { $0.1 < $1.1 }
  }
}

extension Network.Link {
  /// The event that it begins with.
  var origin: ScheduleEvent {
    ScheduleEvent(
      activity: predecessor, isEnd: kind == .finishToStart || kind == .finishToFinish)
  }
}

extension Network.Link.Kind {
  fileprivate var movesEnd: Bool { self == .finishToFinish || self == .startToFinish }
}

extension TrialSchedule {
  func moment(of event: ScheduleEvent) -> Double {
    event.isEnd ? ends(event.activity) : begins(event.activity)
  }
}
