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
    setResources(source, &limits)
    setBudgets(source, &limits)
    setReleasesAfter(source, &limits)
    setArcs(source, &limits)
    network.pointee.limits = limits
  }

  /// The order in which activities are put on the calendar: that of the network, until it is
  /// set.
  func setOrder(_ order: [Int]) {
    for (place, activity) in order.enumerated() {
      network.pointee.limits.order[place] = Int32(activity)
    }
  }

  private func setResources(_ source: Network, _ limits: inout torreya_limits) {
    let count = source.resources.count
    limits.resources = Int32(count)
    let steps = source.resources.map { resource in
      resource.capacity.enumerated().map { place, step in
        // The first step holds from the beginning of time.
        torreya_step(from: place == 0 ? -.infinity : step.from, left: step.amount)
      }
    }
    limits.capacityStarts = starts(of: steps)
    limits.capacity = arena.array(Array(steps.joined()))
    let demands = source.activities.map { $0.hammock == nil ? $0.demands : [] }
    limits.demandStarts = starts(of: demands)
    limits.demandResource = arena.array(demands.joined().map { Int32($0.resource) })
    limits.demandAmount = arena.array(demands.joined().map(\.amount))
    let users = (0..<count).map { resource in
      demands.indices.filter { place in demands[place].contains { $0.resource == resource } }
        .map { Int32($0) }
    }
    limits.userStarts = starts(of: users)
    limits.users = arena.array(Array(users.joined()))
    // Every demand makes at most two more steps.
    let asked = (0..<count).map { resource in
      demands.joined().count { $0.resource == resource }
    }
    let rooms = (0..<count).map { steps[$0].count + 2 * asked[$0] }
    limits.roomStarts = sums(of: rooms)
    limits.rooms = Int32(rooms.reduce(0, +))
    limits.step = arena.mutableArray(
      [torreya_step](repeating: torreya_step(), count: together * rooms.reduce(0, +)))
    limits.steps = arena.mutableArray([Int32](repeating: 0, count: together * count))
    limits.isPut = arena.mutableArray(
      [UInt8](repeating: 0, count: together * source.activities.count))
  }

  private func setBudgets(_ source: Network, _ limits: inout torreya_limits) {
    let count = source.budgets.count
    limits.budgets = Int32(count)
    let releases = source.budgets.map(\.releases)
    limits.releaseStarts = starts(of: releases)
    limits.releaseAt = arena.array(releases.joined().map { slot($0.at) })
    limits.releaseAmount = arena.array(releases.joined().map { slot($0.amount) })
    let spending = source.activities.map { $0.hammock == nil ? $0.spending : [] }
    limits.spendingStarts = starts(of: spending)
    limits.spendingBudget = arena.array(spending.joined().map { Int32($0.budget) })
    limits.spendingAmount = arena.array(spending.joined().map { slot($0.amount) })
    let rooms = source.budgets.map { $0.releases.count + $0.afterActivities.count }
    limits.moneyStarts = sums(of: rooms)
    limits.moneys = Int32(rooms.reduce(0, +))
    limits.release = arena.mutableArray(
      [torreya_release](repeating: torreya_release(), count: together * rooms.reduce(0, +)))
    limits.releases = arena.mutableArray([Int32](repeating: 0, count: together * count))
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
    limits.laterStarts = starts(of: later)
    limits.laterBudget = arena.array(later.joined().map { Int32($0.budget) })
    limits.laterDelay = arena.array(later.joined().map { slot($0.delay) })
    limits.laterAmount = arena.array(later.joined().map { slot($0.amount) })
  }

  /// Each demand may have had to wait for each other one of its resource, each need of money for
  /// each release after an activity.
  private func setArcs(_ source: Network, _ limits: inout torreya_limits) {
    let demands = source.activities.flatMap(\.demands)
    let spending = source.activities.flatMap(\.spending)
    let byDemands = source.resources.indices.map { resource in
      demands.count { $0.resource == resource }
    }
    let bySpending = spending.map { source.budgets[$0.budget].afterActivities.count }
    let room =
      network.pointee.needsLatest == 0
      ? 0 : byDemands.map { $0 * $0 }.reduce(0, +) + bySpending.reduce(0, +)
    limits.arcRoom = Int32(room)
    limits.arc = arena.mutableArray(
      [torreya_arc](repeating: torreya_arc(), count: together * room))
    limits.arcs = arena.mutableArray([Int32](repeating: 0, count: together))
    limits.firstArc = arena.mutableArray(
      [Int32](repeating: -1, count: together * source.activities.count))
  }

  /// Where each list begins among all of them, and where the last one ends.
  private func starts<Element>(of lists: [[Element]]) -> UnsafePointer<Int32> {
    sums(of: lists.map(\.count))
  }

  private func sums(of counts: [Int]) -> UnsafePointer<Int32> {
    var sums: [Int32] = [0]
    for count in counts { sums.append(sums[sums.count - 1] + Int32(count)) }
    return arena.array(sums)
  }
}

extension Network {
  /// Whether crews, machines or money may keep an activity waiting.
  var isLimited: Bool {
    let works = activities.filter { $0.hammock == nil }
    return works.contains { !$0.demands.isEmpty || !$0.spending.isEmpty }
  }
}
