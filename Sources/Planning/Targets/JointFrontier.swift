import ColumnPlan
import Probability
import Simulation

/// The boldest levels of several targets that hold together with a wished probability: a few
/// points of the surface on which no level can be raised without another giving way.
public struct JointFrontier: Sendable {
  public enum Way: String, CaseIterable, Sendable {
    /// Each level is met by itself with the same probability; one of few values, which may have no
    /// such level, with more.
    case equalConfidence
    /// Each bound moves by the same number of its own standard deviations; one of few values may
    /// have to stay, and the others go on.
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
    /// The confidence that each level has by itself at least, or the number of standard deviations
    /// by which the bounds move (negative: they give way), of those that go farthest.
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
///   without the logarithm for each of 20 batches. In memory what `JointMemory` counts.
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
    // Batches that all agree are not sure to go on so, as with any probability.
    let isUncertain = goals.contains { result.number(of: $0.column) == nil }
    let least = isUncertain ? 1 / Double(result.trials) : 0
    return point(
      .equalConfidence, levels: Array(whole.dropFirst()), errors: Array(errors.dropFirst()),
      parameter: (whole[0], errors[0].isNaN ? .nan : max(errors[0], least)))
  }

  // MARK: Along a ray

  /// Nil where a goal that is the same in all trials is missed, so that no step helps.
  func equalSteps() -> JointFrontier.Point? {
    let spreads = zip(goals, all).map { goal, trials in
      result.number(of: goal.column) == nil ? Moments(of: trials.values).standardDeviation : 0
    }
    let moving = goals.indices.filter { spreads[$0] > 0 }
    let areOthersMet = goals.indices.allSatisfy {
      spreads[$0] > 0 || all[$0].values[0] >= bounds[$0]
    }
    let heights = moving.map { index in
      all[index].values.map { ($0 - bounds[index]) / spreads[index] }
    }
    guard areOthersMet, !moving.isEmpty, heights.allSatisfy({ $0.allSatisfy(\.isFinite) })
    else { return nil }
    let rising = RisingLevels(heights, at: confidence)
    let stands = rising.stands { boldest($0).standardErrors[0] }
    let found = rising.levels(at: stands) { all[moving[$0]].values[$1] }
    var (levels, errors) = (bounds, bounds.map { _ in 0.0 })
    var steps = (value: -Double.infinity, error: 0.0)
    for (place, index) in moving.enumerated() {
      let error = stands[place].error
      (levels[index], errors[index]) = (found[place], spreads[index] * error)
      if stands[place].height > steps.value { steps = (stands[place].height, error) }
    }
    return point(
      .equalSteps, levels: levels, errors: errors, parameter: steps,
      isGiven: spreads.map { $0 == 0 })
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
    var last = -Double.infinity
    for first in firsts where points.last?.levels[0] != all[0].turned(first) {
      guard let found = boldest(of: 1, where: { all[0].values[$0] >= first }) else { continue }
      // An easier first level that lets the second be no bolder is of no use.
      let second = found.values[0]
      guard second > last else { continue }
      last = second
      // Of few values a bolder one may go with the same second level.
      let isTied = all[0].values.count { $0 == first } > 1
      let bolder = isTied ? boldest(of: 0, where: { all[1].values[$0] >= second }) : nil
      let first = max(first, bolder?.values[0] ?? first)
      points.append(
        point(
          .pair, levels: [first, second], errors: [0, found.standardErrors[0]],
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

/// The ranks from the boldest trial down to which the goals may go so that all hold together: the
/// same for all, but for those of few values that can go no further.
private struct CommonRank: Sendable {
  private let all: [BoldnessTrials]
  private let places: [[Int32]]
  private let confidence: Double
  /// Whether a goal has the same number in several trials, as a count does.
  private let hasTies: Bool

  init(_ all: [BoldnessTrials], _ confidence: Double) {
    self.all = all
    self.confidence = confidence
    let places = all.map(\.places)
    self.places = places
    hasTies = zip(all, places).contains { goal, places in
      zip(places, places.dropFirst()).contains {
        goal.values[Int($0)] == goal.values[Int($1)]
      }
    }
  }

  /// The least confidence of a level by itself, then the level of each goal by boldness. Of
  /// results without ties that is the confidence that all have in common; a level that many trials
  /// just reach has more. Where a batch is left out and nothing ties, it stands between two ranks:
  /// batches move it by less than a rank, and whole ranks would make that more.
  ///
  /// - Parameter batch: is left out.
  func solved(without batch: Int?, batches: IndependentBatches?) -> [Double] {
    let trials = all[0].values.count
    var isLeftOut = [Bool](repeating: false, count: trials)
    if let batch, let batches {
      for trial in 0..<trials { isLeftOut[trial] = batches.batch(of: trial) == batch }
    }
    let trialsKept = (0..<Int32(trials)).filter { !isLeftOut[Int($0)] }
    // From the boldest down; of equal trials the first rank, for one level admits them all.
    let heights = places.indices.map { goal in
      let values = all[goal].values
      var ranks = [Double](repeating: 0, count: trials)
      var (seen, rank, last) = (0.0, 0.0, Double.nan)
      for place in places[goal] where !isLeftOut[Int(place)] {
        seen += 1
        let value = values[Int(place)]
        if value != last { (rank, last) = (seen, value) }
        ranks[Int(place)] = rank
      }
      return trialsKept.map { -ranks[Int($0)] }
    }
    let rising = RisingLevels(heights, at: confidence)
    let levels = rising.levels(at: rising.stands()) { all[$0].values[Int(trialsKept[$1])] }
    let alone = places.indices.map { goal in
      let values = all[goal].values
      let met = values.indices.count { !isLeftOut[$0] && values[$0] >= levels[goal] }
      return Double(met) / Double(trialsKept.count)
    }
    let common =
      batch == nil || hasTies
      ? alone.min() ?? 1 : -rising.commonHeight() / Double(trialsKept.count)
    return [common] + levels
  }
}
