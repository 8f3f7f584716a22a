import Formulas

/// A name such as `works.road.finish` or `works.road.tender.start`: whose date it is, and which.
struct WorkDate {
  /// The project, or the project and the activity joined by a dot.
  let work: String
  let date: Date

  enum Date: String {
    case begins, ends, start, finish
  }

  /// nil for another name.
  init?(_ name: String) {
    let last = name.lastSegment
    guard name.hasPrefix("works."), let date = Date(rawValue: last),
      name.count > "works.".count + last.count + 1
    else { return nil }
    work = String(name.dropFirst("works.".count).dropLast(last.count + 1))
    self.date = date
  }

  var isOfActivity: Bool { work.contains(".") }
  /// The project, of an activity too.
  var project: String { work.split(separator: ".").first.map(String.init) ?? work }

  /// The same date in the plan without risk and weather.
  var planned: Formula {
    let prefix = "works." + work
    return switch date {
    case .begins, .start: .reference(prefix + ".plannedStart")
    case .finish: .reference(prefix + ".plannedFinish")
    case .ends: .reference(prefix + ".plannedFinish") + .constant(1, .day)
    }
  }
}

extension Formula {
  /// The dates of works that a formula names.
  var workDates: [WorkDate] { referencedNames.compactMap(WorkDate.init) }

  /// The formula with the likeliest numbers in place of drawn ones, and with the dates that works
  /// have in a plan without risk and weather.
  ///
  /// - Parameter within: the values that are being looked into, so that none is looked into
  ///   without end.
  func planned(_ context: ReadingContext, within: Set<String> = []) -> Formula {
    switch node {
    case .draw(let draw): return .constant(draw.distribution.likely, draw.unit)
    case .reference(let name):
      if let date = WorkDate(name) { return date.planned }
      guard let value = context.value(named: name), !within.contains(name) else { return self }
      return value.formula.planned(context, within: within.union([name]))
    case .call(let function, let arguments):
      return Formula(
        .call(function, arguments.map { $0.planned(context, within: within) }), origin: origin)
    default: return self
    }
  }

  /// The number that the formula always is, in base units; nil for any other.
  func knownNumber(_ context: ReadingContext) -> Double? {
    guard case .reference(let name) = node else { return constantValue }
    if case .constant(let number, _)? = context.value(named: name)?.formula.node { return number }
    return nil
  }

  /// The latest of several dates.
  static func latest(_ dates: [Formula]) -> Formula {
    dates.count == 1 ? dates[0] : Formula(.call(.maximum, dates))
  }

  /// The earliest of several dates.
  static func earliest(_ dates: [Formula]) -> Formula {
    dates.count == 1 ? dates[0] : Formula(.call(.minimum, dates))
  }

  /// The last day that has begun before a moment.
  static func lastDay(before moment: Formula) -> Formula {
    .call(.ceiling, moment) - .constant(1, .day)
  }
}
