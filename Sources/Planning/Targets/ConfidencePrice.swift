import ColumnPlan
import Probability
import Simulation

/// What more confidence costs than that with which a level is met.
public struct ConfidencePrice: Hashable, Sendable {
  /// How much less bold the level becomes for the next percentage point of confidence; near
  /// certainty for what is left of it, per point. Of few values the whole step to the one that
  /// gives a point more.
  ///
  /// - Unit: base units of the column per percentage point; never negative.
  public let costPerPoint: Double
  /// Its Monte Carlo standard error; NaN where there are fewer than two independent groups.
  public let costPerPointError: Double
  /// How much more confidence it is taken over, as a share.
  public let step: Double
}

/// What one percentage point more of confidence costs: the distance of the levels that are met with
/// it and without. Where outcomes leave a gap, a point may cost nothing and the next one all of the
/// gap; a slope over a wide band would tell of neither.
///
/// - Accuracy: that of two order statistics. The error is that of the share of trials between them,
///   or where that is more than twice as much, what the distance differs by within one standard
///   error of the confidence to either side: whether a gap lies within the point may not be sure.
/// - Returns: nil for a number that is the same in all trials, and for a confidence beyond which no
///   trial is left.
/// - Source: David & Nagaraja, *Order Statistics*, 3rd ed. (2003), section 2.5: uniform spacings.
public func confidencePrice(
  of column: Column, _ side: Goal.Side, at confidence: Double, in result: SimulationResult
) -> ConfidencePrice? {
  let step = min(0.01, 0.9 * (1 - confidence))
  guard result.number(of: column) == nil, step * Double(result.trials) >= 1 else { return nil }
  let spread = (confidence * (1 - confidence) / Double(result.trials)).squareRoot()
  let starts = [0, -1, -0.5, 0.5, 1].map {
    min(max(confidence + $0 * spread, 0.1 * confidence), confidence + 0.9 * (1 - confidence) - step)
  }
  let ends = levels(of: column, side, at: starts.flatMap { [$0, $0 + step] }, in: result).values
  let costs = starts.indices.map { abs(ends[2 * $0] - ends[2 * $0 + 1]) / (100 * step) }
  let beside = (costs.reduce(0) { $0 + ($1 - costs[0]) * ($1 - costs[0]) } / 4).squareRoot()
  let between = costs[0] * bandError(of: column, Array(ends[..<2]), band: step, in: result)
  // By chance spacings differ too, and no more than that says nothing of a gap.
  return ConfidencePrice(
    costPerPoint: costs[0], costPerPointError: beside > 2 * between ? beside : between, step: step)
}

/// What one percentage point more of confidence costs a result that has few values: the distance
/// from a bound to the boldest easier value that is met with a point more, or in all trials where
/// less than a point is left.
///
/// - Accuracy: the error is what the distance differs by within one standard error of the share of
///   the trials between the two; 0 where the next value is sure to be the one.
/// - Returns: nil for a bound that every trial meets, or none.
public func confidencePriceOfSteps(
  beyond goal: Goal, in result: SimulationResult
) -> ConfidencePrice? {
  let met = tally(of: goal, in: result).met
  guard result.number(of: goal.column) == nil, met.qualifying > 0, met.qualifying < met.trials
  else { return nil }
  let n = Double(met.trials)
  let step = min(0.01, 1 - met.share)
  let spread = (step * (1 - step) / n).squareRoot()
  let wished = [0, -1, -0.5, 0.5, 1].map { min(met.share + max(step + $0 * spread, 1 / n), 1) }
  let costs = levels(of: goal.column, goal.side, at: wished, in: result).values.map {
    abs($0 - goal.bound)
  }
  let squares = costs.reduce(0) { $0 + ($1 - costs[0]) * ($1 - costs[0]) }
  return ConfidencePrice(
    costPerPoint: costs[0], costPerPointError: (squares / 4).squareRoot(), step: step)
}

/// The relative standard error of the distance of two quantiles a band apart: that of the share
/// of the trials between them.
private func bandError(
  of column: Column, _ ends: [Double], band: Double, in result: SimulationResult
) -> Double {
  guard result.trials > 1 else { return .nan }
  let independent = ((1 - band) / (band * Double(result.trials))).squareRoot()
  guard result.replication != .trials else { return independent }
  guard result.digest(of: column) == nil else { return .nan }
  let (low, high) = (min(ends[0], ends[1]), max(ends[0], ends[1]))
  let between = result.withTrials(of: column) { trials in
    shares(trials: trials.count, result.replication) { trials[$0] > low && trials[$0] <= high }
  }
  return between.standardError / band
}

/// What a bolder bound costs in probability: the trials that meet the one and miss the other.
public struct BolderBound: Hashable, Sendable {
  public let bound: Double
  /// How much less probable it is.
  public let probabilityLost: Double
  /// Its Monte Carlo standard error: both bounds are judged by the same trials.
  public let standardError: Double
}

/// Compares a bound with a bolder one.
///
/// - Precondition: the trials are kept, or the column is the same in all.
public func bolder(
  _ bound: Double, than goal: Goal, in result: SimulationResult
) -> BolderBound {
  let next = Goal(column: goal.column, side: goal.side, bound: bound)
  let lost = result.withTrials(of: goal.column) { trials in
    shares(
      trials: trials.count, trials.count == result.trials ? result.replication : .trials
    ) { goal.isMet(by: trials[$0]) && !next.isMet(by: trials[$0]) }
  }
  let share = ExceedanceProbability(
    result.number(of: goal.column) == nil
      ? lost
      : SharesOfGroups(
        trials: lost.trials, qualifying: lost.qualifying, groups: nil, isCertain: true))
  return BolderBound(
    bound: bound, probabilityLost: share.probability, standardError: share.standardError)
}
