import Scheduling

/// The schedule of one trial by moments, straight from what links mean.
///
/// Floats are not computed but tried out: an activity is delayed, and what moves is looked at.
struct ReferenceSchedule {
  struct Dates {
    var begins = 0.0, ends = 0.0
    /// From where the rest of what has begun is worked.
    var works = 0.0
    /// Coordinates on the line, and working time.
    var start = 0.0, end = 0.0, takes = 0.0
  }

  let network: Network
  let inputs: [Double]
  let lines: [ReferenceLine]
  private(set) var dates: [Dates] = []

  /// - Parameter delayed: an activity that begins and ends later by so much time on its line.
  init(
    _ network: Network, inputs: [Double], lines: [ReferenceLine],
    delayed: (activity: Int, by: Double)? = nil
  ) {
    self.network = network
    self.inputs = inputs
    self.lines = lines
    for place in network.activities.indices {
      var made = isBegun(place) ? begun(place) : waiting(place)
      if let delayed, delayed.activity == place {
        let line = lines[network.activities[place].line]
        made.end += delayed.by
        made.ends = max(made.ends, line.reached(made.end))
        if !isBegun(place) {
          made.start += delayed.by
          made.begins = max(made.begins, line.reached(made.start))
        }
      }
      dates.append(made)
    }
    for (place, activity) in network.activities.enumerated() {
      if let hammock = activity.hammock { hang(place, hammock) }
    }
  }

  func isBegun(_ place: Int) -> Bool { network.activities[place].begun != nil }

  func occurs(_ place: Int) -> Bool {
    network.activities[place].occurs.map { number($0, inputs) != 0 } ?? true
  }

  /// The end of each project.
  var ends: [Double] {
    (0..<network.projects).map { project in
      network.activities.indices.filter {
        network.activities[$0].project == project && network.activities[$0].hammock == nil
      }.map { dates[$0].ends }.max() ?? -.infinity
    }
  }

  private func begun(_ place: Int) -> Dates {
    let activity = network.activities[place]
    let line = lines[activity.line]
    var made = Dates()
    made.begins = number(activity.begun!, inputs)
    made.works = max(made.begins, activity.notBefore.map { number($0, inputs) } ?? made.begins)
    made.takes = occurs(place) ? max(0, number(activity.duration, inputs)) : 0
    made.start = line.elapsed(made.begins)
    if let ended = activity.ended {
      made.ends = number(ended, inputs)
      made.end = line.elapsed(made.ends)
    } else {
      made.end = line.elapsed(made.works) + made.takes
      made.ends = max(line.reached(made.end), made.works)
    }
    return made
  }

  private func shifted(_ link: Network.Link) -> Double {
    let before = dates[link.predecessor]
    let isFromEnd = link.kind == .finishToStart || link.kind == .finishToFinish
    let moment = isFromEnd ? before.ends : before.begins
    let lag = number(link.lag, inputs)
    if link.lag == .fixed(0) { return moment }
    guard let line = link.lagLine.map({ lines[$0] }) else { return moment + lag }
    let moved = line.reached(line.elapsed(moment) + lag)
    return lag >= 0 ? max(moment, moved) : moved
  }

  private func waiting(_ place: Int) -> Dates {
    let activity = network.activities[place]
    let line = lines[activity.line]
    var made = Dates()
    made.takes = occurs(place) ? max(0, number(activity.duration, inputs)) : 0
    let links = network.links.filter { $0.successor == place }
    var toBegin: [Double] = []
    var toEnd: [Double] = []
    if let notBefore = activity.notBefore, occurs(place) || links.isEmpty {
      toBegin.append(number(notBefore, inputs))
    }
    for link in links {
      if link.kind == .finishToStart || link.kind == .startToStart {
        toBegin.append(shifted(link))
      } else {
        toEnd.append(shifted(link))
      }
    }
    guard !(toBegin + toEnd).isEmpty else { return made }
    guard made.takes > 0 else {
      made.begins = (toBegin + toEnd).max()!
      (made.ends, made.works) = (made.begins, made.begins)
      made.start = line.elapsed(made.begins)
      made.end = made.start
      return made
    }
    let starts = toBegin.map(line.elapsed) + toEnd.map { line.elapsed($0) - made.takes }
    made.start = starts.max()!
    made.end = made.start + made.takes
    let begins = toBegin + toEnd.map { line.reached(line.elapsed($0) - made.takes) }
    made.begins = begins.max()!
    made.works = made.begins
    made.ends = ([line.reached(made.end), made.begins] + toEnd).max()!
    return made
  }

  private mutating func hang(_ place: Int, _ hammock: Network.Hammock) {
    let line = lines[network.activities[place].line]
    var made = Dates()
    made.begins = hammock.from.map { dates[$0].begins }.min()!
    made.ends = hammock.to.map { dates[$0].ends }.max()!
    made.works = made.begins
    made.start = line.elapsed(made.begins)
    made.end = line.elapsed(made.ends)
    made.takes = made.end - made.start
    dates[place] = made
  }
}

extension ReferenceSchedule {
  private func lastDay(_ moment: Double) -> Double { (moment - 1e-9).rounded(.up) - 1 }
  private func firstDay(_ moment: Double) -> Double { (moment + 1e-9).rounded(.down) }

  private func standingDay(_ place: Int) -> Double {
    let day = lastDay(dates[place].ends)
    guard let notBefore = network.activities[place].notBefore, occurs(place) else { return day }
    return max(day, firstDay(number(notBefore, inputs)))
  }

  func start(_ place: Int) -> Double {
    if isBegun(place) { return firstDay(dates[place].begins) }
    if dates[place].takes > 0 {
      return firstDay(lines[network.activities[place].line].left(dates[place].start))
    }
    return standingDay(place)
  }

  func finish(_ place: Int) -> Double {
    let day = lastDay(dates[place].ends)
    if isBegun(place) { return max(firstDay(dates[place].begins), day) }
    return dates[place].takes > 0 ? day : standingDay(place)
  }

  func lost(_ place: Int) -> Double {
    let activity = network.activities[place]
    guard activity.ended == nil, dates[place].takes > 0 else { return 0 }
    let line = lines[activity.line]
    let made = dates[place]
    let to = activity.hammock != nil ? made.ends : max(line.reached(made.end), made.works)
    return line.lost(from: made.works, to: to)
  }

  /// Whether a project ends later when an activity is delayed.
  func endMoves(_ place: Int, by delay: Double) -> Bool {
    let other = ReferenceSchedule(network, inputs: inputs, lines: lines, delayed: (place, delay))
    return zip(ends, other.ends).contains { $1 > $0 + 1e-8 }
  }

  /// Whether what follows an activity moves when it is delayed, or the end of its project.
  func followersMove(_ place: Int, by delay: Double) -> Bool {
    let other = ReferenceSchedule(network, inputs: inputs, lines: lines, delayed: (place, delay))
    let project = network.activities[place].project
    if other.ends[project] > ends[project] + 1e-8 { return true }
    return network.links.filter { $0.predecessor == place && !isBegun($0.successor) }.contains {
      let (now, then) = (dates[$0.successor], other.dates[$0.successor])
      return then.start > now.start + 1e-8 || then.end > now.end + 1e-8
        || then.ends > now.ends + 1e-8 || (now.takes == 0 && then.begins > now.begins + 1e-8)
    }
  }
}
