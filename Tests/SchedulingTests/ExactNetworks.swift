import Probability
import Scheduling

/// A small network whose results are known exactly, with the distributions of what it draws.
///
/// What each network is, and how its exact results were worked out, stands in
/// `Reference/exact_networks.py`. Nothing has a calendar: a line on which every day is worked.
struct ExactNetwork: Sendable {
  let name: String
  /// The activities by name, in the order of the network; the milestone `finish` is the last one.
  private(set) var activities: [String] = []
  private(set) var network: Network
  /// What each input is drawn from; whether something occurs is 1 or 0.
  private(set) var inputs: [any Distribution] = []

  /// The moment at which everything may begin.
  static let start = 20_000.0

  private init(_ name: String) {
    self.name = name
    network = Network(
      activities: [], links: [], lines: [everyDay(400, from: 19_990)], inputs: 0)
  }

  /// Appends an activity after others.
  private mutating func add(
    _ name: String, _ duration: Network.Amount, after: [String] = [],
    occurs: Network.Amount? = nil
  ) {
    let place = activities.count
    activities.append(name)
    network.activities.append(
      Network.Activity(
        duration: duration, notBefore: after.isEmpty ? .fixed(Self.start) : nil, occurs: occurs))
    network.links += after.map { other in
      guard let predecessor = activities.firstIndex(of: other) else {
        preconditionFailure("\(other) comes before \(name)")
      }
      return Network.Link(predecessor, place)
    }
  }

  /// An input that is drawn from a distribution.
  private mutating func drawn(_ distribution: any Distribution) -> Network.Amount {
    inputs.append(distribution)
    network.inputs += 1
    return .input(inputs.count - 1)
  }

  private mutating func finish(after: [String]) { add("finish", .fixed(0), after: after) }
}

extension ExactNetwork {
  static func all() throws -> [ExactNetwork] {
    [
      try seriesUniform(), try twoPathsUniform(), try twoPathsExponential(), try bridgeUniform(),
      try bridgeExponential(), try pertPaths(), try retries(), try branch(),
    ]
  }

  private static func uniform(_ low: Double, _ high: Double) throws -> any Distribution {
    try Uniform(ParameterValues(["low": low, "high": high]))
  }

  private static func exponential(rate: Double) throws -> any Distribution {
    try Exponential(ParameterValues(["mean": 1 / rate]))
  }

  private static func pert(_ low: Double, _ likely: Double, _ high: Double) throws
    -> any Distribution
  {
    try PERT(ParameterValues(["low": low, "likely": likely, "high": high]))
  }

  private static func event(_ probability: Double) throws -> any Distribution {
    try Bernoulli(ParameterValues(["probability": probability]))
  }

  private static func seriesUniform() throws -> ExactNetwork {
    var made = ExactNetwork("seriesUniform")
    made.add("a", made.drawn(try uniform(0, 1)))
    made.add("b", made.drawn(try uniform(0, 1)), after: ["a"])
    made.add("c", made.drawn(try uniform(0, 1)), after: ["b"])
    made.finish(after: ["c"])
    return made
  }

  private static func twoPathsUniform() throws -> ExactNetwork {
    var made = ExactNetwork("twoPathsUniform")
    made.add("a1", made.drawn(try uniform(0, 1)))
    made.add("a2", made.drawn(try uniform(0, 1)), after: ["a1"])
    made.add("b", made.drawn(try uniform(0.4, 1.9)))
    made.finish(after: ["a2", "b"])
    return made
  }

  private static func twoPathsExponential() throws -> ExactNetwork {
    var made = ExactNetwork("twoPathsExponential")
    made.add("a1", made.drawn(try exponential(rate: 1)))
    made.add("a2", made.drawn(try exponential(rate: 2)), after: ["a1"])
    made.add("b", made.drawn(try exponential(rate: 0.8)))
    made.finish(after: ["a2", "b"])
    return made
  }

  /// The Wheatstone bridge: c joins the two paths a-d and b-e.
  private static func bridge(_ name: String, _ durations: [any Distribution]) -> ExactNetwork {
    var made = ExactNetwork(name)
    made.add("a", made.drawn(durations[0]))
    made.add("b", made.drawn(durations[1]))
    made.add("c", made.drawn(durations[2]), after: ["a"])
    made.add("d", made.drawn(durations[3]), after: ["a"])
    made.add("e", made.drawn(durations[4]), after: ["b", "c"])
    made.finish(after: ["d", "e"])
    return made
  }

  private static func bridgeUniform() throws -> ExactNetwork {
    let duration = try uniform(0, 1)
    return bridge("bridgeUniform", [duration, duration, duration, duration, duration])
  }

  private static func bridgeExponential() throws -> ExactNetwork {
    bridge(
      "bridgeExponential", try [1, 0.5, 1.25, 0.4, 0.8].map { rate in try exponential(rate: rate) })
  }

  private static func pertPaths() throws -> ExactNetwork {
    var made = ExactNetwork("pertPaths")
    made.add("a", made.drawn(try pert(4, 6, 11)))
    made.add("b", made.drawn(try pert(5, 6, 9)))
    made.add("c", made.drawn(try pert(3, 6, 13)))
    made.finish(after: ["a", "b", "c"])
    return made
  }

  /// A tender that fails with 15 % and is then done again after 25 days, at most three times: as
  /// many more activities, of which each occurs where the one before it did and failed.
  private static func retries() throws -> ExactNetwork {
    var made = ExactNetwork("retries")
    made.add("tender", .fixed(20))
    for number in 1...3 {
      let occurs = made.drawn(try event(0.15))
      made.add(
        "again\(number)", .fixed(45), after: [number == 1 ? "tender" : "again\(number - 1)"],
        occurs: occurs)
    }
    made.finish(after: ["again3"])
    return made
  }

  private static func branch() throws -> ExactNetwork {
    var made = ExactNetwork("branch")
    made.add("a", made.drawn(try uniform(1, 3)))
    let (duration, occurs) = (made.drawn(try uniform(2, 4)), made.drawn(try event(0.4)))
    made.add("b", duration, after: ["a"], occurs: occurs)
    made.add("c", made.drawn(try uniform(1.5, 3.5)), after: ["a"])
    made.finish(after: ["b", "c"])
    return made
  }

  /// Makes events that depend on earlier ones from independent draws, in place: a tender is done
  /// for the third time only where it was done for the second.
  func join(_ columns: inout [[Double]]) {
    guard name == "retries" else { return }
    for number in 1..<columns.count {
      for trial in columns[number].indices {
        columns[number][trial] *= columns[number - 1][trial]
      }
    }
  }
}
