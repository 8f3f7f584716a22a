import Scheduling
import SeededNumbers
import Testing

/// Rules, the search for orders, and the serial scheme in whole numbers.
@Suite("orders") struct OrderTests {
  /// Six activities, worked by hand.
  ///
  ///     0 (3 days) → 2 (4) → 4 (2)        capacity 3
  ///     1 (2) → 3 (3) → 5 (1), 0 → 3      demands 2, 1, 2, 2, 1, 1
  ///
  /// The critical path 0-2-4 takes 9 days; latest finishes are 3, 5, 7, 8, 9, 9.
  private let project = WholeProject(
    durations: [3, 2, 4, 3, 2, 1], successors: [[2, 3], [3], [4], [5], [], []],
    demands: [[2], [1], [2], [2], [1], [1]], capacities: [3])

  @Test(arguments: [
    // The order that each rule gives by hand, and its schedule: starts, and the end.
    (PriorityRule.latestFinish, [0, 1, 2, 3, 4, 5], [0, 0, 3, 7, 7, 10], 11),
    // Latest starts 0, 3, 3, 5, 7, 8.
    (.latestStart, [0, 1, 2, 3, 4, 5], [0, 0, 3, 7, 7, 10], 11),
    // Slack 0, 3, 0, 2, 0, 5.
    (.minimumSlack, [0, 2, 4, 1, 3, 5], [0, 0, 3, 7, 7, 10], 11),
    // Successors 4, 2, 1, 1, 0, 0.
    (.mostSuccessors, [0, 1, 2, 3, 4, 5], [0, 0, 3, 7, 7, 10], 11),
    // Own and next durations 10, 5, 6, 4, 2, 1.
    (.greatestRankPositionalWeight, [0, 2, 1, 3, 4, 5], [0, 0, 3, 7, 7, 10], 11),
    // Durations: 1 before 0, then 3 (3 days) before 2 (4 days), 5 before 2.
    (.shortestDuration, [1, 0, 3, 5, 2, 4], [0, 0, 6, 3, 10, 6], 12),
    // Work 6, 2, 8, 6, 2, 1 thirds.
    (.totalWork, [0, 2, 1, 3, 4, 5], [0, 0, 3, 7, 7, 10], 11),
    (.declared, [0, 1, 2, 3, 4, 5], [0, 0, 3, 7, 7, 10], 11),
  ])
  func rulesByHand(_ rule: PriorityRule, _ order: [Int], _ starts: [Int], _ end: Int) {
    #expect(project.criticalPath == 9)
    let found = project.scheduled(by: rule)
    #expect(found.starts == starts && found.makespan == end, "\(rule) \(found)")
    #expect(project.scheduled(order).starts == starts)
  }

  private func random(_ seed: UInt64, count: Int) -> WholeProject {
    var generator = SeededGenerator(seed)
    let below = { (most: Int) in Int.random(in: 0..<most, using: &generator) }
    let successors = (0..<count).map { place in
      (place + 1..<max(count, place + 1)).filter { _ in below(4) == 0 }
    }
    let resources = 1 + below(5)
    return WholeProject(
      durations: (0..<count).map { _ in below(7) }, successors: successors,
      demands: (0..<count).map { _ in (0..<resources).map { _ in below(5) } },
      capacities: (0..<resources).map { _ in 4 + below(4) })
  }

  /// All orders of up to six activities: the best serial schedule is an optimal one.
  ///
  /// - Source: Kolisch (1996): some order of the serial scheme gives an optimum.
  @Test func theSearchFindsTheOptimumOfSmallProjects() {
    for seed in 0..<40 as Range<UInt64> {
      let project = random(seed, count: 6)
      #expect(project.defect == nil)
      let least = allOrders(project).map { slow(project, $0).makespan }.min()!
      let found = project.best(schedules: 500, seed: seed)
      #expect(found.makespan == least, "seed \(seed)")
      #expect(found.schedules <= 500)
      #expect(isFeasible(project, found.starts))
    }
  }

  @Test func theSerialSchemeIsThatOfTheReference() {
    for seed in 0..<200 as Range<UInt64> {
      let project = random(seed, count: 12)
      let order = Array(0..<12)
      #expect(project.scheduled(order).starts == slow(project, order).starts)
    }
  }

  @Test func sameSeedSameSchedule() {
    let project = random(5, count: 30)
    let one = project.best(schedules: 300, seed: 9)
    #expect(one == project.best(schedules: 300, seed: 9))
    #expect(isFeasible(project, one.starts) && one.schedules <= 300)
    for rule in PriorityRule.simple {
      #expect(one.makespan <= project.scheduled(by: rule).makespan)
    }
  }

  /// The scheme with calendars, where every day is worked, is the one in whole numbers.
  @Test func theNetworkSchedulesAsWholeNumbersDo() {
    for seed in 0..<60 as Range<UInt64> {
      let project = random(seed, count: 20)
      let table = timetable(network(project))
      let starts = project.scheduled(Array(0..<20)).starts
      for place in 0..<20 where project.durations[place] > 0 {
        #expect(table[place, .begins] == Double(starts[place]), "seed \(seed) \(place)")
      }
    }
  }

  @Test func theSearchOrdersNetworks() {
    for seed in 0..<12 as Range<UInt64> {
      let project = random(seed, count: 10)
      let plan = network(project)
      let end = { (network: Network) in
        let table = timetable(network)
        return network.activities.indices.map { table[$0, .ends] }.max()!
      }
      for rule in PriorityRule.simple {
        let (ordered, _) = plan.ordered(by: rule, inputs: [])
        #expect(ordered.defect == nil)
        #expect(end(ordered) == Double(project.scheduled(by: rule).makespan), "\(rule) \(seed)")
      }
      let best = plan.ordered(by: .best, inputs: [], schedules: 600, seed: seed)
      #expect(best.order == plan.order(by: .best, inputs: [], schedules: 600, seed: seed))
      #expect(end(best.network) == Double(project.best(schedules: 2000, seed: 1).makespan))
    }
  }

  /// Working days by hand: 2 ends last, after 8. 3 (2 days) leaves 0 until 6, 4 (1 day) leaves 1
  /// until 7. A long shutdown after them makes no float longer.
  @Test func latestFinishesAreThoseOfTheCalendar() {
    let shares = (0..<400).map { $0 % 7 < 5 && !(15..<300).contains($0) ? 1.0 : 0 }
    let line = WorkLine(label: "days", firstDay: 0, workedShares: shares)
    let demands = [Network.Demand(resource: 0, amount: 1)]
    let durations = [3.0, 6, 8, 2, 1]
    let network = Network(
      activities: durations.map {
        .init(duration: .fixed($0), notBefore: .fixed(0), demands: demands)
      },
      links: [.init(0, 3), .init(1, 4)], lines: [line], inputs: 0, resources: [.init(1)])
    #expect(network.order(by: .latestFinish, inputs: []) == [0, 1, 2, 3, 4])
  }

  /// One crew, four activities of five days, by hand: without deadlines all have to end by 40,
  /// since the last one, free of the crew, does. The third is due on day 12, and the fourth comes
  /// before what is due on day 9; the second belongs to a project that is due on day 15.
  @Test func whatIsDueGoesFirst() {
    let demands = [Network.Demand(resource: 0, amount: 1)]
    let activity = { (project: Int, days: Double, demands: [Network.Demand], due: Double?) in
      Network.Activity(
        project: project, duration: .fixed(days), notBefore: .fixed(0), deadline: due,
        demands: demands)
    }
    var network = Network(
      activities: [
        activity(0, 5, demands, nil), activity(1, 5, demands, nil), activity(0, 5, demands, 12),
        activity(0, 5, demands, nil), activity(0, 2, [], 9), activity(0, 40, [], nil),
        activity(1, 40, [], nil),
      ], links: [.init(3, 4)], lines: [everyDay(400)], projects: 2, inputs: 0,
      resources: [.init(1)])
    let crew = { (network: Network, rule: PriorityRule) in
      network.order(by: rule, inputs: []).filter { $0 < 4 }
    }
    let due = network
    network.deadlines = [1: 15]
    // What is due earlier has less float and an earlier latest finish: 7, 12, 15, 40.
    for rule in [PriorityRule.latestFinish, .latestStart, .minimumSlack] {
      #expect(crew(network, rule) == [3, 2, 1, 0], "\(rule)")
      #expect(crew(due, rule) == [3, 2, 0, 1], "\(rule)")
    }
    let best = network.ordered(by: .best, inputs: [], schedules: 300)
    let table = timetable(best.network)
    func ends(_ place: Int) -> Double { table[best.order.firstIndex(of: place)!, .ends] }
    #expect(ends(4) == 7 && ends(2) == 10 && ends(1) == 15 && ends(0) == 20)
    // The dates of a trial, its floats and what is critical mind no deadline.
    let plain = timetable(due)
    var without = network
    without.deadlines = [:]
    for place in without.activities.indices { without.activities[place].deadline = nil }
    let bare = timetable(without)
    for place in without.activities.indices {
      for quantity in Network.Quantity.allCases {
        #expect(plain[place, quantity].bitPattern == bare[place, quantity].bitPattern)
      }
    }
  }

  /// A deadline that cannot be kept any more is the more urgent the more it is missed, over
  /// weekends and links with lags too.
  @Test func whatIsTooLateGoesFirst() {
    let week = WorkLine(
      label: "week", firstDay: 0, workedShares: (0..<400).map { $0 % 7 < 5 ? 1 : 0 })
    let demands = [Network.Demand(resource: 0, amount: 1)]
    let activity = { (days: Double, due: Double?) in
      Network.Activity(
        duration: .fixed(days), notBefore: .fixed(70), deadline: due, demands: demands)
    }
    // Free of the crew 0 ends on day 80; 1 and its 4 days of lag ask for 74; 2 was due before.
    let network = Network(
      activities: [
        activity(8, 78), activity(2, nil), activity(3, 60),
        .init(duration: .fixed(1), deadline: 79),
      ], links: [.init(1, 3, lag: .fixed(4))], lines: [week], inputs: 0, resources: [.init(1)])
    #expect(network.order(by: .latestFinish, inputs: []).filter { $0 < 3 } == [2, 1, 0])
  }

  @Test func ordersOfRandomNetworksRespectLinks() {
    for seed in 0..<60 as Range<UInt64> {
      let limited = LimitedNetwork(seed: seed)
      for rule in PriorityRule.allCases {
        let (ordered, order) = limited.network.ordered(
          by: rule, inputs: limited.inputs[0], schedules: 40)
        #expect(order.sorted() == Array(limited.network.activities.indices))
        #expect(ordered.defect == nil, "seed \(seed) \(rule): \(ordered.defect ?? "")")
      }
    }
  }

  // MARK: Slow and obvious

  private func network(_ project: WholeProject) -> Network {
    Network(
      activities: project.durations.enumerated().map { place, duration in
        .init(
          duration: .fixed(Double(duration)), notBefore: .fixed(0),
          demands: project.demands[place].enumerated().map {
            .init(resource: $0.offset, amount: Double($0.element))
          })
      },
      links: project.successors.enumerated().flatMap { before, all in
        all.map { Network.Link(before, $0) }
      },
      lines: [everyDay(400)], inputs: 0, resources: project.capacities.map { .init(Double($0)) })
  }

  private func isFeasible(_ project: WholeProject, _ starts: [Int]) -> Bool {
    let ends = zip(starts, project.durations).map(+)
    for (before, all) in project.successors.enumerated() {
      if all.contains(where: { starts[$0] < ends[before] }) { return false }
    }
    return (0..<(ends.max() ?? 0)).allSatisfy { day in
      project.capacities.indices.allSatisfy { resource in
        starts.indices.filter { starts[$0] <= day && day < ends[$0] }
          .reduce(0) { $0 + project.demands[$1][resource] } <= project.capacities[resource]
      }
    }
  }

  private func slow(_ project: WholeProject, _ order: [Int]) -> (starts: [Int], makespan: Int) {
    var starts = [Int](repeating: 0, count: order.count)
    var put: [Int] = []
    for place in order {
      var start = 0
      for before in put where project.successors[before].contains(place) {
        start = max(start, starts[before] + project.durations[before])
      }
      while !fits(project, place, start, put, starts) { start += 1 }
      starts[place] = start
      put.append(place)
    }
    return (starts, order.map { starts[$0] + project.durations[$0] }.max() ?? 0)
  }

  private func fits(
    _ project: WholeProject, _ place: Int, _ start: Int, _ put: [Int], _ starts: [Int]
  ) -> Bool {
    for day in start..<start + project.durations[place] {
      for (resource, capacity) in project.capacities.enumerated() {
        let use = put.filter { starts[$0] <= day && day < starts[$0] + project.durations[$0] }
          .reduce(project.demands[place][resource]) { $0 + project.demands[$1][resource] }
        if use > capacity { return false }
      }
    }
    return true
  }

  private func allOrders(_ project: WholeProject) -> [[Int]] {
    var found: [[Int]] = []
    func extend(_ order: [Int]) {
      if order.count == project.durations.count { return found.append(order) }
      for place in project.durations.indices where !order.contains(place) {
        let isReady = project.successors.enumerated().allSatisfy {
          !$0.element.contains(place) || order.contains($0.offset)
        }
        if isReady { extend(order + [place]) }
      }
    }
    extend([])
    return found
  }
}
