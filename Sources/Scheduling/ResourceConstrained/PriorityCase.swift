/// What priority rules look at: a network without limits, scheduled once.
struct PriorityCase {
  let precedence: Precedence
  let durations: [Double]
  /// When links alone let each activity start and finish at the earliest, and at the latest without
  /// moving the end.
  let earliestStarts: [Double]
  let latestFinishes: [Double]
  /// The shares of each resource's capacity that an activity occupies, summed.
  let intensities: [Double]

  /// With links by which an activity starts when all that come before it have finished.
  ///
  /// - Precondition: no cycle.
  init(precedence: Precedence, durations: [Double], intensities: [Double]) {
    let count = precedence.count
    let order = precedence.order(by: [Double](repeating: 0, count: count))
    precondition(order.count == count, "links go round in a circle")
    var earliest = [Double](repeating: 0, count: count)
    for activity in order {
      for before in precedence.predecessors[activity] {
        earliest[activity] = max(earliest[activity], earliest[before] + durations[before])
      }
    }
    let end = (0..<count).reduce(0) { max($0, earliest[$1] + durations[$1]) }
    var latest = [Double](repeating: end, count: count)
    for activity in order.reversed() {
      for after in precedence.successors[activity] {
        latest[activity] = min(latest[activity], latest[after] - durations[after])
      }
    }
    self.init(
      precedence: precedence, durations: durations, earliestStarts: earliest,
      latestFinishes: latest, intensities: intensities)
  }

  init(
    precedence: Precedence, durations: [Double], earliestStarts: [Double],
    latestFinishes: [Double], intensities: [Double]
  ) {
    self.precedence = precedence
    self.durations = durations
    self.earliestStarts = earliestStarts
    self.latestFinishes = latestFinishes
    self.intensities = intensities
  }

  /// When the last activity finishes without limits: no schedule is shorter.
  var criticalPath: Double {
    durations.indices.reduce(0) { max($0, earliestStarts[$1] + durations[$1]) }
  }

  /// The mean duration of the activities that take time; 1 where none does.
  var meanDuration: Double {
    let positive = durations.filter { $0 > 0 }
    return positive.isEmpty ? 1 : positive.reduce(0, +) / Double(positive.count)
  }

  /// A number for each activity, the smallest for the one that goes first.
  func keys(of rule: PriorityRule) -> [Double] {
    (0..<precedence.count).map { activity in
      switch rule {
      case .latestFinish, .best: latestFinishes[activity]
      case .latestStart: latestFinishes[activity] - durations[activity]
      case .minimumSlack:
        latestFinishes[activity] - durations[activity] - earliestStarts[activity]
      case .mostSuccessors: -Double(precedence.allAfter(activity).count)
      case .greatestRankPositionalWeight:
        -precedence.successors[activity].reduce(durations[activity]) { $0 + durations[$1] }
      case .totalWork: -durations[activity] * intensities[activity]
      case .shortestDuration: durations[activity]
      case .declared: Double(activity)
      }
    }
  }

  /// The activities in the order of a rule.
  func order(by rule: PriorityRule) -> [Int] {
    precedence.order(by: keys(of: rule))
  }
}
