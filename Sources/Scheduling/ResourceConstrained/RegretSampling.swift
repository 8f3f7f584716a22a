/// Random orders that lean towards a priority rule: the more an activity would regret waiting, the
/// likelier it is the next.
///
/// The regret of an activity is how much worse the worst of those that could go next is by the
/// rule.
///
/// - Source: Drexl (1991), *Scheduling of project networks by job assignment*; Kolisch and Drexl
///   (1996), *Adaptive search for solving hard project scheduling problems*, with exponent 1.
struct RegretSampling {
  let precedence: Precedence
  /// The rule's numbers: the smallest goes first.
  let keys: [Double]
  /// What is added to every regret, so that the worst has a chance too.
  let chance: Double

  func order(_ generator: inout SearchGenerator) -> [Int] {
    var waiting = precedence.predecessors.map(\.count)
    var ready = (0..<precedence.count).filter { waiting[$0] == 0 }
    var order: [Int] = []
    order.reserveCapacity(precedence.count)
    while !ready.isEmpty {
      let place = chosen(of: ready, &generator)
      let activity = ready[place]
      ready[place] = ready[ready.count - 1]
      ready.removeLast()
      order.append(activity)
      for successor in precedence.successors[activity] {
        waiting[successor] -= 1
        if waiting[successor] == 0 { ready.append(successor) }
      }
    }
    return order
  }

  private func chosen(of ready: [Int], _ generator: inout SearchGenerator) -> Int {
    var worst = -Double.infinity
    for activity in ready { worst = max(worst, keys[activity]) }
    var total = 0.0
    for activity in ready { total += worst - keys[activity] + chance }
    var left = generator.uniform() * total
    for (place, activity) in ready.enumerated() {
      left -= worst - keys[activity] + chance
      if left < 0 { return place }
    }
    return ready.count - 1
  }
}
