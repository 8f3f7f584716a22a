import Formulas
import Vocabulary

/// What a revenue indicator brought in some months of a year before, from the scenario's history.
///
/// - Parameter months: counted from January of year 0.
/// - Returns: base units; nil where that is not known.
public func amountBefore(_ model: ScenarioModel, indicator id: String, months: Range<Int>)
  -> Double?
{
  guard let layout = model.scenario.fiscal else { return nil }
  return FiscalSeries.all(model, layout).first { $0.indicator.id == id }?
    .history(layout, months: months)
}

/// The share of a year, or of what lies from one period to another, that has passed when a period
/// ends, as the scenario counts it.
public func elapsedShare(
  _ model: ScenarioModel, of whole: ClosedRange<Period>, through period: Period
) -> Double {
  ProgressTable.elapsedShare(
    of: whole, through: period, model.scenario.fiscal?.elapsed ?? .months)
}
