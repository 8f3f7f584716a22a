extension Network {
  /// What makes the network impossible to schedule; nil when nothing does.
  ///
  /// Such a network is a mistake of whoever made it, not of a planner: planners' mistakes are told
  /// before there is one.
  public var defect: String? {
    for (place, activity) in activities.enumerated() {
      if let defect = defect(of: activity) { return "activity \(place) \(defect)" }
    }
    for (place, link) in links.enumerated() {
      if let defect = defect(of: link) { return "link \(place) \(defect)" }
    }
    for (place, line) in lines.enumerated() {
      if let defect = defect(of: line) { return "line \(place) (\(line.label)) \(defect)" }
    }
    return defectOfOrigins ?? defectOfLimits
  }

  private func isMissing(_ amount: Amount?) -> Bool {
    guard case .input(let place) = amount else { return false }
    return !(0..<inputs).contains(place)
  }

  private func defect(of activity: Activity) -> String? {
    if !(0..<projects).contains(activity.project) { return "belongs to no project" }
    if !lines.indices.contains(activity.line) { return "has no line" }
    let amounts = [
      activity.duration, activity.notBefore, activity.occurs, activity.begun, activity.ended,
    ]
    if amounts.contains(where: isMissing) { return "names an input that is not there" }
    if activity.ended != nil && activity.begun == nil { return "has ended and not begun" }
    guard let hammock = activity.hammock else { return nil }
    if hammock.from.isEmpty || hammock.to.isEmpty { return "hangs from nothing" }
    for other in hammock.from + hammock.to {
      if !activities.indices.contains(other) { return "hangs from an activity that is not there" }
      if activities[other].hammock != nil { return "hangs from another hammock" }
    }
    return nil
  }

  private func defect(of link: Link) -> String? {
    for end in [link.predecessor, link.successor] {
      if !activities.indices.contains(end) { return "names an activity that is not there" }
      if activities[end].hammock != nil { return "names a hammock" }
    }
    if link.predecessor >= link.successor { return "leads back in the order" }
    if isMissing(link.lag) { return "names an input that is not there" }
    if let line = link.lagLine, !lines.indices.contains(line) { return "has no line for its lag" }
    return nil
  }

  private func defect(of line: WorkLine) -> String? {
    if line.workedShares.isEmpty { return "has no days" }
    if !line.workedShares.allSatisfy({ (0...1).contains($0) }) {
      return "has a share outside of 0 to 1"
    }
    for loss in line.losses {
      if !(0..<8).contains(loss.state) { return "names a state that is none of eight" }
      if isMissing(loss.share) { return "names an input that is not there" }
    }
    return nil
  }

  /// Something has to say when an activity begins.
  private var defectOfOrigins: String? {
    var waits = activities.map {
      $0.notBefore != nil || $0.begun != nil || $0.hammock != nil
    }
    for link in links { waits[link.successor] = true }
    return waits.firstIndex(of: false).map {
      "activity \($0) waits for nothing: it needs a link, notBefore or begun"
    }
  }

  private var defectOfLimits: String? {
    for (place, activity) in activities.enumerated() {
      if !activity.demands.allSatisfy({ resources.indices.contains($0.resource) }) {
        return "activity \(place) needs a resource that is not there"
      }
      for spending in activity.spending
      where !budgets.indices.contains(spending.budget) || isMissing(spending.amount) {
        return "activity \(place) spends what is not there"
      }
    }
    for (place, resource) in resources.enumerated() {
      let steps = resource.capacity
      if steps.isEmpty { return "resource \(place) has no capacity" }
      if zip(steps, steps.dropFirst()).contains(where: { !($0.from < $1.from) }) {
        return "the capacity of resource \(place) has steps that are not in order"
      }
    }
    for (place, budget) in budgets.enumerated() {
      let amounts =
        budget.releases.flatMap { [$0.at, $0.amount] }
        + budget.afterActivities.flatMap { [$0.delay, $0.amount] }
      if amounts.contains(where: isMissing)
        || !budget.afterActivities.allSatisfy({
          activities.indices.contains($0.activity) && activities[$0.activity].hammock == nil
        })
      {
        return "budget \(place) names what is not there"
      }
    }
    return nil
  }
}
