/// The serial scheme of a network with calendars, on the numbers of one case and without weather.
///
/// - Precondition: a network without a defect and without hammocks.
final class NetworkScheme: SerialScheme {
  let priorities: PriorityCase
  let bound: ScheduleCost
  private let forwards: SingleTrial
  private let backwards: SingleTrial
  private let lateness: Lateness
  /// What the mirror's moments are counted from, and when links alone let work begin.
  private let end: Double
  private let origin: Double

  init(_ network: Network, inputs: [Double]) {
    let planned = network.withoutWeather
    lateness = Lateness(network)
    let free = SingleTrial(planned.withoutLimits, inputs: inputs)
    let found = Self.priorities(of: planned, inputs: inputs, free: free)
    priorities = found
    bound = lateness.cost(ends: free.ends)
    origin = free.begins.reduce(.infinity) { min($0, $1) }
    forwards = SingleTrial(planned, inputs: inputs)
    forwards.schedule(found.order(by: .latestFinish))
    // Where the lines end before the work does, the mirror begins where links alone end.
    let last = forwards.ends.reduce(-.infinity) { max($0, $1) }
    end = last < SingleTrial.outside ? last : free.ends.reduce(-.infinity) { max($0, $1) }
    backwards = SingleTrial(planned.mirrored(at: end), inputs: inputs)
  }

  func schedule(
    _ order: [Int], mirrored: Bool, begins: inout [Double], ends: inout [Double]
  ) -> ScheduleCost {
    guard mirrored else {
      forwards.schedule(order)
      (begins, ends) = (forwards.begins, forwards.ends)
      return lateness.cost(ends: ends)
    }
    let last = order.count - 1
    backwards.schedule(order.map { last - $0 })
    (begins, ends) = (backwards.begins.reversed(), backwards.ends.reversed())
    // As if the first of it began when links alone let it.
    let first = ends.reduce(-.infinity, max)
    var cost = lateness.cost(ends: begins.map { origin + first - $0 })
    cost.tie = begins.reduce(0, +)
    return cost
  }

  /// What links alone give, in moments: float is worked off on its line.
  private static func priorities(
    of network: Network, inputs: [Double], free: SingleTrial
  ) -> PriorityCase {
    let table = timetable(network.withoutLimits, inputs: inputs, heedingDeadlines: true)
    let elapsed = network.lines.map(\.elapsedBefore)
    let latest = network.activities.indices.map { place in
      let line = network.activities[place].line
      return network.lines[line].moment(
        table[place, .totalFloat], after: free.ends[place], elapsed[line]) ?? .infinity
    }
    let intensities = network.activities.map { activity in
      activity.demands.reduce(0.0) { sum, demand in
        let most = network.resources[demand.resource].capacity.map(\.amount).max() ?? 0
        return most > 0 ? sum + demand.amount / most : sum
      }
    }
    return PriorityCase(
      precedence: network.precedence,
      durations: zip(free.begins, free.ends).map { finite($1 - $0) },
      earliestStarts: free.begins.map(finite), latestFinishes: latest.map(finite),
      intensities: intensities)
  }

  /// What lies outside of the lines counts as very late.
  private static func finite(_ moment: Double) -> Double {
    moment.isFinite ? moment : SingleTrial.outside
  }
}

/// How good the ends of a network's activities are.
private struct Lateness {
  let projects: [Int]
  let deadlines: [(activity: Int, moment: Double)]
  let ofProjects: [Int: Double]

  init(_ network: Network) {
    projects = network.activities.map(\.project)
    deadlines = network.activities.enumerated().compactMap { place, activity in
      activity.deadline.map { (place, $0) }
    }
    ofProjects = network.deadlines
  }

  /// The days by which deadlines are missed in all, when all is done, and the sum of the ends of
  /// the projects.
  func cost(ends: [Double]) -> ScheduleCost {
    var last = [Double](repeating: -.infinity, count: (projects.max() ?? 0) + 1)
    for (project, end) in zip(projects, ends) { last[project] = max(last[project], end) }
    var late = 0.0
    for deadline in deadlines { late += max(0, ends[deadline.activity] - deadline.moment) }
    for (project, moment) in ofProjects where project < last.count {
      late += max(0, last[project] - moment)
    }
    // Not all projects have activities.
    let found = last.filter { $0 > -.infinity }
    return ScheduleCost(
      late: late, makespan: found.reduce(-.infinity, max), tie: found.reduce(0, +))
  }
}

/// A network with the numbers of one trial, scheduled again and again in other orders.
private final class SingleTrial {
  private let run: NetworkRun
  private let count: Int
  private let arena = Arena()
  private let inputs: [NetworkRun.Input]
  private let results: UnsafeMutablePointer<Double>
  private let columns: [UnsafeMutablePointer<Double>]

  /// What lies outside of the lines is later than all else, and a number that can be reckoned with.
  static let outside = 1e7

  /// In the order of the network.
  init(_ network: Network, inputs: [Double]) {
    count = network.activities.count
    let outputs = [Network.Quantity.begins, .ends].flatMap { quantity in
      network.activities.indices.map { NetworkRun.Output(activity: $0, quantity: quantity) }
    }
    run = NetworkRun(network, outputs: outputs, trials: 1, stateDays: 0..<0)
    let numbers = arena.array(inputs)
    let results = arena.numbers(outputs.count)
    self.inputs = inputs.indices.map { .init(numbers: numbers + $0, step: 0) }
    columns = outputs.indices.map { results + $0 }
    self.results = results
    schedule(Array(network.activities.indices))
  }

  func schedule(_ order: [Int]) {
    run.setOrder(order)
    run.run(inputs: inputs, states: nil, outputs: columns, trials: 1)
    for place in 0..<2 * count where !results[place].isFinite { results[place] = Self.outside }
  }

  var begins: [Double] { Array(UnsafeBufferPointer(start: results, count: count)) }
  var ends: [Double] { Array(UnsafeBufferPointer(start: results + count, count: count)) }
}
