import ColumnPlan
import Probability

extension BlockInterpreter {
  /// Gives correlated normals the spread that they have in common, where the copula of their
  /// group has one; its column is the one behind theirs.
  func spreadOut(_ instruction: DecodedInstruction) {
    let index = instruction.parameter
    guard let site = plan.correlations[index].spread else { return }
    let count = plan.correlations[index].draws.count
    let column = instruction.destination + count * blockTrials
    uniforms.fillSpread(
      column, correlation: index, variables: count, period: run, firstTrial: firstTrial,
      trials: blockTrials)
    site.spread.spreadOut(
      normals: instruction.destination, variables: count, probabilities: column,
      trials: blockTrials)
  }
}
