import Formulas
import Scheduling
import SourceText

/// What `notBefore` asks for: a moment, or to come after works that are scheduled together with it.
enum StartCondition {
  case moment(Formula)
  /// After an activity, or after all that a project ends with.
  case work(WorkDate, lag: Formula?)

  /// The conditions that a formula is made of, all of which hold together.
  ///
  /// A date of works that are computed before is a number like any other. One of works in the same
  /// schedule is a link: it has to stand alone, be moved by some days, or be among those of which
  /// the latest counts.
  ///
  /// - Parameter isTogether: whether a project is scheduled together with the activity.
  /// - Returns: nil when the formula has another form.
  static func conditions(_ formula: Formula, _ isTogether: (String) -> Bool) -> [StartCondition]? {
    guard formula.workDates.contains(where: { isTogether($0.project) }) else {
      return [.moment(formula)]
    }
    switch formula.node {
    case .reference(let name): return WorkDate(name).map { [.work($0, lag: nil)] }
    case .call(.maximum, let arguments):
      var all: [StartCondition] = []
      for argument in arguments {
        guard let part = conditions(argument, isTogether) else { return nil }
        all += part
      }
      return all
    case .call(.add, let sides):
      return moved(sides[0], by: sides[1], isTogether) ?? moved(sides[1], by: sides[0], isTogether)
    case .call(.subtract, let sides): return moved(sides[0], by: -sides[1], isTogether)
    default: return nil
    }
  }

  private static func moved(
    _ formula: Formula, by days: Formula, _ isTogether: (String) -> Bool
  ) -> [StartCondition]? {
    guard days.workDates.isEmpty else { return nil }
    return conditions(formula, isTogether)?.map { condition in
      switch condition {
      case .moment(let moment): .moment(moment + days)
      case .work(let date, let lag): .work(date, lag: lag.map { $0 + days } ?? days)
      }
    }
  }
}

extension WorkDate {
  /// The link that begins no earlier than so many days after the date.
  ///
  /// - Parameter lag: none for the date itself.
  func link(to activity: String, lag: Formula?) -> ActivityLink {
    switch date {
    case .begins, .start: return ActivityLink(activity, .startToStart, calendarDays: lag)
    case .ends: return ActivityLink(activity, .finishToStart, calendarDays: lag)
    case .finish:
      // The day of the finish begins a day before the end.
      if case .constant(1, _)? = lag?.node {
        return ActivityLink(activity, .finishToStart, calendarDays: nil)
      }
      let day = Formula.constant(1, .day)
      return ActivityLink(
        activity, .finishToStart, calendarDays: lag.map { $0 - day } ?? .constant(-1, .day))
    }
  }
}
