import CKernels
import ColumnPlan

/// The smallest and the largest value of a result among all trials, exactly, whether the trials
/// are kept or not.
///
/// - Complexity: O(trials), or none where they are not kept.
public func extremes(of column: Column, in result: SimulationResult) -> (
  smallest: Double, largest: Double
) {
  if let number = result.number(of: column) { return (number, number) }
  if let digest = result.digest(of: column) { return (digest.smallest, digest.largest) }
  return result.withTrials(of: column) { trials in
    (
      torreya_smallest(trials.baseAddress, trials.count),
      torreya_largest(trials.baseAddress, trials.count)
    )
  }
}
