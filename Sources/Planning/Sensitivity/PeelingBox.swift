import Probability

/// An input as the search for boxes sees it.
public struct BoxInput: Sendable {
  public let id: String
  /// Its score in each trial; for an event 1 where it happens and 0 where not.
  public let values: [Double]
  /// Whether it only happens or not.
  public let isEvent: Bool

  public init(id: String, values: [Double], isEvent: Bool = false) {
    (self.id, self.values, self.isEvent) = (id, values, isEvent)
  }
}

/// A box: for each input the range that is inside; infinite where it is not limited.
public struct PeelingBox: Hashable, Sendable {
  public internal(set) var low, high: [Double]

  /// Everything.
  init(inputs: Int) {
    low = [Double](repeating: -.infinity, count: inputs)
    high = [Double](repeating: .infinity, count: inputs)
  }

  /// The inputs that it limits.
  public var limited: [Int] {
    low.indices.filter { low[$0] > -.infinity || high[$0] < .infinity }
  }

  public func holds(_ value: Double, ofInput input: Int) -> Bool {
    value >= low[input] && value <= high[input]
  }

  /// Those of some trials that lie inside.
  func members(of trials: [Int32], _ inputs: [BoxInput], except: Int? = nil) -> [Int32] {
    let limited = limited.filter { $0 != except }
    return trials.filter { trial in
      limited.allSatisfy { holds(inputs[$0].values[Int(trial)], ofInput: $0) }
    }
  }

  mutating func free(_ input: Int) { (low[input], high[input]) = (-.infinity, .infinity) }
}

/// How many trials a box holds, and in how many of them the target is missed.
public struct BoxCount: Hashable, Sendable {
  public let trials: Int
  public let misses: Int

  /// The share of misses among the trials inside; NaN for an empty box.
  public var density: Double { Double(misses) / Double(trials) }

  /// The standard error of the density.
  public var densityError: Double {
    (density * (1 - density) / Double(trials)).squareRoot()
  }
}

/// Peels boxes off the trials until what is left is small.
///
/// At each step the slice of one input, at its low or its high end, goes whose loss raises the
/// share of misses most for each trial that is lost. A slice has the part `patience` of what is
/// left; of an event it is one of the two cases.
struct BoxPeeling {
  struct Step {
    let box: PeelingBox
    let count: BoxCount
    /// The input of which a slice went, and whether it was at its low end; nil for the first step.
    let peeled: (input: Int, isLow: Bool)?
  }

  let inputs: [BoxInput]
  let isMissed: [Bool]
  let patience: Double
  /// For each input the trials in its order.
  private let orders: [[Int32]]
  private var isInside: [Bool]
  private var box: PeelingBox
  /// For each input what is left of its order at either end.
  private var heads, tails: [Int]
  private var inside: Int
  private var misses: Int
  private(set) var steps: [Step] = []

  /// - Parameter trials: those to look at.
  /// - Parameter start: a box that holds all of them; nil for everything.
  /// - Parameter fewest: stops before fewer trials are left.
  init(
    _ inputs: [BoxInput], _ isMissed: [Bool], trials: [Int32], within start: PeelingBox? = nil,
    patience: Double, fewest: Int
  ) {
    (self.inputs, self.isMissed, self.patience) = (inputs, isMissed, patience)
    orders = inputs.map { input in
      trials.sorted {
        let (left, right) = (input.values[Int($0)], input.values[Int($1)])
        return left == right ? $0 < $1 : left < right
      }
    }
    isInside = [Bool](repeating: false, count: isMissed.count)
    for trial in trials { isInside[Int(trial)] = true }
    box = start ?? PeelingBox(inputs: inputs.count)
    heads = [Int](repeating: 0, count: inputs.count)
    tails = [Int](repeating: trials.count, count: inputs.count)
    inside = trials.count
    misses = trials.count { isMissed[Int($0)] }
    note(nil)
    while let slice = bestSlice(), inside - slice.trials >= fewest { remove(slice) }
  }

  private struct Slice {
    let input: Int
    let isLow: Bool
    var trials = 0
    var misses = 0
    /// The value of the last trial that goes.
    var end = 0.0
  }

  private mutating func note(_ peeled: (input: Int, isLow: Bool)?) {
    steps.append(Step(box: box, count: BoxCount(trials: inside, misses: misses), peeled: peeled))
  }

  /// The slice whose loss gains most; nil when none is left.
  private mutating func bestSlice() -> Slice? {
    guard inside > 1, misses < inside else { return nil }
    var best: (gain: Double, slice: Slice)?
    let share = Double(misses) / Double(inside)
    for input in inputs.indices {
      for isLow in [true, false] {
        guard let slice = slice(input, isLow: isLow), slice.trials < inside else { continue }
        let left = Double(inside - slice.trials)
        let gain = (Double(misses - slice.misses) / left - share) / Double(slice.trials)
        if gain > best?.gain ?? -.infinity { best = (gain, slice) }
      }
    }
    return best?.slice
  }

  /// The trials at one end of an input: as many as patience allows, and all that equal the last.
  private mutating func slice(_ input: Int, isLow: Bool) -> Slice? {
    let order = orders[input]
    let values = inputs[input].values
    // What went before is not looked at again.
    if isLow {
      while heads[input] < tails[input], !isInside[Int(order[heads[input]])] { heads[input] += 1 }
    } else {
      while tails[input] > heads[input], !isInside[Int(order[tails[input] - 1])] {
        tails[input] -= 1
      }
    }
    guard heads[input] < tails[input] else { return nil }
    let wanted = max(1, Int(patience * Double(inside)))
    var slice = Slice(input: input, isLow: isLow)
    var place = isLow ? heads[input] : tails[input] - 1
    let (step, end) = isLow ? (1, tails[input]) : (-1, heads[input] - 1)
    while place != end {
      let trial = Int(order[place])
      if isInside[trial] {
        if slice.trials >= wanted, values[trial] != slice.end { break }
        slice.trials += 1
        slice.misses += isMissed[trial] ? 1 : 0
        slice.end = values[trial]
      }
      place += step
    }
    return slice
  }

  private mutating func remove(_ slice: Slice) {
    let (input, order) = (slice.input, orders[slice.input])
    var left = slice.trials
    var place = slice.isLow ? heads[input] : tails[input] - 1
    while left > 0 {
      let trial = Int(order[place])
      if isInside[trial] {
        isInside[trial] = false
        left -= 1
      }
      place += slice.isLow ? 1 : -1
    }
    // The limit is the next value that stays.
    while !isInside[Int(order[place])] { place += slice.isLow ? 1 : -1 }
    let limit = inputs[input].values[Int(order[place])]
    if slice.isLow { box.low[input] = limit } else { box.high[input] = limit }
    inside -= slice.trials
    misses -= slice.misses
    note((input, slice.isLow))
  }
}
