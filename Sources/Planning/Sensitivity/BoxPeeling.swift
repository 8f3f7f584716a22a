/// Peels boxes off the trials until what is left is small.
///
/// At each step the slice of one input, at its low or its high end, goes whose loss raises the
/// share of misses most for each trial that is lost. A slice has the part `patience` of what is
/// left, and never parts trials in which the input has the same number; of an event it is one of
/// the two cases.
struct BoxPeeling {
  struct Step {
    let box: PeelingBox
    let count: BoxCount
    /// The input of which a slice went, and whether it was at its low end; nil for the first step.
    let peeled: (input: Int, isLow: Bool)?
  }

  /// Of a trial whether it is inside, and whether the target is missed in it.
  private enum State {
    static let outside: UInt8 = 0, met: UInt8 = 1, missed: UInt8 = 2
  }

  private let inputs: [BoxInput]
  private let patience: Double
  private let fewest: Int
  /// For each input the trials in its order; those that went before are taken out now and then.
  private var orders: [[Int32]]
  /// Of each trial.
  private var states: [UInt8]
  private var box: PeelingBox
  /// For each input what is left of its order at either end.
  private var heads, tails: [Int]
  private var inside: Int
  private var misses: Int
  private(set) var steps: [Step] = []

  /// - Parameter sorted: the order of each input, of these trials or more.
  /// - Parameter trials: those to look at.
  /// - Parameter start: a box that holds all of them; nil for everything.
  /// - Parameter fewest: no slice goes that would leave fewer trials, while others do.
  /// - Parameter isStopped: asked before each step; once true, no further one is made.
  init(
    _ inputs: [BoxInput], _ isMissed: [Bool], _ sorted: InputOrders, trials: [Int32],
    within start: PeelingBox? = nil, patience: Double, fewest: Int, isStopped: () -> Bool
  ) {
    (self.inputs, self.patience, self.fewest) = (inputs, patience, fewest)
    var states = [UInt8](repeating: State.outside, count: isMissed.count)
    for trial in trials { states[Int(trial)] = isMissed[Int(trial)] ? State.missed : State.met }
    orders = inputs.indices.map { input in
      isStopped() ? [] : sorted.trials(input) { states[Int($0)] != State.outside }
    }
    self.states = states
    box = start ?? PeelingBox(inputs: inputs.count)
    heads = [Int](repeating: 0, count: inputs.count)
    tails = orders.map(\.count)
    inside = trials.count
    misses = trials.count { isMissed[Int($0)] }
    note(nil)
    while !isStopped(), let slice = bestSlice() { remove(slice) }
    // The steps are all that is asked for, and several peelings are compared.
    (orders, self.states) = ([], [])
  }

  private struct Slice {
    let input: Int
    let isLow: Bool
    var trials = 0
    var misses = 0
  }

  private mutating func note(_ peeled: (input: Int, isLow: Bool)?) {
    steps.append(Step(box: box, count: BoxCount(trials: inside, misses: misses), peeled: peeled))
  }

  /// The slice whose loss gains most; nil when none is left that leaves enough.
  ///
  /// What leaves too few is no slice: a rare event that always leads to a miss would gain most of
  /// all, and would end the peeling before anything else is tried.
  private mutating func bestSlice() -> Slice? {
    guard inside > 1, misses < inside else { return nil }
    var best: (gain: Double, slice: Slice)?
    let share = Double(misses) / Double(inside)
    for input in inputs.indices {
      for isLow in [true, false] {
        guard let slice = slice(input, isLow: isLow), slice.trials < inside,
          inside - slice.trials >= fewest
        else { continue }
        let left = Double(inside - slice.trials)
        let gain = (Double(misses - slice.misses) / left - share) / Double(slice.trials)
        if gain > best?.gain ?? -.infinity { best = (gain, slice) }
      }
    }
    return best?.slice
  }

  /// The trials at one end of an input: as many as patience allows, and all that equal the last.
  private mutating func slice(_ input: Int, isLow: Bool) -> Slice? {
    skip(input, isLow: isLow)
    guard heads[input] < tails[input] else { return nil }
    let wanted = max(1, Int(patience * Double(inside)))
    var slice = Slice(input: input, isLow: isLow)
    let values = inputs[input].values
    let (head, tail, count) = (heads[input], tails[input], tails[input] - heads[input])
    states.withUnsafeBufferPointer { states in
      orders[input].withUnsafeBufferPointer { order in
        var last = 0
        for index in 0..<count {
          let trial = Int(order[isLow ? head + index : tail - 1 - index])
          let state = states[trial]
          if state == State.outside { continue }
          if slice.trials >= wanted, values[trial] != values[last] { break }
          slice.trials += 1
          slice.misses += state == State.missed ? 1 : 0
          last = trial
        }
      }
    }
    return slice
  }

  /// What went before is not looked at again.
  private mutating func skip(_ input: Int, isLow: Bool) {
    let order = orders[input]
    if isLow {
      while heads[input] < tails[input], states[Int(order[heads[input]])] == State.outside {
        heads[input] += 1
      }
    } else {
      while tails[input] > heads[input], states[Int(order[tails[input] - 1])] == State.outside {
        tails[input] -= 1
      }
    }
  }

  private mutating func remove(_ slice: Slice) {
    let (input, order) = (slice.input, orders[slice.input])
    var left = slice.trials
    var place = slice.isLow ? heads[input] : tails[input] - 1
    while left > 0 {
      let trial = Int(order[place])
      if states[trial] != State.outside {
        states[trial] = State.outside
        left -= 1
      }
      place += slice.isLow ? 1 : -1
    }
    // The limit is the next value that stays.
    while states[Int(order[place])] == State.outside { place += slice.isLow ? 1 : -1 }
    let limit = inputs[input].values[Int(order[place])]
    if slice.isLow { box.low[input] = limit } else { box.high[input] = limit }
    inside -= slice.trials
    misses -= slice.misses
    note((input, slice.isLow))
    if 2 * inside < orders[input].count { leaveOutWhatWent() }
  }

  private mutating func leaveOutWhatWent() {
    let states = states
    for input in inputs.indices {
      orders[input].removeAll { states[Int($0)] == State.outside }
      (heads[input], tails[input]) = (0, orders[input].count)
    }
  }
}
