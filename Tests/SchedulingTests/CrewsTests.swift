import Scheduling
import Testing

/// Schedules under crews, machines and money.
@Suite("crews and money") struct CrewsTests {
  /// Links are looked at by the reference: on the dates that crews gave, links move nothing more.
  @Test func everyTrialIsFeasible() {
    var waited = 0
    var checked = 0
    for seed in 0..<250 as Range<UInt64> {
      let limited = LimitedNetwork(seed: seed, trials: 2)
      #expect(limited.network.defect == nil)
      for trial in 0..<2 {
        let table = limited.table(trial: trial)
        let places = limited.network.activities.indices
        let checker = LimitChecker(
          network: limited.network, inputs: limited.inputs[trial],
          lines: limited.random.lines(trial: trial),
          begins: places.map { table[$0, .begins] }, ends: places.map { table[$0, .ends] })
        let mistakes = checker.crewMistakes() + checker.moneyMistakes()
        #expect(mistakes.isEmpty, "seed \(seed): \(mistakes)")
        waited += places.count { table[$0, .waited] > 0 }
        checked += places.count
        expectLinks(limited, trial, table, "seed \(seed)")
      }
    }
    #expect(waited > checked / 20, "\(waited) of \(checked) activities waited")
  }

  /// With dates before which nothing begins in the place of crews, links give the same schedule.
  private func expectLinks(
    _ limited: LimitedNetwork, _ trial: Int, _ table: Timetable, _ name: Comment
  ) {
    var dated = limited.unlimited
    for place in dated.activities.indices where table[place, .waited] > 0 {
      dated.activities[place].notBefore = .fixed(table[place, .begins])
    }
    let linked = limited.table(trial: trial, of: dated)
    for place in dated.activities.indices {
      for quantity in [Network.Quantity.begins, .ends, .start, .finish] {
        let (one, other) = (table[place, quantity], linked[place, quantity])
        #expect(abs(one - other) < 1e-8 || (one.isNaN && other.isNaN), name)
      }
    }
  }

  /// Each activity at the first moment, of all at which anything changes, that is good enough.
  @Test func everyActivityIsPutWhereTheReferencePutsIt() {
    for seed in 0..<60 as Range<UInt64> {
      let limited = LimitedNetwork(seed: seed)
      let table = limited.table(trial: 0)
      let reference = ReferenceSerial(limited)
      for place in limited.network.activities.indices {
        // Whether it may begin on a day off or after it comes to the same.
        for (quantity, expected) in [
          (Network.Quantity.start, reference.starts[place]), (.ends, reference.ends[place]),
        ] where expected.isFinite {
          #expect(
            abs(table[place, quantity] - expected) < 1e-8,
            "seed \(seed) activity \(place) \(quantity) \(table[place, quantity]) \(expected)")
        }
      }
    }
  }

  @Test(arguments: [false, true])
  func plentyOfEverythingChangesNoBit(isPlain: Bool) {
    for seed in 0..<200 as Range<UInt64> {
      let limited = LimitedNetwork(seed: seed, isScarce: false, isPlain: isPlain)
      let free = limited.unlimited
      let (one, other) = (limited.table(trial: 0), limited.table(trial: 0, of: free))
      for place in free.activities.indices {
        for quantity in Network.Quantity.allCases {
          #expect(
            one[place, quantity].bitPattern == other[place, quantity].bitPattern,
            "seed \(seed) activity \(place) \(quantity)")
        }
      }
    }
  }

  /// One crew for two activities of three and two days: the second waits and both are critical.
  @Test func whoWaitsForACrewIsCriticalWithIt() {
    let activity = { (days: Double) in
      Network.Activity(
        duration: .fixed(days), notBefore: .fixed(10), demands: [.init(resource: 0, amount: 1)])
    }
    let network = Network(
      activities: [activity(3), activity(2)], links: [], lines: [everyDay(100)], inputs: 0,
      resources: [.init(1)])
    let table = timetable(network)
    #expect(table[1, .begins] == 13 && table[1, .ends] == 15 && table[1, .waited] == 3)
    #expect(table[0, .totalFloat] == 0 && table[1, .totalFloat] == 0)
    var two = network
    two.resources = [.init(capacity: [(0, 1), (12, 2)])]
    let more = timetable(two)
    #expect(more[1, .begins] == 12 && more[1, .ends] == 14)
    #expect(more[0, .totalFloat] == 1)
  }

  /// What has to wait for its season leaves the crew to others until then, and so does what is
  /// interrupted by the end of a season; over a weekend it does not.
  @Test func aClosedSeasonHoldsNoCrew() {
    let season = WorkLine(
      label: "season", firstDay: 0,
      workedShares: (0..<300).map { (40..<80).contains($0) || (120..<300).contains($0) ? 1 : 0 })
    let activity = { (line: Int, days: Double, from: Double) in
      Network.Activity(
        line: line, duration: .fixed(days), notBefore: .fixed(from),
        demands: [.init(resource: 0, amount: 1)])
    }
    func network(_ activities: [Network.Activity]) -> Network {
      Network(
        activities: activities, links: [], lines: [everyDay(300), season, week], inputs: 0,
        resources: [.init(1)])
    }
    // It waits for day 40: what takes 30 days goes first, what takes 31 waits for it.
    let before = timetable(network([activity(1, 10, 10), activity(0, 30, 10), activity(0, 31, 10)]))
    #expect(before[0, .begins] == 10 && before[0, .start] == 40 && before[0, .ends] == 50)
    #expect(before[1, .begins] == 10 && before[1, .waited] == 0 && before[1, .ends] == 40)
    #expect(before[2, .begins] == 50 && before[2, .waited] == 40)
    // Its season ends at 80 with 20 of 60 days left, which are worked from 120 on.
    let amid = timetable(network([activity(1, 60, 40), activity(0, 40, 50), activity(0, 41, 50)]))
    #expect(amid[0, .ends] == 140)
    #expect(amid[1, .begins] == 80 && amid[1, .ends] == 120)
    #expect(amid[2, .begins] == 140)
    // What begins in one season and would need the crew in the next, when it is promised.
    let late = timetable(network([activity(0, 20, 130), activity(1, 50, 50)]))
    #expect(late[1, .begins] == 150 && late[1, .ends] == 200)
    // Days 5 and 6 of a week are off: the crew of five days' work from day 3 is there until 10.
    let weekend = timetable(network([activity(2, 5, 3), activity(0, 1, 3)]))
    #expect(weekend[0, .ends] == 10 && weekend[1, .begins] == 10)
    // From day 5 on nothing is worked before day 7.
    let monday = timetable(network([activity(2, 5, 5), activity(0, 2, 5)]))
    #expect(monday[0, .start] == 7 && monday[1, .begins] == 5 && monday[1, .waited] == 0)
  }

  private var week: WorkLine {
    WorkLine(label: "week", firstDay: 0, workedShares: (0..<300).map { $0 % 7 < 5 ? 1 : 0 })
  }

  /// 6 at day 20 and 5 two days after the first has ended: the second needs 8 in all.
  @Test func whatNeedsMoneyWaitsForIt() {
    let activity = { (need: Double) in
      Network.Activity(
        duration: .fixed(4), notBefore: .fixed(10),
        spending: [.init(budget: 0, amount: .fixed(need))])
    }
    let network = Network(
      activities: [activity(5), activity(3), activity(100)], links: [], lines: [everyDay(100)],
      inputs: 0,
      budgets: [
        .init(
          releases: [(.fixed(20), .fixed(6))],
          afterActivities: [(activity: 0, delay: .fixed(2), amount: .fixed(5))])
      ])
    let table = timetable(network)
    #expect(table[0, .begins] == 20 && table[0, .waited] == 10)
    #expect(table[1, .begins] == 26 && table[1, .ends] == 30)
    #expect(table[2, .begins].isNaN, "what never gets its money has no date")
    var two = network
    two.activities.removeLast()
    let funded = timetable(two)
    #expect(funded[0, .totalFloat] == 0 && funded[1, .totalFloat] == 0)
  }

  @Test func whatIsUnderWayOccupiesWhatItHas() {
    let demands = [Network.Demand(resource: 0, amount: 2)]
    let network = Network(
      activities: [
        .init(duration: .fixed(3), notBefore: .fixed(10), demands: demands),
        .init(duration: .fixed(5), notBefore: .fixed(10), begun: .fixed(4), demands: demands),
        .init(duration: .fixed(5), notBefore: .fixed(10), begun: .fixed(6), demands: demands),
      ], links: [], lines: [everyDay(100)], inputs: 0, resources: [.init(2)])
    let table = timetable(network)
    #expect(table[1, .ends] == 15 && table[2, .ends] == 15)
    #expect(table[0, .begins] == 15)
  }
}

/// Serial schedule generation, slow and obvious: dates before which nothing begins take the place
/// of crews, one activity after another, and the reference for links says what follows.
private struct ReferenceSerial {
  private(set) var starts: [Double]
  private(set) var ends: [Double]

  init(_ limited: LimitedNetwork) {
    var network = limited.network
    let inputs = limited.inputs[0]
    let lines = limited.random.lines(trial: 0)
    let count = network.activities.count
    let unknown = [Double](repeating: .nan, count: count)
    var checker = LimitChecker(
      network: limited.network, inputs: inputs, lines: lines, begins: unknown, ends: unknown)
    let first = ReferenceSchedule(network, inputs: inputs, lines: lines)
    for place in 0..<count where network.activities[place].begun != nil {
      checker.begins[place] = first.dates[place].begins
      checker.ends[place] = first.dates[place].ends
    }
    for place in 0..<count where network.activities[place].begun == nil {
      var prefix = network
      prefix.activities = Array(network.activities[...place])
      prefix.links = network.links.filter { $0.successor <= place }
      var candidate = -Double.infinity
      var moments = Self.changes(limited.network, inputs, checker)
      while true {
        if candidate.isFinite { prefix.activities[place].notBefore = .fixed(candidate) }
        let dates = ReferenceSchedule(prefix, inputs: inputs, lines: lines).dates[place]
        checker.begins[place] = dates.begins
        checker.ends[place] = dates.ends
        let isFree = !checker.occurs(place) || network.activities[place].hammock != nil
        let mistakes = checker.crewMistakes() + checker.moneyMistakes(upTo: place + 1)
        if isFree || mistakes.isEmpty { break }
        moments.removeAll { $0 <= dates.begins }
        guard let next = moments.min() else { break }
        candidate = next
      }
      network.activities[place].notBefore = prefix.activities[place].notBefore
    }
    let last = ReferenceSchedule(network, inputs: inputs, lines: lines)
    starts = network.activities.indices.map(last.start)
    ends = checker.ends
  }

  private static func changes(
    _ network: Network, _ inputs: [Double], _ checker: LimitChecker
  ) -> [Double] {
    let steps = network.resources.flatMap { $0.capacity.map(\.from) }
    let released = checker.begins.indices.flatMap { checker.holding($0).map(\.to) }
    var moments: [Double] = checker.ends + steps + released
    for money in network.budgets {
      moments += money.releases.map { number($0.at, inputs) }
      moments += money.afterActivities.map {
        checker.ends[$0.activity] + number($0.delay, inputs)
      }
    }
    return moments.filter(\.isFinite)
  }
}
