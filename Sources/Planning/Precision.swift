import ColumnPlan
import Probability
import Simulation

/// The mean of a result and its Monte Carlo standard error.
public func meanAndError(of column: Column, in result: SimulationResult) -> (
  mean: Double, standardError: Double
) {
  if let number = result.number(of: column) { return (number, 0) }
  let moments =
    result.digest(of: column)?.moments
    ?? result.withTrials(of: column) { Moments(of: $0, result.replication) }
  return (moments.mean, moments.standardError)
}

/// The standard error of a share, for deciding whether trials are enough.
///
/// What no trial or every trial has done so far has a standard error of 0, which says nothing:
/// half a trial more is reckoned to either side.
///
/// - Returns: infinity where there are fewer than two independent groups.
public func cautiousError(of shares: SharesOfGroups) -> Double {
  guard shares.trials > 1 else { return shares.groups == nil ? 0 : .infinity }
  let error = shares.standardError
  guard !error.isNaN else { return .infinity }
  guard shares.qualifying == 0 || shares.qualifying == shares.trials else { return error }
  let n = Double(shares.trials)
  let share = 0.5 / (n + 1)
  return (share * (1 - share) / n).squareRoot()
}
