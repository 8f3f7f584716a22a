import Formulas
import Scheduling

/// What an activity costs with what its schedule says of it, and when it is paid.
struct CostFormulas {
  let activity: ActivityReading
  let project: ProjectReading
  let schedule: WorkSchedule
  let isPlan: Bool

  private var context: ReadingContext { activity.reader.context }

  /// The moments of the activity.
  private var begins: Formula {
    isPlan ? schedule.value(activity, .begins)! : .reference(activity.name + ".begins")
  }
  private var ends: Formula {
    isPlan ? schedule.value(activity, .ends)! : .reference(activity.name + ".ends")
  }

  private func number(_ formula: Formula) -> Formula {
    isPlan ? formula.planned(context) : formula
  }

  /// What it costs, which may be only what risks add; nil where it costs nothing.
  var cost: Formula? {
    guard activity.bearsCost, schedule.place(of: activity) != nil else { return nil }
    if isPlan, !activity.isPlanned { return .constant(0, .yuan) }
    var parts: [Formula] = []
    if let fixed = activity.cost?.fixed.map(number) { parts.append(fixed) }
    if let perDay = activity.cost?.perDay.map(number) {
      parts.append(perDay * (elapsed / .constant(1, .day)))
    }
    var cost = Formula.total(parts, .yuan)
    if !isPlan {
      for risk in activity.risks {
        if let times = risk.costTimes { cost = cost * risk.factor(times) }
      }
      let added = activity.risks.compactMap { risk in risk.costAdd.map { risk.occurs * $0 } }
      if !added.isEmpty { cost = .total([cost] + added, .yuan) }
      if let occurs = activity.occurs { cost = cost * occurs }
    }
    if let drift = project.drift {
      cost = cost * drift.factor(begins, ends, context, planned: isPlan)
    }
    return cost
  }

  /// The working days from its start to its end.
  private var elapsed: Formula {
    if activity.hammock != nil || activity.status != nil {
      guard !activity.line.isEveryDay else { return ends - begins }
      let calendar = Formula.reference("calendars." + activity.line.calendar.id)
      return .call(.workingDay, ends, calendar) - .call(.workingDay, begins, calendar)
    }
    guard !isPlan else { return number(activity.duration) }
    let again = (schedule.steps.rounds[activity.fullID] ?? []).compactMap { round in
      schedule.steps.steps[round.step].share.map {
        .reference(round.event) * activity.againWork($0)
      }
    }
    let all = [activity.work] + again
    let lost = activity.line.losses.isEmpty ? [] : [Formula.reference(activity.name + ".lost")]
    return .total(all + lost, .day)
  }

  /// What of it is paid in a period.
  var paid: Formula? {
    guard activity.bearsCost else { return nil }
    let parts = activity.payments.map { $0.paid(begins, ends) }
    return .reference(activity.name + ".cost") * .total(parts, .one)
  }

  /// The part of it that is done at the end of a period.
  var done: Formula {
    let length = Formula.call(.maximum, ends - begins, .constant(1e-6, .day))
    return .call(
      .clamp, (.reference("period.end") - begins) / length, .constant(0), .constant(1))
  }
}

extension Risk {
  /// What something is multiplied by that is so many times as large where the risk happens.
  func factor(_ times: Formula) -> Formula {
    .call(.conditional, occurs, times, .constant(1))
  }
}
