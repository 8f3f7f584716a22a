import ColumnPlan
import Probability
import Simulation

/// How probable each level of an indicator is: a few levels that say where to look, and the
/// probability with which each is met.
public struct AttainmentCurve: Sendable {
  public struct Point: Hashable, Sendable {
    public let level: Double
    /// The probability that the level is met.
    public let probability: Double
    /// Its Monte Carlo standard error; nil where the trials are not kept and the level was found
    /// for the probability: `levelError` is the error then.
    public let standardError: Double?
    public let levelError: Double?
  }

  /// From the least bold to the boldest.
  public let points: [Point]
  /// The column has so few values that the points are all of them: what lies between two is met
  /// with the probability of the bolder one.
  public let isStepwise: Bool
}

/// Which levels a curve shows.
public struct CurveLevels: Sendable {
  /// About how many are spread over the distribution; round numbers come besides.
  public var count: Int
  /// The unit in which numbers are round, in base units; nil for no round numbers.
  public var roundIn: Double?
  /// Levels are whole multiples of it, such as 1 for days.
  public var step: Double?
  /// Levels that are asked for.
  public var besides: [Double]

  public init(
    count: Int = 25, roundIn: Double? = nil, step: Double? = nil, besides: [Double] = []
  ) {
    (self.count, self.roundIn, self.step, self.besides) = (count, roundIn, step, besides)
  }

  /// Evenly spread normal scores: as close in the tails as in the middle.
  var confidences: [Double] {
    let count = max(count, 2)
    let end = StandardNormal.quantile(at: 0.995)
    return (0..<count).map { place in
      let score = end * (1 - 2 * Double(place) / Double(count - 1))
      return StandardNormal.distributionFunction(at: score)
    }
  }
}

/// The probability of each level.
///
/// Where the column has few values, the levels are these values. Where the trials are not kept,
/// the levels are found for probabilities, and no round numbers come.
///
/// - Complexity: O(trials × levels).
public func attainmentCurve(
  of column: Column, _ side: Goal.Side, _ wished: CurveLevels, in result: SimulationResult
) -> AttainmentCurve {
  if result.digest(of: column) != nil {
    let confidences = wished.confidences
    let found = levels(of: column, side, at: confidences, in: result)
    let points = confidences.indices.map {
      AttainmentCurve.Point(
        level: found.values[$0], probability: confidences[$0], standardError: nil,
        levelError: found.standardErrors[$0])
    }
    return AttainmentCurve(points: points, isStepwise: false)
  }
  let few = valuesOfSteps(of: column, atMost: max(wished.count, 2), in: result)
  var chosen = few ?? spreadLevels(of: column, side, wished, in: result)
  chosen += wished.besides
  let ordered = Set(chosen.map { $0 == 0 ? 0 : $0 }).sorted()
  let points = (side == .atLeast ? ordered : ordered.reversed()).map { level in
    let met = ExceedanceProbability(
      tally(of: Goal(column: column, side: side, bound: level), in: result).met)
    return AttainmentCurve.Point(
      level: level, probability: met.probability, standardError: met.standardError,
      levelError: nil)
  }
  return AttainmentCurve(points: points, isStepwise: few != nil)
}

/// The values that a column has, in ascending order; nil when they are more.
///
/// - Precondition: the trials are kept, or the column is the same in all.
public func valuesOfSteps(
  of column: Column, atMost limit: Int, in result: SimulationResult
) -> [Double]? {
  result.withTrials(of: column) { trials in
    var found: Set<Double> = []
    for value in trials {
      found.insert(value)
      if found.count > limit { return nil }
    }
    return found.sorted()
  }
}

private func spreadLevels(
  of column: Column, _ side: Goal.Side, _ wished: CurveLevels, in result: SimulationResult
) -> [Double] {
  let found = levels(of: column, side, at: wished.confidences, in: result).values
  var chosen = found
  if let step = wished.step {
    // A bound between two steps says no more than the step that is easier to meet.
    chosen = found.map { ($0 / step).rounded(side == .atLeast ? .down : .up) * step }
  }
  if let unit = wished.roundIn, let low = found.min(), let high = found.max() {
    chosen += roundNumbers(from: low / unit, to: high / unit, about: 10).map { $0 * unit }
  }
  return chosen
}

/// About so many numbers that people call round: multiples of 1, 2 or 5 times a power of ten.
func roundNumbers(from low: Double, to high: Double, about count: Int) -> [Double] {
  let width = (high - low) / Double(count)
  guard width > 0, width.isFinite, abs(low) < 1e15, abs(high) < 1e15 else { return [] }
  var power = 1.0
  while power > width { power /= 10 }
  while power * 10 <= width { power *= 10 }
  let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= width } ?? 10 * power
  let (first, last) = ((low / step).rounded(.up), (high / step).rounded(.down))
  guard first <= last, last - first < 100 else { return [] }
  // A whole number over a power of ten has the digits that people write; a product may not.
  return stride(from: first, through: last, by: 1).map { place in
    step >= 1 ? place * step : place / (1 / step).rounded()
  }
}
