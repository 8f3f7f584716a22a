import Formulas

/// The calendar years of a horizon as formulas, for what has a value a year and is kept between.
struct CropYears {
  let horizon: Horizon
  /// 1 in the first period of each year that the horizon touches, else 0.
  let begins: Formula

  init(_ horizon: Horizon) {
    self.horizon = horizon
    begins = Formula(.series(horizon.yearStarts.map { $0 ? 1 : 0 }, .one))
  }

  /// A value that changes when a year begins and stays so in its other periods.
  ///
  /// - Parameters:
  ///   - id: the indicator that has it.
  ///   - initial: what it was before the horizon.
  ///   - next: its value in a new year, from that before.
  func held(_ id: String, initial: Formula, next: (Formula) -> Formula) -> Formula {
    let before = Formula.call(.previous, .reference(id), initial)
    return .call(.conditional, begins, next(before), before)
  }

  /// What something was at the end of the year before.
  ///
  /// - Parameters:
  ///   - id: the indicator that has the answer.
  ///   - source: the indicator whose last value of a year counts.
  ///   - initial: its value for the year before the first.
  func lastOfYearBefore(_ id: String, of source: String, initial: Formula) -> Formula {
    .call(
      .conditional, begins, .call(.previous, .reference(source), initial),
      .call(.previous, .reference(id), initial))
  }
}
