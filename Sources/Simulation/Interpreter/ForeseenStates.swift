import ColumnPlan
import Probability

/// The weather that the schedules of a plan see in one trial.
///
/// - Returns: for each day of `plan.ahead` the states as bits; empty where no schedule minds them.
public func foreseenStates(
  of plan: Plan, trial: Int, seed: UInt64, sampling: SamplingScheme = .pseudoRandom,
  following base: DimensionOrder? = nil
) -> [UInt8] {
  guard let ahead = plan.ahead else { return [] }
  let uniforms = UniformSource(plan, seed: seed, scheme: sampling, following: base)
  guard let own = uniforms.ahead else { return [] }
  let days = DaysAhead(ahead.plan, own)
  let first = trial / blockTrials * blockTrials
  days.run(firstTrial: first, trials: blockTrials)
  return (0..<ahead.plan.days).map { days.states[$0 * blockTrials + trial - first] }
}
