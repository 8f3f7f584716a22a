import Forecasting
import Formulas

/// What a history says of some periods: how each is distributed, how they go together, and what
/// was fitted.
///
/// - Unit: that of the history.
struct FittedLaw: Sendable {
  /// The law of one period.
  struct Marginal: Sendable {
    let period: Period
    let curve: HingedQuantiles
    /// The value, where the history knows it already.
    let known: Double?
  }

  /// What is told of the fit.
  struct Record: Sendable {
    let series: String
    let fileName: String
    let model: String
    /// How many values the history has, and from when to when.
    let observations: Int
    let first: Period
    let last: Period
    /// How forecasts made from earlier origins did; nil where there are none.
    let backtest: Judgement?
  }

  /// How forecasts made from earlier origins did.
  struct Judgement: Sendable {
    let origins: Int
    /// How often the interval of 80 % held, before it was corrected; of a method that corrects its
    /// own intervals the one that it gave.
    let coverage: Double
    /// How much smaller errors were than those of the seasonal naive forecast; NaN where nothing
    /// tells.
    let skill: Double
  }

  let unit: UnitOfMeasure?
  let record: Record
  let marginals: [Marginal]
  let dependence: ScoreDependence
  /// Whether no value can be below zero.
  let isNonNegative: Bool
  /// The errors of the fit one step ahead, those of all periods of the history; NaN where none is.
  let residuals: [Double]
  /// What the year before that of the first period came to; nil where it is not known.
  let yearBefore: Double?

  /// The residual of each period of the history that has one.
  var residualsByPeriod: [Period: Double] {
    var found: [Period: Double] = [:]
    for (step, residual) in residuals.enumerated() where residual.isFinite {
      found[record.first.advanced(by: step)] = residual
    }
    return found
  }
}

extension FittedLaw.Record {
  /// A line for `assumptions.csv`.
  var text: String {
    var text =
      "fit of \(fileName)" + (fileName.hasSuffix("/" + series + ".csv") ? "" : " \(series)")
      + ": \(model), \(observations) values \(first.label) to \(last.label)"
    guard let backtest else { return text }
    func percent(_ share: Double) -> Int { Int((share * 100).rounded()) }
    text += "; from \(backtest.origins) earlier origins the 80 % interval held "
      + "\(percent(backtest.coverage)) %"
    if backtest.skill.isFinite, abs(backtest.skill) < 100 {
      let word = backtest.skill < 0 ? "larger" : "smaller"
      text += ", errors \(percent(abs(backtest.skill))) % \(word) than of \(simpleMethodName)"
    }
    return text
  }
}
