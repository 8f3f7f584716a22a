import Scheduling
import SeededNumbers

/// A random network whose activities demand crews and spend money.
struct LimitedNetwork {
  let random: RandomNetwork
  let network: Network
  /// By trial.
  let inputs: [[Double]]

  /// - Parameter isScarce: else there is more of everything than all demand together.
  init(seed: UInt64, trials: Int = 1, isScarce: Bool = true, isPlain: Bool = false) {
    var generator = SeededGenerator(seed &+ 1_000_003)
    random = RandomNetwork(seed: seed, trials: trials, isPlain: isPlain)
    var network = random.network
    let below = { (count: Int) in Int.random(in: 0..<count, using: &generator) }
    let base = Double(RandomNetwork.firstDay)
    network.resources = (0..<1 + below(3)).map { _ in
      guard isScarce else { return Network.Resource(1000) }
      let later = (from: base + 100 + Double(below(60)), amount: Double(2 + below(2)))
      return below(3) == 0
        ? Network.Resource(capacity: [(-.infinity, Double(1 + below(2))), later])
        : Network.Resource(Double(2 + below(2)))
    }
    let works = network.activities.indices.filter { network.activities[$0].hammock == nil }
    var money: [Network.Budget] = []
    if below(2) == 0 {
      money = [
        Network.Budget(
          releases: [
            (.fixed(isScarce ? base + 70 : 0), .fixed(isScarce ? 3 : 9000)),
            (.fixed(base + 180), .fixed(40)), (.input(network.inputs), .fixed(2.5)),
          ],
          afterActivities: [(works[below(works.count)], .fixed(Double(below(4))), .fixed(4))])
      ]
    }
    network.budgets = money
    network.inputs += 1
    for place in works {
      for resource in network.resources.indices where below(2) == 0 {
        let amount = isScarce ? [0.5, 1, 1, 2][below(4)] : 1
        // No more than there is at last.
        let most = network.resources[resource].capacity.map(\.amount).max()!
        network.activities[place].demands.append(
          .init(resource: resource, amount: min(amount, most)))
      }
      if !money.isEmpty, below(3) == 0 {
        let need = Network.Amount.fixed(Double(1 + below(3)))
        network.activities[place].spending = [.init(budget: 0, amount: need)]
      }
    }
    self.network = network
    let release = base + 60 + Double(below(150))
    inputs = random.inputs.map { $0 + [release] }
  }

  func columns(most: Int) -> TrialColumns {
    TrialColumns(network, inputs: inputs, states: random.states, most: most)
  }

  /// The network without crews and money.
  var unlimited: Network {
    var network = network
    for place in network.activities.indices {
      network.activities[place].demands = []
      network.activities[place].spending = []
    }
    return network
  }

  func table(trial: Int, of other: Network? = nil) -> Timetable {
    timetable(
      other ?? network, inputs: inputs[trial], states: random.states[trial],
      stateDays: RandomNetwork.stateDays)
  }
}

/// What is wrong with the crews and the money of a schedule, found by looking at every moment at
/// which anything changes.
struct LimitChecker {
  let network: Network
  let inputs: [Double]
  let lines: [ReferenceLine]
  /// By activity; NaN for what is not on the calendar.
  var begins: [Double]
  var ends: [Double]

  /// The parts of its time in which an activity has its crews: from the first day on which
  /// something of it is worked, but not while its line has four weeks and more without work.
  func holding(_ place: Int) -> [(from: Double, to: Double)] {
    let line = lines[network.activities[place].line]
    let (first, last) = (begins[place], ends[place])
    guard first < last, first.isFinite, last.isFinite else { return [] }
    let days = Int(first.rounded(.down))..<Int(last.rounded(.up))
    var found: [(from: Double, to: Double)] = []
    var isThere = hasBegun(place)
    for day in days {
      let (dawn, dusk) = (max(first, Double(day)), min(last, Double(day + 1)))
      if !isThere { isThere = line.elapsed(dusk) - line.elapsed(dawn) > 1e-9 }
      guard isThere, !line.isInLongBreak(day) else { continue }
      if found.last?.to == dawn {
        found[found.count - 1].to = dusk
      } else {
        found.append((dawn, dusk))
      }
    }
    return found
  }

  func occurs(_ place: Int) -> Bool {
    network.activities[place].occurs.map { number($0, inputs) != 0 } ?? true
  }

  private func hasBegun(_ place: Int) -> Bool { network.activities[place].begun != nil }

  private func demand(_ place: Int, _ resource: Int) -> Double {
    guard network.activities[place].hammock == nil, occurs(place) else { return 0 }
    return network.activities[place].demands.filter { $0.resource == resource }
      .reduce(0) { $0 + $1.amount }
  }

  /// Activities that have not begun occupy nothing beyond the capacity.
  func crewMistakes() -> [String] {
    var found: [String] = []
    for (resource, steps) in network.resources.map(\.capacity).enumerated() {
      let users = begins.indices.filter { demand($0, resource) > 0 && begins[$0] < ends[$0] }
      let parts = users.map { ($0, holding($0)) }
      let arrivals = parts.flatMap { $0.1.map(\.from) }
      for moment in arrivals + steps.map(\.from) where moment.isFinite {
        let present = parts.filter { part in
          part.1.contains { $0.from <= moment && moment < $0.to }
        }.map(\.0)
        let capacity = steps.last { $0.from <= moment }?.amount ?? steps[0].amount
        let use = present.reduce(0) { $0 + demand($1, resource) }
        if use > capacity + 1e-6, !present.allSatisfy(hasBegun) {
          found.append("resource \(resource): \(use) of \(capacity) at \(moment)")
        }
      }
    }
    return found
  }

  /// What is there when an activity begins, and ever after, is enough for it and those before it.
  ///
  /// - Parameter count: the activities up to this one in the order.
  func moneyMistakes(upTo count: Int? = nil) -> [String] {
    var found: [String] = []
    for (budget, money) in network.budgets.enumerated() {
      var promised = 0.0
      let works = begins.indices.filter { network.activities[$0].hammock == nil && occurs($0) }
      let order = works.filter(hasBegun) + works.filter { !hasBegun($0) }
      for place in order where place < count ?? .max || hasBegun(place) {
        let need = network.activities[place].spending.filter { $0.budget == budget }
          .reduce(0) { $0 + max(0, number($1.amount, inputs)) }
        promised += need
        if need == 0 || hasBegun(place) || begins[place].isNaN { continue }
        let released = money.releases.map { (number($0.at, inputs), number($0.amount, inputs)) }
          + money.afterActivities.filter { $0.activity < place || hasBegun($0.activity) }.map {
            (ends[$0.activity] + number($0.delay, inputs), number($0.amount, inputs))
          }
        let there = released.filter { $0.0 <= begins[place] }.reduce(0) { $0 + $1.1 }
        if there < promised - 1e-6 {
          found.append("activity \(place): \(there) of \(promised) at \(begins[place])")
        }
      }
    }
    return found
  }
}
