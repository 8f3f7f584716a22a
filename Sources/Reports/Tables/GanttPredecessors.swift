import Formulas
import Scheduling

/// What an activity comes after, as planners write it in a Gantt chart.
func ganttPredecessors(of work: ScheduleWork) -> String {
  guard let step = work.steps.first else { return "" }
  let network = step.schedule.network
  return network.links.filter { $0.successor == step.place }.map { link in
    let name = step.schedule.nameInGantt(link.predecessor, besides: work.project.id)
    let lag = ganttLag(link, step.schedule)
    let kind =
      switch link.kind {
      case .finishToStart: lag.isEmpty ? "" : " FS"
      case .startToStart: " SS"
      case .finishToFinish: " FF"
      case .startToFinish: " SF"
      }
    return name + kind + lag
  }.joined(separator: "; ")
}

private func ganttLag(_ link: Network.Link, _ schedule: Schedule) -> String {
  let unit = link.lagLine == nil ? "d" : ""
  switch link.lag {
  case .fixed(0): return ""
  case .fixed(let days):
    return (days < 0 ? "" : "+") + plainNumber(days, significantDigits: 6) + unit
  case .input: return "+?" + unit
  }
}

extension Schedule {
  /// The id of an activity, of another project behind the project's id; also of a further round.
  fileprivate func nameInGantt(_ place: Int, besides project: String) -> String {
    let name = ownName(at: place)
    for prefix in ["works." + project + ".", "works."] where name.hasPrefix(prefix) {
      return String(name.dropFirst(prefix.count))
    }
    return name
  }
}
