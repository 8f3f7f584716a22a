import Probability

/// Draws of the steps to come: for each path a number at each step.
public struct PathSample: Hashable, Sendable {
  /// How many steps each path has.
  public let horizon: Int
  public let pathCount: Int
  /// All numbers, the paths of the first step first.
  ///
  /// - Shape: `horizon` × `pathCount`.
  public internal(set) var numbers: [Double]

  /// - Precondition: there are `horizon` × `pathCount` numbers, those of a step together.
  public init(horizon: Int, pathCount: Int, numbers: [Double]) {
    precondition(numbers.count == horizon * pathCount, "a number for each step and path")
    self.horizon = horizon
    self.pathCount = pathCount
    self.numbers = numbers
  }

  /// The numbers of all paths at a step.
  public func step(_ step: Int) -> ArraySlice<Double> {
    numbers[step * pathCount..<(step + 1) * pathCount]
  }

  /// The mean of each step.
  public var means: [Double] {
    (0..<horizon).map { Moments(of: Array(step($0))).mean }
  }

  /// The quantiles of each step at the given probabilities.
  ///
  /// - Shape: `horizon` lists of as many numbers as there are probabilities.
  public func quantiles(at probabilities: [Double]) -> [[Double]] {
    (0..<horizon).map { Probability.quantiles(of: Array(step($0)), at: probabilities) }
  }

  /// The sums of consecutive steps, path by path: what a year of months makes.
  ///
  /// - Parameter steps: which steps are added up.
  public func total(of steps: Range<Int>) -> [Double] {
    var totals = [Double](repeating: 0, count: pathCount)
    for step in steps {
      let offset = step * pathCount
      for path in 0..<pathCount { totals[path] += numbers[offset + path] }
    }
    return totals
  }
}
