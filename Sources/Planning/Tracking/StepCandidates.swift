import ColumnPlan
import Simulation

/// The steps that may tell of what is known, with what decides them.
struct StepCandidates: Sendable {
  let causes: [StepCause]
  let regression: StepRegression

  /// - Parameter column: the scores of a draw in all trials.
  init(
    _ causes: [StepCause], in result: SimulationResult, scoresOf column: (Int) -> [Double]
  ) {
    self.causes = causes
    let joined = Set(causes.flatMap(\.scores)).sorted()
    let places = Dictionary(uniqueKeysWithValues: joined.enumerated().map { ($1, $0) })
    regression = StepRegression(
      causes.map { cause in
        StepRegression.Step(
          values: result.withTrials(of: cause.column) { Array($0) },
          draws: cause.draws + cause.scores.flatMap(\.draws),
          scores: cause.scores.map { places[$0]! })
      }, scores: joined.map { $0.values(result.trials, scoresOf: column) })
  }
}

extension JoinedScore {
  /// Its values in all trials.
  func values(_ trials: Int, scoresOf column: (Int) -> [Double]) -> [Double] {
    var sum = [Double](repeating: 0, count: trials)
    for (draw, loading) in zip(draws, loadings) where loading != 0 {
      let scores = column(draw)
      for trial in sum.indices { sum[trial] += loading * scores[trial] }
    }
    return sum
  }
}
