import ColumnPlan
import Probability
import Simulation

/// What more confidence costs, near a level that is met with some confidence.
public struct ConfidencePrice: Hashable, Sendable {
  /// How much less bold the level becomes for one percentage point more of confidence: the
  /// distance of the levels half a band to either side, divided by the points between them.
  ///
  /// - Unit: base units of the column per percentage point; never negative.
  public let costPerPoint: Double
  /// Its Monte Carlo standard error; NaN where there are fewer than two independent groups.
  public let costPerPointError: Double
  /// How far the band reaches to each side, as a share.
  public let halfBand: Double
}

/// The half width of the band from which the slope of a quantile function is taken.
///
/// - Source: Bofinger (1975), "Estimation of a density function using order statistics"; as in
///   Koenker, *Quantile Regression* (2005), section 3.4.2: smallest mean squared error for normals.
func slopeHalfBand(at confidence: Double, trials: Int) -> Double {
  let score = StandardNormal.quantile(at: confidence)
  let density = StandardNormal.density(at: score)
  let curvature = 2 * score * score + 1
  let best = 4.5 * density * density * density * density / (curvature * curvature)
  let band = power(best / Double(trials), 0.2)
  return min(band, 0.9 * min(confidence, 1 - confidence))
}

/// What one percentage point more of confidence costs.
///
/// - Accuracy: the finite difference leaves an error of the order of the squared half band times
///   the third derivative of the quantile function, less than the standard error for smooth
///   columns; of a column with few values it tells nothing.
/// - Returns: nil for a number that is the same in all trials.
public func confidencePrice(
  of column: Column, _ side: Goal.Side, at confidence: Double, in result: SimulationResult
) -> ConfidencePrice? {
  guard result.number(of: column) == nil else { return nil }
  let half = slopeHalfBand(at: confidence, trials: result.trials)
  let ends = levels(
    of: column, side, at: [confidence - half, confidence + half], in: result
  ).values
  let distance = abs(ends[0] - ends[1])
  let cost = distance / (2 * half) / 100
  return ConfidencePrice(
    costPerPoint: cost,
    costPerPointError: cost * bandError(of: column, ends, band: 2 * half, in: result),
    halfBand: half)
}

/// The relative standard error of the distance of two quantiles a band apart: that of the share
/// of the trials between them.
///
/// - Source: David & Nagaraja, *Order Statistics*, 3rd ed. (2003), section 2.5: uniform spacings.
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
  let share = ExceedanceProbability(lost)
  return BolderBound(
    bound: bound, probabilityLost: share.probability, standardError: share.standardError)
}
