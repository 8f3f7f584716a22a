import ColumnPlan
import Probability
import Simulation

/// The boldest levels of several targets that hold together with a wished probability: a few
/// points of the surface on which no level can be raised without another giving way.
public struct JointFrontier: Sendable {
  public enum Way: String, CaseIterable, Sendable {
    /// Each level is met by itself with the same probability.
    case equalConfidence
    /// Each bound moves by the same number of its own standard deviations.
    case equalSteps
    /// One bound moves, the others stay.
    case oneAtATime
    /// Of two targets every level of the first, with the boldest of the second.
    case pair
  }

  public struct Point: Sendable {
    public let way: Way
    /// The goal that moves, where it is one.
    public let moved: Int?
    public let levels: [Double]
    /// Their Monte Carlo standard errors; 0 for a level that was given.
    public let levelErrors: [Double]
    /// The probability of each level by itself.
    public let alone: [Double]
    /// The probability that all levels hold: at least the wished one, and no more above it than
    /// equal trials force.
    public let joint: ExceedanceProbability
    /// The confidence that each level has by itself at least, or the number of standard deviations by
    /// which the bounds move (negative: they give way).
    public let parameter: Double?
    public let parameterError: Double?
  }

  public let confidence: Double
  public let points: [Point]
}

/// Works out points of the frontier.
///
/// Everything is an order statistic of the trials, so nothing is searched for: a trial meets all
/// levels of equal confidence when its worst rank among the goals is at most theirs.
///
/// - Parameter pairPoints: of two goals, how many pairs.
/// - Precondition: the trials are kept; the confidence lies between 0 and 1.
/// - Complexity: O(goals × trials × log trials), and for the errors of equal confidence the same
///   without the logarithm for each of 20 batches.
public func jointFrontier(
  of goals: [Goal], at confidence: Double, pairPoints: Int = 21, in result: SimulationResult,
  threads: Int = 1, progress: ((Double) -> Void)? = nil
) -> JointFrontier {
  precondition(!goals.isEmpty && confidence > 0 && confidence < 1, "goals and a confidence")
  let search = FrontierSearch(goals, confidence, result)
  var points = [search.equalConfidence(threads: threads)]
  progress?(0.5)
  if let point = search.equalSteps() { points.append(point) }
  progress?(0.6)
  for index in goals.indices where goals.count > 1 {
    if let point = search.oneAtATime(index) { points.append(point) }
    progress?(0.6 + 0.2 * Double(index + 1) / Double(goals.count))
  }
  if goals.count == 2 { points += search.pairs(pairPoints) }
  progress?(1)
  return JointFrontier(confidence: confidence, points: points)
}

private struct FrontierSearch {
  let goals: [Goal]
  let confidence: Double
  let result: SimulationResult
  let all: [BoldnessTrials]
  let bounds: [Double]

  init(_ goals: [Goal], _ confidence: Double, _ result: SimulationResult) {
    (self.goals, self.confidence, self.result) = (goals, confidence, result)
    all = goals.map { BoldnessTrials(of: $0, in: result) }
    bounds = zip(goals, all).map { $1.turned($0.bound) }
  }

  // MARK: Equal confidence

  func equalConfidence(threads: Int) -> JointFrontier.Point {
    let ranks = CommonRank(all, confidence)
    let whole = ranks.solved(without: nil, batches: nil)
    let batches = IndependentBatches(trials: result.trials, result.replication)
    let errors = batches.standardErrors(of: goals.count + 1, threads: threads) { batch in
      ranks.solved(without: batch, batches: batches)
    }
    return point(
      .equalConfidence, levels: Array(whole.dropFirst()), errors: Array(errors.dropFirst()),
      parameter: (whole[0], errors[0]))
  }

  // MARK: Along a ray

  /// Nil where a goal that is the same in all trials is missed, so that no step helps.
  func equalSteps() -> JointFrontier.Point? {
    let spreads = zip(goals, all).map { goal, trials in
      result.number(of: goal.column) == nil ? Moments(of: trials.values).standardDeviation : 0
    }
    var slack = [Double](repeating: .infinity, count: result.trials)
    for index in goals.indices {
      let (values, bound, spread) = (all[index].values, bounds[index], spreads[index])
      if spread > 0 {
        for trial in slack.indices {
          slack[trial] = min(slack[trial], (values[trial] - bound) / spread)
        }
      } else if values[0] < bound {
        return nil
      }
    }
    guard slack.allSatisfy({ $0.isFinite }) else { return nil }
    let found = boldest(slack)
    let step = found.values[0]
    // Rounding must not take a level from the trials that the step was found for.
    let levels = goals.indices.map { index in
      var level = bounds[index] + step * spreads[index]
      for trial in slack.indices where slack[trial] >= step {
        level = min(level, all[index].values[trial])
      }
      return level
    }
    return point(
      .equalSteps, levels: levels,
      errors: spreads.map { $0 * found.standardErrors[0] },
      parameter: (step, found.standardErrors[0]), isGiven: spreads.map { $0 == 0 })
  }

  // MARK: One after another

  /// Nil where the others alone hold with less than the wished probability.
  func oneAtATime(_ index: Int) -> JointFrontier.Point? {
    let others = goals.indices.filter { $0 != index }
    guard let found = boldest(of: index, where: { trial in
      others.allSatisfy { all[$0].values[trial] >= bounds[$0] }
    }) else { return nil }
    var (levels, errors) = (bounds, bounds.map { _ in 0.0 })
    (levels[index], errors[index]) = (found.values[0], found.standardErrors[0])
    return point(
      .oneAtATime, moved: index, levels: levels, errors: errors,
      isGiven: goals.indices.map { $0 != index })
  }

  // MARK: Pairs

  func pairs(_ count: Int) -> [JointFrontier.Point] {
    let count = max(count, 2)
    let confidences = (0..<count).map {
      $0 == count - 1
        ? 1 : confidence + (1 - confidence) * Double($0) / Double(count - 1)
    }
    let firsts = all[0].values.withUnsafeBufferPointer {
      QuantileEstimates(of: $0, at: confidences, fromAbove: true)
    }.values
    var points: [JointFrontier.Point] = []
    for first in firsts where points.last?.levels[0] != all[0].turned(first) {
      guard let found = boldest(of: 1, where: { all[0].values[$0] >= first }) else { continue }
      points.append(
        point(
          .pair, levels: [first, found.values[0]], errors: [0, found.standardErrors[0]],
          isGiven: [true, false]))
    }
    return points
  }

  // MARK: What they share

  /// The boldest level that is met, in trials that qualify, with the wished probability.
  private func boldest(of index: Int, where qualifies: (Int) -> Bool) -> QuantileEstimates? {
    let values = all[index].values
    guard let low = values.min(), let high = values.max() else { return nil }
    // Below everything: a trial that does not qualify meets no level.
    let never = low - max(high - low, abs(low), 1)
    let usable = values.indices.map { qualifies($0) ? values[$0] : never }
    let found = boldest(usable)
    return found.values[0] > never ? found : nil
  }

  private func boldest(_ values: [Double]) -> QuantileEstimates {
    values.withUnsafeBufferPointer {
      QuantileEstimates(of: $0, at: [confidence], fromAbove: true, result.replication)
    }
  }

  /// - Parameter levels: by boldness.
  /// - Parameter isGiven: the levels that stay as they are; others become the boldest ones that
  ///   the same trials meet, as 13.4 streams become 14.
  private func point(
    _ way: JointFrontier.Way, moved: Int? = nil, levels: [Double], errors: [Double],
    parameter: (value: Double, error: Double)? = nil, isGiven: [Bool]? = nil
  ) -> JointFrontier.Point {
    let isGiven = isGiven ?? levels.map { _ in false }
    let reached = levels.indices.map { index in
      isGiven[index] ? levels[index] : leastValue(of: all[index], from: levels[index])
    }
    let joint = shares(trials: result.trials, result.replication) { trial in
      reached.indices.allSatisfy { all[$0].values[trial] >= reached[$0] }
    }
    return JointFrontier.Point(
      way: way, moved: moved, levels: reached.indices.map { all[$0].turned(reached[$0]) },
      levelErrors: errors,
      alone: reached.indices.map { index in
        Double(all[index].values.count { $0 >= reached[index] }) / Double(result.trials)
      },
      joint: ExceedanceProbability(joint), parameter: parameter?.value,
      parameterError: parameter?.error)
  }

  private func leastValue(of trials: BoldnessTrials, from level: Double) -> Double {
    var least = Double.infinity
    for value in trials.values where value >= level { least = min(least, value) }
    return least < .infinity ? least : level
  }
}

/// The rank from the boldest trial down to which each goal may go so that all hold together.
private struct CommonRank: Sendable {
  private let all: [BoldnessTrials]
  private let places: [[Int32]]
  private let confidence: Double

  init(_ all: [BoldnessTrials], _ confidence: Double) {
    self.all = all
    self.confidence = confidence
    places = all.map(\.places)
  }

  /// The least confidence of a level by itself, then the level of each goal by boldness. Of
  /// results without ties that is the confidence that all have in common; a level that many trials
  /// just reach has more.
  ///
  /// - Parameter batch: is left out.
  func solved(without batch: Int?, batches: IndependentBatches?) -> [Double] {
    let trials = all[0].values.count
    var isLeftOut = [Bool](repeating: false, count: trials)
    if let batch, let batches {
      for trial in 0..<trials { isLeftOut[trial] = batches.batch(of: trial) == batch }
    }
    let kept = trials - isLeftOut.count { $0 }
    // Counted from 1; of equal trials the first rank, for one level admits them all.
    var worst = [Int32](repeating: 0, count: trials)
    for (goal, order) in places.enumerated() {
      let values = all[goal].values
      var (seen, rank, last): (Int32, Int32, Double) = (0, 0, .nan)
      for place in order where !isLeftOut[Int(place)] {
        seen += 1
        let value = values[Int(place)]
        if value != last { (rank, last) = (seen, value) }
        worst[Int(place)] = max(worst[Int(place)], rank)
      }
    }
    var counts = [Int32](repeating: 0, count: kept + 1)
    for trial in 0..<trials where !isLeftOut[trial] { counts[Int(worst[trial])] += 1 }
    let needed = rank(of: confidence, among: kept) + 1
    var (common, met) = (0, 0)
    while common < kept, met < needed {
      common += 1
      met += Int(counts[common])
    }
    let levels = places.indices.map { level(of: $0, atRank: common, isLeftOut) }
    let alone = places.indices.map { goal in
      let values = all[goal].values
      let met = values.indices.count { !isLeftOut[$0] && values[$0] >= levels[goal] }
      return Double(met) / Double(kept)
    }
    return [alone.min() ?? 1] + levels
  }

  private func level(of goal: Int, atRank rank: Int, _ isLeftOut: [Bool]) -> Double {
    var seen = 0
    for place in places[goal] where !isLeftOut[Int(place)] {
      seen += 1
      if seen == rank { return all[goal].values[Int(place)] }
    }
    preconditionFailure("a rank among the trials")
  }
}
