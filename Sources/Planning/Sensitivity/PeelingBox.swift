import Probability
import Workers

/// An input as the search for boxes sees it.
public struct BoxInput: Sendable {
  /// What its numbers are.
  public enum Measure: String, Sendable {
    /// Normal scores of what it draws; of what it draws in several periods those of all together.
    case score
    /// What it draws itself: where single values have a probability a box must not part one.
    case value
    /// 1 where something happens and 0 where not.
    case event
  }

  public let id: String
  /// Its number in each trial.
  public let values: [Double]
  public let measure: Measure

  public init(id: String, values: [Double], measure: Measure = .score) {
    (self.id, self.values, self.measure) = (id, values, measure)
  }

  /// Whether it only happens or not.
  public var isEvent: Bool { measure == .event }
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
    var members = trials
    for input in limited where input != except {
      let (values, low, high) = (inputs[input].values, low[input], high[input])
      members.removeAll { values[Int($0)] < low || values[Int($0)] > high }
    }
    return members
  }

  mutating func free(_ input: Int) { (low[input], high[input]) = (-.infinity, .infinity) }
}

/// How many trials a box holds, and in how many of them the target is missed.
public struct BoxCount: Hashable, Sendable {
  public let trials: Int
  public let misses: Int

  /// The share of misses among the trials inside; NaN for an empty box.
  public var density: Double { Double(misses) / Double(trials) }

  /// The part of all misses of some trials that are inside; 0 where there are none.
  func coverage(of all: BoxCount) -> Double { Double(misses) / Double(max(all.misses, 1)) }

  /// The standard error of the density; NaN for fewer than two trials.
  public var densityError: Double {
    SharesOfGroups(trials: trials, qualifying: misses, groups: nil).standardError
  }
}

/// The trials of a search in the order of each input. All peelings need it, so it is found once.
struct InputOrders: Sendable {
  private let orders: [[Int32]]

  /// - Parameter isStopped: asked before each input; once true, what is there is of no use.
  /// - Complexity: O(inputs × trials × log(trials)).
  init(
    _ inputs: [BoxInput], trials: [Int32], threads: Int, isStopped: @Sendable () -> Bool
  ) {
    orders = collect(inputs.count, threads: threads) { input in
      guard !isStopped() else { return [] }
      let values = inputs[input].values
      var keyed = trials.map { (value: values[Int($0)], trial: $0) }
      keyed.sort { $0.value == $1.value ? $0.trial < $1.trial : $0.value < $1.value }
      return keyed.map(\.trial)
    }
  }

  /// Those trials that are inside, in the order of an input.
  func trials(_ input: Int, where isInside: (Int32) -> Bool) -> [Int32] {
    orders[input].filter(isInside)
  }
}
