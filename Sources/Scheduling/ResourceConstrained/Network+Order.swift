extension Network {
  /// How many schedules a search makes when nothing else is said.
  public static let plannedSchedules = 2000

  /// The places of the activities in the order in which a rule puts them on the calendar.
  ///
  /// The order comes from one planning run without weather, and holds for all trials: a crew is
  /// promised before anybody knows how the year turns out. It respects all links, and has a release
  /// of money after an activity before those that spend of it, where links allow. Hammocks come
  /// last.
  ///
  /// - Parameter inputs: the likely numbers of the network's inputs.
  /// - Parameter schedules: the most schedules that `best` makes.
  /// - Parameter seed: of the search; the same one gives the same order.
  /// - Complexity: `best` makes a schedule in about the time of eight trials.
  public func order(
    by rule: PriorityRule, inputs: [Double], schedules: Int = plannedSchedules, seed: UInt64 = 0
  ) -> [Int] {
    if let defect { preconditionFailure(defect) }
    let works = activities.indices.filter { activities[$0].hammock == nil }
    let hammocks = activities.indices.filter { activities[$0].hammock != nil }
    if !isLimited || works.isEmpty { return works + hammocks }
    let scheme = NetworkScheme(withoutHammocks(works), inputs: inputs)
    let order =
      rule == .best
      ? OrderSearch(scheme, limit: schedules, seed: seed).run().order
      : scheme.priorities.order(by: rule)
    return order.map { works[$0] } + hammocks
  }

  /// The network in the order of a rule, and where each of its activities was.
  public func ordered(
    by rule: PriorityRule, inputs: [Double], schedules: Int = plannedSchedules, seed: UInt64 = 0
  ) -> (network: Network, order: [Int]) {
    let order = order(by: rule, inputs: inputs, schedules: schedules, seed: seed)
    return (arranged(in: order), order)
  }

  private func withoutHammocks(_ works: [Int]) -> Network {
    let hammocks = activities.indices.filter { activities[$0].hammock != nil }
    var network = arranged(in: works + hammocks)
    network.activities.removeLast(hammocks.count)
    return network
  }

  /// What comes before what: links, and money that is released when an activity has ended before
  /// those that spend of it, unless they have to come before that activity.
  var precedence: Precedence {
    var arcs = links.map { Precedence.Arc(before: $0.predecessor, after: $0.successor) }
    for (budget, money) in budgets.enumerated() {
      for release in money.afterActivities.map(\.activity) {
        // An arc from the release changes nothing of what comes before it.
        let before = Precedence(count: activities.count, arcs: arcs).mirrored.allAfter(release)
        for (place, activity) in activities.enumerated()
        where place != release && !before.contains(place) {
          let spends = activity.spending.contains { $0.budget == budget }
          if spends { arcs.append(.init(before: release, after: place)) }
        }
      }
    }
    return Precedence(count: activities.count, arcs: arcs)
  }
}
