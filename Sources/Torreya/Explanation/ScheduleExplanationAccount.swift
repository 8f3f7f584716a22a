import Scheduling

/// Why something ended later than planned.
enum DelayCause: Hashable {
  /// Drawn durations other than the likeliest ones.
  case work
  case risk(String)
  case retry
  case rework
  /// An activity that the plan does not have takes place, or one that it has does not.
  case occurrence
  case weather
  case daysOff
  case lag
  case start
  case waiting
  /// The plan would have waited here: it had time to spare.
  case slack
  /// Days are counted as wholes.
  case wholeDays
}

/// A part of the chain with what it took, and took in the plan.
struct DelayPart {
  let step: ScheduleChain.Step
  /// The moments of its event, in the trial and in the plan.
  let moment, planned: Double
  let time: TrialTime
  let causes: [(cause: DelayCause, days: Double)]
}

/// Where the days between a plan and a trial come from, along the chain of activities that brought
/// about the end; the causes add up to the delay.
struct DelayAccount {
  /// From the end backwards.
  let parts: [DelayPart]
  /// Days later than planned; negative for earlier.
  let delay: Double

  /// - Parameter plannedPlaces: of each activity the place in the plan; nil for what the plan does
  ///   not have, such as rework.
  /// - Parameter likePlaces: the same, where a further round is taken for its activity.
  /// - Parameter plannedEnd: the moment of the end in the plan.
  /// - Parameter shares: what the time of an activity is made of beside its drawn duration.
  init(
    _ chain: ScheduleChain, _ trial: TrialSchedule, plan: TrialSchedule, plannedPlaces: [Int?],
    likePlaces: [Int?], plannedEnd: Double,
    shares: @escaping (_ place: Int) -> [(cause: DelayCause, days: Double)]
  ) {
    let tracing = DelayTracing(trial, plan, plannedPlaces, likePlaces, shares)
    var parts: [DelayPart] = []
    // The plan's moments are known from the first event on.
    var before: (moment: Double, planned: Double)?
    for step in chain.steps.reversed() {
      let part = tracing.part(step, before)
      parts.append(part)
      before = (part.moment, part.planned)
    }
    let end = before ?? (plannedEnd, plannedEnd)
    // What ended last in the trial may have had time to spare in the plan.
    if let last = parts.last {
      parts[parts.count - 1] = DelayPart(
        step: last.step, moment: last.moment, planned: last.planned, time: last.time,
        causes: last.causes + [(.slack, end.planned - plannedEnd)])
    }
    self.parts = parts.reversed()
    delay = end.moment - plannedEnd
  }

  /// The days of each cause, in the order in which causes are told.
  var totals: [(cause: DelayCause, days: Double)] {
    var totals: [DelayCause: Double] = [:]
    var order: [DelayCause] = []
    for (cause, days) in parts.reversed().flatMap(\.causes) {
      if totals[cause] == nil { order.append(cause) }
      totals[cause, default: 0] += days
    }
    return order.map { ($0, totals[$0] ?? 0) }
  }
}

/// Holds the time before each event against that of the plan.
private struct DelayTracing {
  private let trial, plan: TrialSchedule
  private let places, likePlaces: [Int?]
  private let shares: (Int) -> [(cause: DelayCause, days: Double)]

  init(
    _ trial: TrialSchedule, _ plan: TrialSchedule, _ places: [Int?], _ likePlaces: [Int?],
    _ shares: @escaping (Int) -> [(cause: DelayCause, days: Double)]
  ) {
    (self.trial, self.plan, self.shares) = (trial, plan, shares)
    (self.places, self.likePlaces) = (places, likePlaces)
  }

  func part(
    _ step: ScheduleChain.Step, _ before: (moment: Double, planned: Double)?
  ) -> DelayPart {
    let place = step.event.activity
    let moment = trial.moment(of: step.event)
    let own = places[place].map { ScheduleEvent(activity: $0, isEnd: step.event.isEnd) }
    let planned = own.map(plan.moment) ?? before?.planned ?? moment
    // What waits for crews in the plan too is late by the difference only.
    let plannedWait =
      step.event.isEnd ? 0 : places[place].map { plan.dates[$0, .waited] } ?? 0
    var time = TrialTime()
    var causes: [(DelayCause, Double)]
    switch step.reason {
    case .work, .passedOn:
      (time, causes) = work(place, from: before?.moment ?? moment, to: moment)
    case .underWay(let status):
      (time, causes) = work(place, from: status, to: moment)
      // Both know the same status; what is left over the plan has had to spare.
      causes.append((.slack, moment - planned - causes.reduce(0) { $0 + $1.1 }))
    case .link(let link):
      let (was, wasPlanned) = before ?? (moment, planned)
      let lag = step.asked - was
      let plannedLag = plannedLag(like: link, after: wasPlanned)
      causes = [
        (.lag, lag - plannedLag), (.waiting, step.waited - plannedWait),
        (.slack, wasPlanned + plannedLag + plannedWait - planned),
      ]
    case .notBefore(let start):
      let plannedStart = places[place].flatMap { plan.network.activities[$0].notBefore }
        .map(plan.number)
      let from = plannedStart ?? planned
      causes = [
        (.start, start - from), (.waiting, step.waited - plannedWait),
        (.slack, from + plannedWait - planned),
      ]
    case .done:
      causes = [(.start, moment - planned)]
    }
    return DelayPart(step: step, moment: moment, planned: planned, time: time, causes: causes)
  }

  /// The work of an activity against that of the plan.
  private func work(_ place: Int, from start: Double, to end: Double) -> (
    TrialTime, [(DelayCause, Double)]
  ) {
    let time =
      trial.occurs(place) ? trial.line(of: place).account(from: start, to: end) : TrialTime()
    var plannedWork = 0.0
    var plannedOff = 0.0
    var isPlanned = false
    if let own = places[place] {
      isPlanned = plan.occurs(own)
      let activity = plan.network.activities[own]
      let from =
        activity.begun == nil
        ? plan.begins(own) : activity.notBefore.map(plan.number) ?? plan.begins(own)
      let spent = plan.line(of: own).account(from: from, to: plan.ends(own))
      plannedWork = isPlanned ? spent.worked : 0
      plannedOff = plan.ends(own) - from - plannedWork
    }
    var causes: [(DelayCause, Double)] = []
    if places[place] == nil {
      causes.append((.rework, time.worked))
    } else if isPlanned != trial.occurs(place) {
      causes.append((.occurrence, time.worked - plannedWork))
    } else {
      let special = shares(place)
      let drawn = time.worked - plannedWork - special.reduce(0) { $0 + $1.days }
      causes.append((.work, drawn))
      causes += special
    }
    causes.append((.weather, time.lost))
    causes.append((.daysOff, end - start - time.worked - time.lost - plannedOff))
    return (time, causes)
  }

  /// How long the same link holds up the plan.
  private func plannedLag(like link: Network.Link, after moment: Double) -> Double {
    guard let from = likePlaces[link.predecessor], let to = places[link.successor],
      let own = plan.network.links.first(where: {
        $0.predecessor == from && $0.successor == to && $0.kind == link.kind
      })
    else { return 0 }
    return plan.shift(moment, by: own) - moment
  }
}
