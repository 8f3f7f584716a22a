/// A project in whole units of time, with finish-to-start links and resources of constant
/// capacity: the problem of the libraries of instances.
///
/// - Source: Pritsker, Watters and Wolfe (1969); Kolisch and Sprecher (1997), *PSPLIB*.
public struct WholeProject: Sendable {
  public var durations: [Int]
  /// For each activity those that may start when it has finished.
  public var successors: [[Int]]
  /// For each activity what it occupies of each resource.
  public var demands: [[Int]]
  public var capacities: [Int]

  public init(durations: [Int], successors: [[Int]], demands: [[Int]], capacities: [Int]) {
    self.durations = durations
    self.successors = successors
    self.demands = demands
    self.capacities = capacities
  }

  /// A schedule: when each activity starts, and when all are done.
  public struct Schedule: Hashable, Sendable {
    public var starts: [Int]
    public var makespan: Int
    /// How many schedules were made to find it.
    public var schedules: Int
  }

  /// What keeps the project from being scheduled; nil when nothing does.
  public var defect: String? {
    let count = durations.count
    if successors.count != count || demands.count != count {
      return "there are \(count) durations, \(successors.count) lists of successors and "
        + "\(demands.count) of demands"
    }
    if let wrong = durations.first(where: { $0 < 0 || $0 > 1_000_000 }) {
      return "a duration is \(wrong); it must be from 0 to 1,000,000"
    }
    if successors.contains(where: { $0.contains { !durations.indices.contains($0) } }) {
      return "a successor is no activity"
    }
    if let wrong = capacities.first(where: { $0 < 0 || $0 > 0x7FFF }) {
      return "a capacity is \(wrong); it must be from 0 to 32,767"
    }
    for (activity, demand) in demands.enumerated() {
      let isHad = zip(demand, capacities).allSatisfy { $0 >= 0 && $0 <= $1 }
      if demand.count != capacities.count || !isHad {
        return "activity \(activity) demands \(demand) of \(capacities)"
      }
    }
    let order = precedence.order(by: [Double](repeating: 0, count: count))
    return order.count == count ? nil : "links go round in a circle"
  }

  var precedence: Precedence {
    Precedence(
      count: durations.count,
      arcs: successors.enumerated().flatMap { before, all in
        all.map { Precedence.Arc(before: before, after: $0) }
      })
  }

  /// The time that links alone ask for: no schedule is shorter.
  public var criticalPath: Int { Int(WholeScheme(self).priorities.criticalPath) }

  /// The schedule that a rule gives; `best` makes at most 1,000.
  public func scheduled(by rule: PriorityRule) -> Schedule {
    if rule == .best { return best(schedules: 1000, seed: 0) }
    let scheme = WholeScheme(self)
    return scheduled(scheme.priorities.order(by: rule))
  }

  /// The schedule of an order of the activities.
  ///
  /// - Precondition: each comes after those that it waits for.
  public func scheduled(_ order: [Int]) -> Schedule {
    precondition(precedence.allows(order), "the order does not respect the links")
    let scheme = WholeScheme(self)
    var begins = [Double](repeating: 0, count: order.count)
    var ends = begins
    let cost = scheme.schedule(order, mirrored: false, begins: &begins, ends: &ends)
    return Schedule(starts: begins.map { Int($0) }, makespan: Int(cost.makespan), schedules: 1)
  }

  /// The shortest schedule that is found.
  ///
  /// - Parameter schedules: the most that are made, in either direction of time.
  /// - Parameter seed: the same one gives the same schedule.
  public func best(schedules: Int, seed: UInt64) -> Schedule {
    let found = OrderSearch(WholeScheme(self), limit: schedules, seed: seed).run()
    return Schedule(
      starts: found.schedule.begins.map { Int($0) }, makespan: Int(found.schedule.cost.makespan),
      schedules: found.schedules)
  }
}
