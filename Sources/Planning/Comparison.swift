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

/// Compares every result that both simulations have.
///
/// - Precondition: both have the same trials and the same seed.
/// - Complexity: O(columns × trials).
public func compare(_ base: SimulationResult, with variant: SimulationResult)
  -> [PairedDifference]
{
  precondition(
    base.trials == variant.trials && base.seed == variant.seed,
    "only simulations of the same trials are paired")
  let differences = UnsafeMutableBufferPointer<Double>.allocate(capacity: base.trials)
  let scratch = UnsafeMutableBufferPointer<Double>.allocate(capacity: base.trials)
  defer {
    differences.deallocate()
    scratch.deallocate()
  }
  return base.plan.columns.compactMap { column in
    guard let other = variant.column(column.label, period: column.period) else { return nil }
    base.withTrials(of: column) { left in
      variant.withTrials(of: other) { right in
        for trial in 0..<base.trials {
          differences[trial] =
            right[right.count == 1 ? 0 : trial] - left[left.count == 1 ? 0 : trial]
        }
      }
    }
    let trials = UnsafeBufferPointer(differences)
    let moments = Moments(of: trials)
    return PairedDifference(
      base: column, variant: other,
      baseMean: base.withTrials(of: column) { Moments(of: $0).mean },
      variantMean: variant.withTrials(of: other) { Moments(of: $0).mean },
      difference: Summary(
        mean: moments.mean, standardDeviation: moments.standardDeviation,
        standardError: moments.standardError,
        quantiles: quantiles(of: trials, at: summaryProbabilities, scratch: scratch)))
  }
}
