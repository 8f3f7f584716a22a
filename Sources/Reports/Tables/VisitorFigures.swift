import Formulas
import Planning
import Simulation
import Vocabulary

/// What every reading of the visitors comes to in every period, quarter and year.
///
/// Periods and years are kept by the run; quarters are added up from the kept months, trial by
/// trial, and where a reading is a share, such as occupancy, they are the mean of these as years
/// are.
public struct VisitorFigures: Sendable {
  /// A reading in a time.
  struct Row {
    let series: VisitorSeries
    let period: ReportedPeriod
    let summary: Summary
  }

  public let layout: VisitorsLayout
  private let series: [VisitorSeries]
  private let periods: [ReportedPeriod]
  private let result: SimulationResult
  private let kept: KeptPeriods
  private let summaries: [Summary]
  private let answers: TotalAnswers

  /// - Parameter summaries: one for each storage of the plan.
  /// - Returns: nil when the scenario has no visitors.
  public init?(
    _ model: ScenarioModel, _ result: SimulationResult, _ summaries: [Summary], threads: Int
  ) {
    guard let layout = model.scenario.visitors else { return nil }
    (self.layout, self.result, self.summaries) = (layout, result, summaries)
    series = VisitorSeries.all(model, layout)
    periods = ReportedPeriod.all(model.model.horizon).filter { $0.sort != .yearToDate }
    let kept = KeptPeriods(result, model.model.horizon)
    self.kept = kept
    let isExact = result.quantiles == .exact
    var asked: Set<PeriodTotal> = []
    let questions = series.map { [periods] series in
      periods.compactMap { period -> TotalQuestion? in
        guard isExact, let total = kept.total(series.indicator.id, period), total.only == nil,
          asked.insert(total).inserted
        else { return nil }
        return .total(total)
      }
    }.filter { !$0.isEmpty }
    answers = answer(questions, in: result, threads: threads)
  }

  /// The rows of every reading, in the order of the scenario and then of time.
  var rows: [Row] {
    series.flatMap { series in
      periods.compactMap { period in
        summary(series.indicator, period).map { Row(series: series, period: period, summary: $0) }
      }
    }
  }

  /// Nil when the months that it takes, or their trials, are not kept.
  private func summary(_ indicator: Indicator, _ period: ReportedPeriod) -> Summary? {
    guard let total = kept.total(indicator.id, period) else { return nil }
    if let only = total.only { return summaries[only] }
    guard let found = answers.summary(of: total) else { return nil }
    return indicator.aggregation == .mean ? found.divided(by: total.storages.count) : found
  }

  /// What was kept of a day or of a holiday; nil where nothing was.
  func summary(of indicator: String, at label: String) -> Summary? {
    result.column(indicator, period: label).map { summaries[$0.storage] }
  }

  /// The share of the trials in which something is 1 that is otherwise 0; nil where it was not
  /// kept.
  func share(of indicator: String, at label: String) -> Double? {
    // A mean has the rounding of its sums; in how many trials is a whole number.
    let trials = Double(result.trials)
    return summary(of: indicator, at: label).map { ($0.mean * trials).rounded() / trials }
  }
}

extension KeptPeriods {
  fileprivate func total(_ indicator: String, _ period: ReportedPeriod) -> PeriodTotal? {
    storages(indicator, months: period.months).map { PeriodTotal(storages: $0) }
  }
}
