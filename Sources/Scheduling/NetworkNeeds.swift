/// What has to be worked out of each activity so that the outputs can be told: most networks need
/// coordinates on one line and few moments.
struct NetworkNeeds {
  /// The moments at which an activity begins and from which it stands; those at which it ends.
  private(set) var moments: [Bool]
  private(set) var ends: [Bool]
  /// The latest moments at which it may begin and end.
  private(set) var lateMoments: [Bool]
  /// Whether anything asks for latest dates, and for the ends of projects as moments.
  private(set) var latest = false
  private(set) var endMoments = false
  /// The moment at which it ends is that of its coordinate on its line, whatever the trial.
  let endsByCoordinate: [Bool]
  /// The links that can move their successors, by their successor and by their predecessor.
  let incoming: [[Network.Link]]
  let onward: [[Network.Link]]
  /// For each project whether all its activities share a line.
  let isOnOneLine: [Bool]

  private let network: Network

  init(_ network: Network, outputs: [NetworkRun.Output]) {
    let count = network.activities.count
    moments = Array(repeating: false, count: count)
    (ends, lateMoments) = (moments, moments)
    self.network = network
    incoming = network.incomingLinks
    onward = network.onwardLinks
    isOnOneLine = network.projectsOnOneLine
    endsByCoordinate = Self.endsByCoordinate(network, incoming)
    for output in outputs { ask(output.quantity, of: output.activity) }
    if network.isLimited { askAll() }
    spreadLate()
    endMoments =
      endMoments || lateMoments.contains(true) || (latest && isOnOneLine.contains(false))
    if endMoments {
      for place in network.lastActivities.joined() { ends[place] = true }
    }
    spreadEarly()
  }

  /// Crews and money are occupied from moment to moment.
  private mutating func askAll() {
    for place in network.activities.indices where network.activities[place].hammock == nil {
      (moments[place], ends[place]) = (true, true)
      lateMoments[place] = latest
    }
  }

  private mutating func ask(_ quantity: Network.Quantity, of place: Int) {
    let activity = network.activities[place]
    if let hammock = activity.hammock {
      for other in hammock.from { moments[other] = true }
      for other in hammock.to { ends[other] = true }
      guard [.totalFloat, .freeFloat, .critical].contains(quantity) else { return }
      for other in hammock.from + hammock.to { ask(quantity, of: other) }
      return
    }
    let isWorked = network.isSurelyWorked(place)
    switch quantity {
    case .begins: moments[place] = true
    case .ends, .finish: ends[place] = true
    case .start:
      if !isWorked { ends[place] = true }
      if !network.lines[activity.line].isCounted { moments[place] = true }
    case .lostToWeather: (moments[place], ends[place]) = (true, true)
    case .totalFloat, .critical: latest = true
    case .freeFloat:
      endMoments = endMoments || !isOnOneLine[activity.project]
      for link in onward[place] where !network.isOnOneLine(link) {
        moments[link.successor] = true
        ends[link.successor] = true
      }
    case .waited: break
    }
  }

  /// Latest moments are needed before links that leave a line, and of all that limits them.
  private mutating func spreadLate() {
    guard latest else { return }
    for link in network.movingLinks where !network.isOnOneLine(link) {
      lateMoments[link.successor] = true
    }
    for place in network.activities.indices where lateMoments[place] {
      for link in onward[place] { lateMoments[link.successor] = true }
    }
  }

  /// Moments are needed before links that leave a line, and of all on which they rest.
  private mutating func spreadEarly() {
    for place in network.activities.indices.reversed() {
      if ends[place] && !endsByCoordinate[place] { moments[place] = true }
      for link in incoming[place] where moments[place] || !network.isOnOneLine(link) {
        switch link.kind {
        case .finishToStart, .finishToFinish: ends[link.predecessor] = true
        case .startToStart, .startToFinish: moments[link.predecessor] = true
        }
      }
    }
  }

  /// An activity that always takes time ends when its coordinate is reached, unless it has to wait
  /// for another's end on another line; and so does what only waits for such ones on its own line.
  private static func endsByCoordinate(
    _ network: Network, _ incoming: [[Network.Link]]
  ) -> [Bool] {
    var result: [Bool] = []
    var begins: [Bool] = []
    for (place, activity) in network.activities.enumerated() {
      // On a line that is walked a moment before is where the walk begins.
      let isFixed =
        activity.begun != nil || activity.hammock != nil
        || !network.lines[activity.line].isCounted
      let isPlain = { (link: Network.Link) -> Bool in
        let isFromEnd = link.kind == .finishToStart || link.kind == .finishToFinish
        let source = isFromEnd ? result[link.predecessor] : begins[link.predecessor]
        return source && network.isOnOneLine(link)
      }
      let limits = incoming[place].filter {
        $0.kind == .finishToFinish || $0.kind == .startToFinish
      }
      let waits =
        activity.notBefore == nil && !incoming[place].isEmpty
        && incoming[place].allSatisfy(isPlain)
      begins.append(!isFixed && waits)
      result.append(
        !isFixed && (waits || (network.isSurelyWorked(place) && limits.allSatisfy(isPlain))))
    }
    return result
  }
}

extension Network {
  /// The links that can move their successors: what has begun is moved by none.
  var movingLinks: [Link] { links.filter { activities[$0.successor].begun == nil } }

  /// Those links by their successor.
  var incomingLinks: [[Link]] {
    var result = [[Link]](repeating: [], count: activities.count)
    for link in movingLinks { result[link.successor].append(link) }
    return result
  }

  /// Those links by their predecessor.
  var onwardLinks: [[Link]] {
    var result = [[Link]](repeating: [], count: activities.count)
    for link in movingLinks { result[link.predecessor].append(link) }
    return result
  }

  /// Whether a link can be followed by sums on one line.
  func isOnOneLine(_ link: Link) -> Bool {
    let line = activities[link.successor].line
    guard activities[link.predecessor].line == line else { return false }
    return link.lag == .fixed(0) || link.lagLine == line
  }

  /// Whether an activity takes time in every trial.
  func isSurelyWorked(_ place: Int) -> Bool {
    guard case .fixed(let duration) = activities[place].duration else { return false }
    let activity = activities[place]
    return duration > 0 && activity.occurs == nil && activity.begun == nil
      && activity.hammock == nil
  }

  /// The moment by which an activity should have ended by its own deadline and that of its project;
  /// nil where neither has one.
  func latestEnd(of activity: Activity) -> Double? {
    [activity.deadline, deadlines[activity.project]].compactMap { $0 }.min()
  }

  /// For each project whether all its activities share a line.
  var projectsOnOneLine: [Bool] {
    var lines = [Set<Int>](repeating: [], count: projects)
    for activity in activities where activity.hammock == nil {
      lines[activity.project].insert(activity.line)
    }
    return lines.map { $0.count == 1 }
  }

  /// For each project those of its activities after which none of them has to end.
  var lastActivities: [[Int]] {
    var isFollowed = activities.map { $0.hammock != nil }
    for link in movingLinks where link.kind == .finishToStart || link.kind == .finishToFinish {
      guard case .fixed(let lag) = link.lag, lag >= 0 else { continue }
      if activities[link.predecessor].project == activities[link.successor].project {
        isFollowed[link.predecessor] = true
      }
    }
    var result = [[Int]](repeating: [], count: projects)
    for place in activities.indices where !isFollowed[place] {
      result[activities[place].project].append(place)
    }
    return result
  }
}
