import Formulas

extension Formula {
  /// The dates of works that may be named, each of which is known on a day too.
  private static let dates: Set<String> = ["begins", "ends", "start", "finish"]

  /// The projects and activities whose dates a formula names, such as `works.road`.
  var namedWorks: Set<String> { Set(referencedNames.compactMap { Self.work($0)?.name }) }

  /// The formula with the dates of some works as they are known on a day: those that hold if no
  /// more weather comes.
  func asKnownOnADay(of works: Set<String>) -> Formula {
    switch node {
    case .constant, .series, .daySeries, .draw, .scheduled, .members: return self
    case .reference(let name):
      guard let work = Self.work(name), works.contains(work.name) else { return self }
      return Formula(.reference(work.name + ".daily." + work.date), origin: origin)
    case .call(let function, let arguments):
      return Formula(
        .call(function, arguments.map { $0.asKnownOnADay(of: works) }), origin: origin)
    }
  }

  /// The formula with the dates that works have in a plan without risk and weather.
  var asPlanned: Formula {
    switch node {
    case .constant, .series, .daySeries, .draw, .scheduled, .members: return self
    case .reference(let name):
      guard let work = Self.work(name) else { return self }
      return switch work.date {
      case "finish": .reference(work.name + ".plannedFinish")
      case "ends": .reference(work.name + ".plannedFinish") + .constant(1, .day)
      case "start": .firstDay(of: .reference(work.name + ".plannedBegins"))
      default: .reference(work.name + ".plannedBegins")
      }
    case .call(let function, let arguments):
      return Formula(.call(function, arguments.map(\.asPlanned)), origin: origin)
    }
  }

  /// What a name such as `works.road.finish` is made of; nil for another one.
  private static func work(_ name: String) -> (name: String, date: String)? {
    let date = name.lastSegment
    guard name.hasPrefix("works."), dates.contains(date) else { return nil }
    return (String(name.dropLast(date.count + 1)), date)
  }
}
