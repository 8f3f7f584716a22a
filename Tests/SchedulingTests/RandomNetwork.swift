import Scheduling
import SeededNumbers

/// A network of everything that a network may have, with the numbers of some trials.
struct RandomNetwork {
  static let firstDay = 19_700
  static let stateDays = 19_720..<19_900
  /// For each day that a line may have the day whose weather it has.
  static let stateDay: [Int: Int] = (firstDay - 20..<firstDay + lineDays).reduce(into: [:]) {
    $0[$1] = referenceStateDay($1, stateDays)
  }
  static let lineDays = 700

  let network: Network
  /// By trial.
  private(set) var inputs: [[Double]] = []
  private(set) var states: [[UInt8]] = []

  init(seed: UInt64, trials: Int = 1, isPlain: Bool = false) {
    var maker = Maker(generator: SeededGenerator(seed), isPlain: isPlain)
    network = maker.network()
    for _ in 0..<trials {
      inputs.append(maker.kinds.map { maker.draw($0) })
      states.append(Self.stateDays.map { _ in maker.states() })
    }
  }

  func table(trial: Int = 0) -> Timetable {
    timetable(
      network, inputs: inputs[trial], states: states[trial], stateDays: Self.stateDays)
  }

  func columns(most: Int) -> TrialColumns {
    TrialColumns(network, inputs: inputs, states: states, most: most)
  }

  func lines(trial: Int) -> [ReferenceLine] {
    network.lines.map {
      ReferenceLine(
        $0, inputs: inputs[trial], states: states[trial], stateDay: Self.stateDay,
        firstState: Self.stateDays.lowerBound)
    }
  }
}

/// What an input is a number of.
private enum InputKind { case duration, lag, date, past, occurs, share }

private struct Maker {
  var generator: SeededGenerator
  /// One line, finish-start links.
  let isPlain: Bool
  var kinds: [InputKind] = []

  mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &generator) < percent
  }
  mutating func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &generator) }
  mutating func states() -> UInt8 { UInt8(below(8)) & UInt8(below(8)) }

  mutating func draw(_ kind: InputKind) -> Double {
    let real = Double.random(in: 0..<1, using: &generator)
    switch kind {
    case .duration:
      let number = chance(15) ? 0 : Double(below(14)) + 1
      return chance(50) || number == 0 ? number : number - real
    case .lag:
      let number = Double(below(10)) - 3
      return chance(60) ? number : number + real
    case .date: return Double(RandomNetwork.firstDay + 60 + below(50)) + (chance(60) ? 0 : real)
    case .past: return Double(RandomNetwork.firstDay + 40 + below(20)) + (chance(60) ? 0 : real)
    case .occurs: return chance(60) ? 1 : 0
    case .share: return [1, 0.5, 0.25, real][below(4)]
    }
  }

  mutating func amount(_ kind: InputKind) -> Network.Amount {
    if chance(40) { return .fixed(draw(kind)) }
    kinds.append(kind)
    return .input(kinds.count - 1)
  }

  mutating func network() -> Network {
    let lines = (0..<(isPlain ? 1 : 1 + below(4))).map { line($0) }
    let count = 2 + below(10)
    let projects = 1 + below(3)
    var activities: [Network.Activity] = []
    var links: [Network.Link] = []
    for place in 0..<count {
      let before = activities.indices.filter { activities[$0].hammock == nil }
      let isHammock = !isPlain && before.count > 1 && chance(8)
      var activity = Network.Activity(
        project: below(projects), line: below(lines.count),
        duration: isPlain || chance(85) ? amount(.duration) : .fixed(0))
      if isHammock {
        activity.hammock = .init(
          from: [before[below(before.count)], before[below(before.count)]],
          to: [before[below(before.count)]])
      } else {
        let added = before.filter { _ in chance(35) }.map { link($0, place, lines.count) }
        links += added
        limit(&activity, isFirst: added.isEmpty)
      }
      activities.append(activity)
    }
    return Network(
      activities: activities, links: links, lines: lines, projects: projects, inputs: kinds.count)
  }

  mutating func limit(_ activity: inout Network.Activity, isFirst: Bool) {
    if isFirst || chance(isPlain ? 5 : 15) { activity.notBefore = amount(.date) }
    guard !isPlain else { return }
    if chance(15) { activity.occurs = amount(.occurs) }
    if chance(8) { activity.begun = amount(.past) }
    if activity.begun != nil && chance(40) {
      activity.begun = .fixed(Double(RandomNetwork.firstDay + 30 + below(10)))
      activity.ended = amount(.past)
    }
  }

  mutating func link(_ from: Int, _ to: Int, _ lines: Int) -> Network.Link {
    if isPlain { return .init(from, to) }
    let kind = chance(50) ? .finishToStart : Network.Link.Kind.allCases[below(4)]
    guard chance(50) else { return .init(from, to, kind) }
    return .init(from, to, kind, lag: amount(.lag), lagLine: chance(70) ? below(lines) : nil)
  }

  mutating func line(_ place: Int) -> WorkLine {
    let firstDay = RandomNetwork.firstDay - (isPlain ? 0 : below(20))
    let days = 7 * [5, 6, 7][below(3)]
    var shares = (0..<RandomNetwork.lineDays).map { ($0 % 7) < days / 7 ? 1.0 : 0 }
    if isPlain { return WorkLine(label: "\(place)", firstDay: firstDay, workedShares: shares) }
    for _ in 0..<below(4) {
      let from = below(400)
      for day in from..<from + 1 + below(12) { shares[day] = 0 }
    }
    if chance(20) {
      let from = 80 + below(60)
      for day in from..<from + 50 { shares[day] = 0 }
    }
    if chance(25) { for day in shares.indices where day % 7 == 5 { shares[day] = 0.5 } }
    let losses = (0..<(chance(45) ? 1 + below(2) : 0)).map {
      WorkLine.Loss(state: $0 + below(2), share: amount(.share))
    }
    return WorkLine(label: "\(place)", firstDay: firstDay, workedShares: shares, losses: losses)
  }
}
