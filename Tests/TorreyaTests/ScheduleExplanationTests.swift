import Scheduling
import SeededNumbers
import Testing

@testable import Torreya

/// Why a schedule ended when it did, on networks that are made by hand and by chance.
@Suite("explanations of schedules")
struct ScheduleExplanationTests {
  // Monday, 1 April 2024.
  private static let monday = 19814

  /// Mondays to Fridays, for ten weeks before and forty after.
  private static func fiveDays(_ losses: [WorkLine.Loss] = []) -> WorkLine {
    let first = monday - 70
    return WorkLine(
      label: "five days", firstDay: first,
      workedShares: (0..<350).map { ($0 % 7) < 5 ? 1 : 0 }, losses: losses)
  }

  private static let everyDay = WorkLine(
    label: "every day", firstDay: monday - 70, workedShares: Array(repeating: 1, count: 350))

  private func start(_ day: Int = 0) -> Network.Amount { .fixed(Double(Self.monday + day)) }

  private func account(
    _ network: Network, _ inputs: [Double], plan: [Double], states: [UInt8] = [],
    endingWith last: Int? = nil
  ) -> (chain: ScheduleChain, account: DelayAccount, trial: TrialSchedule) {
    let days = states.isEmpty ? 0..<0 : Self.monday..<(Self.monday + states.count)
    let trial = TrialSchedule(network, inputs: inputs, states: states, stateDays: days)
    var dry = network
    dry.lines = network.lines.map {
      WorkLine(label: $0.label, firstDay: $0.firstDay, workedShares: $0.workedShares)
    }
    let planned = TrialSchedule(dry, inputs: plan)
    let places = network.activities.indices.map { Int?($0) }
    let end = last ?? trial.last(of: Array(network.activities.indices))!
    let plannedLast = last ?? planned.last(of: Array(network.activities.indices))!
    let chain = ScheduleChain(endingWith: end, in: trial)
    let account = DelayAccount(
      chain, trial, plan: planned, plannedPlaces: places, likePlaces: places,
      plannedEnd: planned.ends(plannedLast)
    ) { _ in [] }
    return (chain, account, trial)
  }

  private func days(_ cause: DelayCause, _ account: DelayAccount) -> Double {
    account.totals.first { $0.cause == cause }?.days ?? 0
  }

  @Test("the longer of two paths, and the weekend that it works across")
  func longerPath() {
    // a (0) and b (1) before c (2), on five days; a is planned to take 4 days and takes 9.
    let network = Network(
      activities: [
        Network.Activity(duration: .input(0), notBefore: start()),
        Network.Activity(duration: .fixed(5), notBefore: start()),
        Network.Activity(duration: .fixed(2)),
      ],
      links: [Network.Link(0, 2), Network.Link(1, 2)], lines: [Self.fiveDays()], inputs: 1)
    let (chain, account, _) = account(network, [9], plan: [4])
    #expect(chain.steps.map(\.event.activity) == [2, 2, 0, 0])
    // c from Friday 12 to Monday 15 April; in the plan, after b, on 8 and 9 April.
    #expect(account.delay == 6)
    #expect(days(.work, account) == 5)
    // In the plan a is followed by one more day of b.
    #expect(days(.slack, account) == -1)
    // A weekend within a, and one within c, which c has in the plan as well.
    #expect(days(.daysOff, account) == 2)
  }

  @Test("lost days by the states that took them")
  func weather() {
    let line = Self.fiveDays([
      WorkLine.Loss(state: 0, share: .fixed(1)), WorkLine.Loss(state: 1, share: .fixed(0.5)),
    ])
    let network = Network(
      activities: [Network.Activity(duration: .fixed(3), notBefore: start())], links: [],
      lines: [line], inputs: 0)
    // Monday is wet, Tuesday cold, Saturday both.
    let (_, account, trial) = account(network, [], plan: [], states: [1, 2, 0, 0, 0, 3, 0])
    #expect(trial.ends(0) == Double(Self.monday) + 4.5)
    #expect(account.delay == 1.5)
    #expect(days(.weather, account) == 1.5)
    let work = account.parts[0].time
    #expect(work.wetDays.map(\.day) == [Self.monday, Self.monday + 1])
    #expect(work.wetDays.map(\.states) == [1, 2])
    #expect(work.worked == 3 && work.lost == 1.5 && work.off == 0)
  }

  @Test("a lag, an end that is held up, and what does not take place")
  func links() {
    // a; b starts 2 days after a's start; c must not end before 4 days after b; d is passed over.
    let network = Network(
      activities: [
        Network.Activity(duration: .fixed(1), notBefore: start(3)),
        Network.Activity(duration: .input(0)), Network.Activity(duration: .fixed(1)),
        Network.Activity(duration: .fixed(7), occurs: .input(1)),
        Network.Activity(duration: .fixed(1)),
      ],
      links: [
        Network.Link(0, 1, .startToStart, lag: .fixed(2)),
        Network.Link(0, 2), Network.Link(1, 2, .finishToFinish, lag: .fixed(4)),
        Network.Link(2, 3), Network.Link(3, 4),
      ], lines: [Self.everyDay], inputs: 2)
    let (chain, account, trial) = account(network, [6, 0], plan: [5, 1])
    // b: day 5 to 11; c ends at 15; e at 16.
    #expect(trial.ends(4) == Double(Self.monday) + 16)
    let events = chain.steps.map { "\($0.event.activity)\($0.event.isEnd ? "e" : "b")" }
    #expect(events == ["4e", "4b", "3e", "3b", "2e", "1e", "1b", "0b"])
    // One day more of b, seven less of d.
    #expect(account.delay == -6)
    #expect(days(.work, account) == 1)
    #expect(days(.occurrence, account) == -7)
    #expect(account.totals.reduce(0) { $0 + $1.days } == -6)
  }

  @Test("what was under way, and what had ended, on the day of the status")
  func status() {
    let network = Network(
      activities: [
        Network.Activity(
          duration: .fixed(0), begun: start(-7), ended: start(-2)),
        Network.Activity(duration: .input(0), notBefore: start(), begun: start(-3)),
        Network.Activity(duration: .fixed(1), notBefore: start()),
      ],
      links: [Network.Link(0, 1), Network.Link(1, 2)], lines: [Self.fiveDays()], inputs: 1)
    let (chain, account, trial) = account(network, [7], plan: [4])
    #expect(chain.steps.map(\.event.activity) == [2, 2, 1])
    if case .underWay(let status)? = chain.steps.last?.reason {
      #expect(status == Double(Self.monday))
    } else {
      Issue.record("it goes on from the day of the status")
    }
    #expect(trial.ends(1) == Double(Self.monday) + 9)
    // Seven days instead of four: three of work and a weekend.
    #expect(days(.work, account) == 3)
    #expect(days(.daysOff, account) == 2)
    #expect(abs(days(.slack, account)) < 1e-9)
    let (done, early, _) = self.account(network, [7], plan: [4], endingWith: 0)
    #expect(done.steps.count == 1 && early.delay == 0)
  }

  @Test("waiting for the crew that another one has")
  func crew() {
    let demand = [Network.Demand(resource: 0, amount: 1)]
    let network = Network(
      activities: [
        Network.Activity(duration: .input(0), notBefore: start(), demands: demand),
        Network.Activity(duration: .fixed(2), notBefore: start(1), demands: demand),
      ], links: [], lines: [Self.everyDay], inputs: 1, resources: [Network.Resource(1)])
    let (chain, account, _) = account(network, [6], plan: [3])
    #expect(chain.steps[1].waited == 5)
    #expect(account.delay == 3)
    // Five days instead of two.
    #expect(days(.waiting, account) == 3)
    #expect(days(.slack, account) == 0)
  }

  @Test("on random networks every chain leads back to its begin, and the causes add up")
  func randomNetworks() {
    var generator = SeededGenerator(11)
    func random(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
    for _ in 0..<1500 {
      let count = random(2...12)
      let lines = [
        Self.fiveDays([WorkLine.Loss(state: 0, share: .fixed(Double(random(1...4)) / 4))]),
        Self.everyDay, Self.fiveDays(),
      ]
      var links: [Network.Link] = []
      for after in 1..<count {
        for before in 0..<after where random(0...2) == 0 {
          links.append(
            Network.Link(
              before, after, Network.Link.Kind.allCases[random(0...3)],
              lag: .fixed(Double(random(-2...6)) / 2), lagLine: [nil, 1, 2][random(0...2)]))
        }
      }
      let activities = (0..<count).map { place in
        Network.Activity(
          line: random(0...2), duration: .input(place),
          notBefore: random(0...1) == 0 || !links.contains { $0.successor == place }
            ? start(random(0...10)) : nil,
          occurs: random(0...4) == 0 ? .input(count) : nil)
      }
      let network = Network(
        activities: activities, links: links, lines: lines, inputs: count + 1)
      func inputs() -> [Double] {
        (0..<count).map { _ in Double(random(0...20)) / 2 } + [Double(random(0...1))]
      }
      let states = (0..<60).map { _ in UInt8(random(0...1)) }
      let (chain, account, trial) = account(network, inputs(), plan: inputs(), states: states)
      let sum = account.totals.reduce(0) { $0 + $1.days }
      #expect(abs(sum - account.delay) < 1e-9)
      // Without crews nothing waits for anything but its links and its day.
      for step in chain.steps { #expect(abs(step.waited) < 1e-6) }
      // Lines of their own agree with those of the kernel.
      for part in account.parts {
        if case .work = part.step.reason {
          let place = part.step.event.activity
          #expect(abs(part.time.worked - trial.duration(place)) < 1e-6)
        }
      }
    }
  }

  @Test("one day is no plural, and half a day or two are")
  func numbersOfDays() {
    let words = ScheduleWords(.en)
    let found = ["1", "0.5", "2", "10"].map { words.days($0) }
    #expect(found == ["1 day", "0.5 days", "2 days", "10 days"])
    #expect(words.days("1", "working ") == "1 working day")
  }
}
