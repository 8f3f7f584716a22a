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
    /// The moment that the reason asks for.
    let asked: Double
    /// How long it waited for crews, machines or money once nothing else held it.
    var waited: Double { moment - asked }
    let moment: Double
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
  private static func before(_ step: Step) -> ScheduleEvent? {
    switch step.reason {
    case .work, .passedOn: ScheduleEvent(activity: step.event.activity, isEnd: false)
    case .link(let link): link.origin
    case .notBefore, .underWay, .done: nil
    }
  }

  private static func end(_ event: ScheduleEvent, _ trial: TrialSchedule) -> Step {
    let place = event.activity
    let activity = trial.network.activities[place]
    let ends = trial.ends(place)
    func step(_ reason: ScheduleReason, asked: Double? = nil) -> Step {
      Step(event: event, reason: reason, asked: asked ?? ends, moment: ends)
    }
    if activity.ended != nil { return step(.done) }
    if let begun = activity.begun.map(trial.number) {
      return step(.underWay(max(activity.notBefore.map(trial.number) ?? begun, begun)))
    }
    guard trial.occurs(place) else { return step(.passedOn) }
    if let (link, asked, worked) = heldUp(place, trial), asked > worked + 1e-6 {
      return step(.link(link), asked: asked)
    }
    return step(.work)
  }

  /// The link that asks for the latest end, the moment that it asks for, and the one at which the
  /// work by itself would be done.
  private static func heldUp(_ place: Int, _ trial: TrialSchedule)
    -> (link: Network.Link, asked: Double, worked: Double)?
  {
    guard trial.occurs(place),
      let (link, asked) = latest(trial, to: place, where: { $0.kind.movesEnd })
    else { return nil }
    let line = trial.line(of: place)
    let first = beginByItself(ScheduleEvent(activity: place, isEnd: false), trial).asked
    let worked = max(line.moment(of: line.elapsed(at: first) + trial.duration(place)), first)
    return (link, asked, worked)
  }

  private static func begin(_ event: ScheduleEvent, _ trial: TrialSchedule) -> Step {
    let line = trial.line(of: event.activity)
    // Only in working time does it begin later: an end on a day off asks for no more.
    guard let (link, end, worked) = heldUp(event.activity, trial),
      line.elapsed(at: end) > line.elapsed(at: worked) + 1e-6
    else { return beginByItself(event, trial) }
    let begins = trial.begins(event.activity)
    let time = line.elapsed(at: end) - trial.duration(event.activity)
    let isJust = abs(line.elapsed(at: begins) - time) < 1e-6
    return Step(
      event: event, reason: .link(link), asked: isJust ? begins : line.moment(of: time),
      moment: begins)
  }

  private static func beginByItself(_ event: ScheduleEvent, _ trial: TrialSchedule) -> Step {
    let place = event.activity
    let begins = trial.begins(place)
    let passesOn = !trial.occurs(place)
    let link = latest(trial, to: place) { passesOn || !$0.kind.movesEnd }
    let start = trial.network.activities[place].notBefore.map(trial.number)
    // What does not take place waits for no day.
    if let (link, moment) = link, passesOn || moment >= (start ?? -.infinity) {
      return Step(event: event, reason: .link(link), asked: moment, moment: begins)
    }
    let asked = start ?? begins
    return Step(event: event, reason: .notBefore(asked), asked: asked, moment: begins)
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
