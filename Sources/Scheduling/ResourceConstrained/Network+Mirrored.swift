/// The same network with other numbers of its activities, or with time running backwards.
extension Network {
  /// The activities in another order.
  ///
  /// - Parameter order: the place of each activity now, in the order wanted.
  /// - Precondition: every place stands in it once.
  public func arranged(in order: [Int]) -> Network {
    precondition(order.sorted() == Array(activities.indices), "the order names each activity once")
    var place = order
    for (now, before) in order.enumerated() { place[before] = now }
    var network = self
    network.activities = order.map { old in
      var activity = activities[old]
      activity.hammock = activity.hammock.map {
        Hammock(from: $0.from.map { place[$0] }, to: $0.to.map { place[$0] })
      }
      return activity
    }
    for link in network.links.indices {
      network.links[link].predecessor = place[links[link].predecessor]
      network.links[link].successor = place[links[link].successor]
    }
    for budget in network.budgets.indices {
      for release in network.budgets[budget].afterActivities.indices {
        let activity = budgets[budget].afterActivities[release].activity
        network.budgets[budget].afterActivities[release].activity = place[activity]
      }
    }
    return network
  }

  /// The network without weather, as a planning run sees it.
  var withoutWeather: Network {
    var network = self
    network.lines = lines.map {
      WorkLine(label: $0.label, firstDay: $0.firstDay, workedShares: $0.workedShares)
    }
    return network
  }

  /// Crews and machines without end, and money at once.
  var withoutLimits: Network {
    var network = self
    for place in network.activities.indices {
      network.activities[place].demands = []
      network.activities[place].spending = []
    }
    return network
  }

  /// The network with moments counted backwards: what ended at `end` or before begins at `-end` or
  /// after. Activity `a` has the place `count - 1 - a`.
  ///
  /// It is made to arrange activities by, not to date them: dates before which nothing begins,
  /// money and what is already done are left out.
  ///
  /// - Precondition: no hammocks.
  func mirrored(at end: Double) -> Network {
    let last = activities.count - 1
    var network = self
    network.activities = activities.reversed().map { activity in
      var mirror = activity
      mirror.notBefore = .fixed(-end)
      mirror.begun = nil
      mirror.ended = nil
      mirror.spending = []
      if activity.ended != nil {
        mirror.duration = .fixed(0)
        mirror.demands = []
      }
      return mirror
    }
    network.links = movingLinks.map { link in
      let kind: Link.Kind =
        switch link.kind {
        case .startToStart: .finishToFinish
        case .finishToFinish: .startToStart
        case .finishToStart, .startToFinish: link.kind
        }
      return Link(
        last - link.successor, last - link.predecessor, kind, lag: link.lag, lagLine: link.lagLine)
    }
    network.lines = lines.map {
      WorkLine(
        label: $0.label, firstDay: -($0.firstDay + $0.workedShares.count),
        workedShares: $0.workedShares.reversed())
    }
    network.resources = resources.map { resource in
      let steps = resource.capacity
      return Resource(
        capacity: steps.indices.reversed().map { place in
          let isLast = place == steps.count - 1
          return (isLast ? -.infinity : -steps[place + 1].from, steps[place].amount)
        })
    }
    network.budgets = []
    return network
  }
}
