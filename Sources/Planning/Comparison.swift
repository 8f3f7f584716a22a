import ColumnPlan
import Probability
import Simulation

/// How much a variant changes one result: the differences trial by trial.
///
/// Both simulations draw the same numbers for everything of the same name, so the difference is
/// the change and not the noise; what is not touched differs by exactly zero.
public struct PairedDifference: Hashable, Sendable {
  public let base: Column
  public let variant: Column
  public let baseMean: Double
  public let variantMean: Double
  public let difference: Summary
}

/// Compares one result of two simulations, trial by trial.
///
/// - Precondition: both have the same trials and the same seed, and keep their trials.
public func pairedDifference(
  _ base: Column, in baseline: SimulationResult, _ variant: Column,
  in changed: SimulationResult
) -> PairedDifference {
  precondition(
    baseline.trials == changed.trials && baseline.seed == changed.seed,
    "only simulations of the same trials are paired")
  var differences = [Double](repeating: 0, count: baseline.trials)
  let (baseMean, variantMean) = baseline.withTrials(of: base) { left in
    changed.withTrials(of: variant) { right in
      for trial in differences.indices {
        differences[trial] =
          right[right.count == 1 ? 0 : trial] - left[left.count == 1 ? 0 : trial]
      }
      return (Moments(of: left).mean, Moments(of: right).mean)
    }
  }
  return PairedDifference(
    base: base, variant: variant, baseMean: baseMean, variantMean: variantMean,
    difference: Summary(
      Moments(of: differences, baseline.replication),
      QuantileEstimates(of: differences, at: summaryProbabilities, baseline.replication)))
}

/// Compares every result that both simulations have.
///
/// - Complexity: O(columns × trials).
public func compare(_ base: SimulationResult, with variant: SimulationResult)
  -> [PairedDifference]
{
  base.plan.columns.compactMap { column in
    variant.column(column.label, period: column.period).map {
      pairedDifference(column, in: base, $0, in: variant)
    }
  }
}
