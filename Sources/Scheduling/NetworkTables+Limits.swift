import CKernels

/// Crews, machines and money as the kernel reads them, and the memory for eight trials.
extension NetworkTables {
  func setLimits(_ source: Network) {
    var limits = torreya_limits()
    limits.order = arena.mutableArray(source.activities.indices.map { Int32($0) })
    guard source.isLimited else {
      network.pointee.limits = limits
      return
    }
    let demands = source.activities.map { $0.hammock == nil ? $0.demands : [] }
    var asked = [Int](repeating: 0, count: source.resources.count)
    // Every demand makes at most two more steps, and two for each break in between.
    var added = asked
    for (activity, own) in zip(source.activities, demands) {
      for demand in own {
        asked[demand.resource] += 1
        added[demand.resource] += 2 + 2 * Int(network.pointee.line[activity.line].breaks)
      }
    }
    setResources(source, demands, added, &limits)
    setBudgets(source, &limits)
    setReleasesAfter(source, &limits)
    setArcs(source, asked, &limits)
    network.pointee.limits = limits
  }

  /// The order in which activities are put on the calendar: that of the network, until it is
  /// set.
  func setOrder(_ order: [Int]) {
    for (place, activity) in order.enumerated() {
      network.pointee.limits.order[place] = Int32(activity)
    }
  }

  /// - Parameter demands: by activity.
  /// - Parameter added: how many steps the demands add to each resource.
  private func setResources(
    _ source: Network, _ demands: [[Network.Demand]], _ added: [Int],
    _ limits: inout torreya_limits
  ) {
    let count = source.resources.count
    limits.resources = Int32(count)
    let steps = source.resources.map { resource in
      resource.capacity.enumerated().map { place, step in
        // The first step holds from the beginning of time.
        torreya_step(from: place == 0 ? -.infinity : step.from, left: step.amount)
      }
    }
    limits.capacityStarts = arena.starts(of: steps)
    limits.capacity = arena.array(Array(steps.joined()))
    limits.demandStarts = arena.starts(of: demands)
    limits.demandResource = arena.array(demands.joined().map { Int32($0.resource) })
    limits.demandAmount = arena.array(demands.joined().map(\.amount))
    var users = [[Int32]](repeating: [], count: count)
    for (place, all) in demands.enumerated() {
      for resource in Set(all.map(\.resource)) { users[resource].append(Int32(place)) }
    }
    limits.userStarts = arena.starts(of: users)
    limits.users = arena.array(Array(users.joined()))
    let rooms = zip(steps, added).map { $0.count + $1 }
    limits.roomStarts = arena.sums(of: rooms)
    limits.rooms = Int32(rooms.reduce(0, +))
    limits.step = arena.room(together * rooms.reduce(0, +))
    limits.steps = arena.room(together * count)
    limits.isPut = arena.room(together * source.activities.count)
  }

  private func setBudgets(_ source: Network, _ limits: inout torreya_limits) {
    let count = source.budgets.count
    limits.budgets = Int32(count)
    let releases = source.budgets.map(\.releases)
    limits.releaseStarts = arena.starts(of: releases)
    limits.releaseAt = arena.array(releases.joined().map { slot($0.at) })
    limits.releaseAmount = arena.array(releases.joined().map { slot($0.amount) })
    let spending = source.activities.map { $0.hammock == nil ? $0.spending : [] }
    limits.spendingStarts = arena.starts(of: spending)
    limits.spendingBudget = arena.array(spending.joined().map { Int32($0.budget) })
    limits.spendingAmount = arena.array(spending.joined().map { slot($0.amount) })
    let rooms = source.budgets.map { $0.releases.count + $0.afterActivities.count }
    limits.moneyStarts = arena.sums(of: rooms)
    limits.moneys = Int32(rooms.reduce(0, +))
    limits.release = arena.room(together * rooms.reduce(0, +))
    limits.releases = arena.room(together * count)
    limits.promised = arena.numbers(together * count)
  }

  private func setReleasesAfter(_ source: Network, _ limits: inout torreya_limits) {
    var later = [[(budget: Int, delay: Network.Amount, amount: Network.Amount)]](
      repeating: [], count: source.activities.count)
    for (budget, releases) in source.budgets.enumerated() {
      for release in releases.afterActivities {
        later[release.activity].append((budget, release.delay, release.amount))
      }
    }
    limits.laterStarts = arena.starts(of: later)
    limits.laterBudget = arena.array(later.joined().map { Int32($0.budget) })
    limits.laterDelay = arena.array(later.joined().map { slot($0.delay) })
    limits.laterAmount = arena.array(later.joined().map { slot($0.amount) })
    let after = source.budgets.map(\.afterActivities)
    limits.afterStarts = arena.starts(of: after)
    limits.afterActivity = arena.array(after.joined().map { Int32($0.activity) })
    limits.afterDelay = arena.array(after.joined().map { slot($0.delay) })
  }

  /// Each demand may have had to wait for each one of its resource before it, each need of money
  /// for each release after an activity. Few do: most of the room stays untouched.
  private func setArcs(_ source: Network, _ asked: [Int], _ limits: inout torreya_limits) {
    let spending = source.activities.flatMap(\.spending)
    let bySpending = spending.map { source.budgets[$0.budget].afterActivities.count }
    let room =
      network.pointee.needsLatest == 0
      ? 0 : asked.map { $0 * ($0 - 1) / 2 }.reduce(0, +) + bySpending.reduce(0, +)
    limits.arcRoom = Int32(room)
    limits.arc = arena.room(together * room)
    limits.arcs = arena.room(together)
    limits.firstArc = arena.room(together * source.activities.count)
  }
}

extension Network {
  /// Whether crews, machines or money may keep an activity waiting.
  var isLimited: Bool {
    let works = activities.filter { $0.hammock == nil }
    return works.contains { !$0.demands.isEmpty || !$0.spending.isEmpty }
  }
}
