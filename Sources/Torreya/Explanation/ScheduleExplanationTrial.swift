import Scheduling

/// One trial of a schedule: its numbers, its weather, and the dates that came of them.
struct TrialSchedule {
  let network: Network
  let inputs: [Double]
  let dates: Timetable
  let lines: [TrialLine]

  /// - Parameter states: for each day of `stateDays` the states of the weather as bits.
  init(_ network: Network, inputs: [Double], states: [UInt8] = [], stateDays: Range<Int> = 0..<0) {
    self.network = network
    self.inputs = inputs
    dates = timetable(network, inputs: inputs, states: states, stateDays: stateDays)
    let weather = StateDays(known: stateDays)
    lines = network.lines.map { line in
      TrialLine(line) { day in
        let place = weather.place(of: day)
        return place < 0 ? 0 : states[place]
      } share: { Self.number($0, inputs) }
    }
  }

  private static func number(_ amount: Network.Amount, _ inputs: [Double]) -> Double {
    switch amount {
    case .fixed(let number): number
    case .input(let place): inputs[place]
    }
  }

  func number(_ amount: Network.Amount) -> Double { Self.number(amount, inputs) }

  func begins(_ activity: Int) -> Double { dates[activity, .begins] }
  func ends(_ activity: Int) -> Double { dates[activity, .ends] }
  func line(of activity: Int) -> TrialLine { lines[network.activities[activity].line] }

  /// Whether an activity takes place.
  func occurs(_ activity: Int) -> Bool {
    network.activities[activity].occurs.map { number($0) != 0 } ?? true
  }

  /// The working time that an activity takes; none where it does not take place.
  func duration(_ activity: Int) -> Double {
    occurs(activity) ? number(network.activities[activity].duration) : 0
  }

  /// A moment and the lag of a link behind it.
  func shift(_ moment: Double, by link: Network.Link) -> Double {
    let lag = number(link.lag)
    guard lag != 0, let line = link.lagLine else { return moment + lag }
    return lines[line].moment(of: lines[line].elapsed(at: moment) + lag)
  }

  /// The moment at which the last of some activities ends, and that activity.
  func last(of activities: [Int]) -> Int? {
    activities.filter { network.activities[$0].hammock == nil }
      .max { (ends($0), -$0) < (ends($1), -$1) }
  }
}

/// A line of working time in one trial, day by day.
struct TrialLine {
  private let firstDay: Int
  /// The part of each day that is worked without weather, and what weather leaves of it.
  private let shares, left: [Double]
  private let states: [UInt8]
  private let minds: UInt8
  /// Working time before each day, and behind the last.
  private let elapsed: [Double]

  init(
    _ line: WorkLine, states: (_ day: Int) -> UInt8, share: (Network.Amount) -> Double
  ) {
    firstDay = line.firstDay
    shares = line.workedShares
    let losses = line.losses.map { (bit: UInt8(1) << UInt8($0.state), part: share($0.share)) }
    minds = losses.reduce(0) { $0 | $1.bit }
    var (left, seen, elapsed, sum) = ([Double](), [UInt8](), [0.0], 0.0)
    for (place, share) in line.workedShares.enumerated() {
      let state = losses.isEmpty ? 0 : states(line.firstDay + place)
      var kept = share
      for loss in losses where state & loss.bit != 0 { kept *= 1 - loss.part }
      left.append(kept)
      seen.append(state)
      sum += kept
      elapsed.append(sum)
    }
    (self.left, self.states, self.elapsed) = (left, seen, elapsed)
  }

  /// Working time from the begin of the line to a moment.
  func elapsed(at moment: Double) -> Double {
    let place = Int((moment - Double(firstDay)).rounded(.down))
    guard shares.indices.contains(place) else { return place < 0 ? 0 : elapsed[shares.count] }
    return elapsed[place] + left[place] * (moment - Double(firstDay + place))
  }

  /// The earliest moment at which so much working time has passed.
  func moment(of time: Double) -> Double {
    var (low, high) = (0, shares.count)
    while low < high {
      let middle = (low + high) / 2
      if elapsed[middle + 1] < time - 1e-9 { low = middle + 1 } else { high = middle }
    }
    guard low < shares.count else { return Double(firstDay + shares.count) }
    let missing = max(time - elapsed[low], 0)
    let part = left[low] > 0 ? min(missing / left[low], 1) : 0
    return Double(firstDay + low) + part
  }

  /// What became of the time between two moments: how much of it was worked, lost to weather, and
  /// off.
  func account(from start: Double, to end: Double) -> TrialTime {
    var time = TrialTime()
    guard start < end else { return time }
    for day in Int(start.rounded(.down))..<Int(end.rounded(.up)) {
      let place = day - firstDay
      let part = min(end, Double(day) + 1) - max(start, Double(day))
      guard shares.indices.contains(place) else {
        time.off += part
        continue
      }
      time.worked += left[place] * part
      time.off += (1 - shares[place]) * part
      if shares[place] == 0 { time.daysOff.append(day) }
      let lost = (shares[place] - left[place]) * part
      time.lost += lost
      if lost > 0 { time.wetDays.append((day, states[place] & minds)) }
    }
    return time
  }
}

/// What became of a span of days.
struct TrialTime {
  var worked = 0.0
  var lost = 0.0
  var off = 0.0
  /// The days on which nobody works.
  var daysOff: [Int] = []
  /// The days on which weather took something, and the states that did.
  var wetDays: [(day: Int, states: UInt8)] = []
}
