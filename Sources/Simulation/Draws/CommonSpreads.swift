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

  /// The same for a group of which some values are drawn again, given the others: these tell of
  /// the spread, so that it is drawn again given them.
  func spreadOut(
    _ instruction: DecodedInstruction, redrawing replacement: JointReplacement,
    _ given: GivenSpread
  ) {
    let index = instruction.parameter
    let count = plan.correlations[index].draws.count
    let columns = instruction.destination!
    let spreads = columns + count * blockTrials
    uniforms.fillSpread(
      spreads, correlation: index, variables: count, period: run, firstTrial: firstTrial,
      trials: blockTrials)
    given.common.fillSpreads(spreads, trials: blockTrials)
    let anew = drawAnew(index)
    let again = anew + count * blockTrials
    let distances = again + blockTrials
    given.fillDistances(distances, columns, replacement.kept, trials: blockTrials)
    for trial in 0..<blockTrials { distances[trial] /= spreads[trial] }
    uniforms.fillSpread(
      again, correlation: index, variables: count, again: true, period: run,
      firstTrial: firstTrial, trials: blockTrials)
    given.conditional.fillSpreads(again, distances: distances, trials: blockTrials)
    // The given values as normals of the new spread, over those of the old one.
    let ratios = distances
    for trial in 0..<blockTrials { ratios[trial] = (again[trial] / spreads[trial]).squareRoot() }
    for (row, variable) in replacement.replaced.enumerated() {
      let target = columns + variable * blockTrials
      let start = anew + variable * blockTrials
      for trial in 0..<blockTrials { target[trial] = start[trial] }
      for (place, kept) in replacement.kept.enumerated() {
        let weight = replacement.weights[row * replacement.kept.count + place]
        let (value, drawn) = (columns + kept * blockTrials, anew + kept * blockTrials)
        for trial in 0..<blockTrials {
          target[trial] += weight * (ratios[trial] * value[trial] - drawn[trial])
        }
      }
      given.common.makeScores(of: target, variables: 1, spreads: again, trials: blockTrials)
    }
    for kept in replacement.kept {
      given.common.makeScores(
        of: columns + kept * blockTrials, variables: 1, spreads: spreads, trials: blockTrials)
    }
  }
}
