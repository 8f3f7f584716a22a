import ColumnPlan
import Probability
import Simulation

/// How much of the variance of a result an input decides.
public struct SobolIndex: Hashable, Sendable {
  /// The part that would go if the input were known: its main effect.
  public let first: SensitivityEstimate
  /// The part that would be left if all but the input were known: its main effect and all
  /// interactions in which it takes part.
  public let total: SensitivityEstimate
}

/// Sobol indices of an input from three runs.
///
/// Estimates are not cut off at zero: a small negative one says that the index is zero as far as
/// these trials can tell.
///
/// - Parameter base: the result with all inputs drawn (A).
/// - Parameter other: with all inputs drawn again (B).
/// - Parameter mixed: with the input alone taken from the other draw (A with B's column).
/// - Returns: NaN where the result does not vary.
/// - Accuracy: the standard errors are those of a linearised ratio (delta method); where trials
///   depend on each other, from the spread between the groups.
/// - Source: Saltelli et al., *Variance based sensitivity analysis of model output*, Computer
///   Physics Communications 181 (2010), table 2 (b) for the first order; Jansen, *Analysis of
///   variance designs for model output*, ibid. 117 (1999), for the total.
public func sobolIndex(
  base: [Double], other: [Double], mixed: [Double], _ replication: Replication = .trials
) -> SobolIndex {
  precondition(base.count == other.count && base.count == mixed.count, "the same trials")
  let count = base.count
  let centre = (mean(base) + mean(other)) / 2
  var firsts = [Double](repeating: 0, count: count)
  var (totals, spreads) = (firsts, firsts)
  for trial in 0..<count {
    let (a, b) = (base[trial] - centre, other[trial] - centre)
    let step = mixed[trial] - base[trial]
    firsts[trial] = b * step
    totals[trial] = step * step / 2
    spreads[trial] = (a * a + b * b) / 2
  }
  return SobolIndex(
    first: ratio(firsts, spreads, replication), total: ratio(totals, spreads, replication))
}

/// The mean of some numbers over the mean of others, with its standard error.
func ratio(
  _ numerators: [Double], _ denominators: [Double], _ replication: Replication
) -> SensitivityEstimate {
  let denominator = mean(denominators)
  guard denominator > 0 else { return SensitivityEstimate(.nan, standardError: .nan) }
  let value = mean(numerators) / denominator
  let residuals = numerators.indices.map { numerators[$0] - value * denominators[$0] }
  return SensitivityEstimate(
    value, standardError: errorOfMean(residuals: residuals, replication) / denominator)
}

/// The Sobol indices of inputs for all outputs of a run.
public struct SobolAnalysis: Sendable {
  /// The inputs that were analysed: fewer than asked for when it was stopped.
  public let inputs: [SensitivityInput]
  /// For each input one index for each output.
  public let indices: [[SobolIndex]]
  /// How often the plan was evaluated.
  public let evaluations: Int
}

/// Works out Sobol indices of inputs that are independent of each other.
///
/// - Complexity: trials × (inputs + 2) evaluations of the plan; memory for three runs.
public func sobolIndices(
  of inputs: [SensitivityInput], in run: SensitivityRun, progress: SensitivityProgress? = nil
) throws(SimulationError) -> SobolAnalysis {
  let base = try run.values(.plain)
  let all = inputs.flatMap(\.streams)
  let other = try run.values(run.redrawn(all))
  var done: [SensitivityInput] = []
  var indices: [[SobolIndex]] = []
  for input in inputs {
    if run.isStopped() { break }
    let mixed = try run.values(run.redrawn(input.streams))
    if run.isStopped() { break }
    indices.append(
      base.indices.map {
        sobolIndex(base: base[$0], other: other[$0], mixed: mixed[$0], run.replication)
      })
    done.append(input)
    progress?(Double(done.count) / Double(inputs.count))
  }
  return SobolAnalysis(
    inputs: done, indices: indices, evaluations: run.settings.trials * (done.count + 2))
}
