import ColumnPlan

/// The steps that may tell of what is known, with what decides them.
struct StepCandidates: Sendable {
  let causes: [StepCause]
  let regression: StepRegression

  /// - Parameter column: the scores of a draw in all trials.
  init(in run: UnmovedRun, scoresOf column: (Int) -> [Double]) {
    causes = run.causes
    let joined = Set(causes.flatMap(\.scores)).sorted()
    let places = Dictionary(uniqueKeysWithValues: joined.enumerated().map { ($1, $0) })
    regression = StepRegression(
      zip(causes, run.columns).map { cause, values in
        StepRegression.Step(
          column: values, draws: cause.draws + cause.scores.flatMap(\.draws),
          scores: cause.scores.map { places[$0]! })
      }, scores: joined.map { StepColumn($0.values(run.trials, scoresOf: column)) })
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
