import ColumnPlan
import Formulas
import Planning
import Simulation
import Vocabulary

/// What every reading of the revenue comes to in every time: what the tables of revenue show.
///
/// Made once for all of them. Months and years are kept by the run; quarters and years to date are
/// added up from the kept months, trial by trial.
public struct FiscalFigures: Sendable {
  /// A reading in a time.
  struct Row {
    let series: FiscalSeries
    let period: ReportedPeriod
    let summary: Summary
    /// On the year before, where that is known.
    let growth: Growth?
  }

  let layout: FiscalLayout
  let horizon: Horizon
  private let series: [FiscalSeries]
  private let result: SimulationResult
  private let storages: FiscalStorages
  private let summaries: [Summary]
  private let answers: TotalAnswers

  /// - Parameter summaries: one for each storage of the plan.
  /// - Returns: nil when the scenario has no revenue.
  public init?(
    _ model: ScenarioModel, _ result: SimulationResult, _ summaries: [Summary], threads: Int
  ) {
    guard let layout = model.scenario.fiscal else { return nil }
    (self.layout, self.result, self.summaries) = (layout, result, summaries)
    horizon = model.model.horizon
    // Of single payers there is the summary; quarters of each would be many rows.
    series = FiscalSeries.all(model, layout).filter { $0.sort != .payer }
    storages = FiscalStorages(result, horizon, layout)
    answers = answer(
      Self.questions(series, storages, horizon), in: result, threads: threads)
  }

  /// What has to be found trial by trial, each series once: those with the same kept results and
  /// the same history ask the same.
  private static func questions(
    _ series: [FiscalSeries], _ storages: FiscalStorages, _ horizon: Horizon
  ) -> [[TotalQuestion]] {
    let periods = ReportedPeriod.all(horizon)
    var asked: Set<[TotalQuestion]> = []
    return series.map { series in
      periods.flatMap { period -> [TotalQuestion] in
        guard let total = storages.total(of: series, period) else { return [] }
        let own: [TotalQuestion] = total.only == nil ? [.total(total)] : []
        guard let before = storages.total(of: series, months: period.monthsOfYearBefore),
          !before.storages.isEmpty
        else { return own }
        return own + [.growth(total, since: before)]
      }
    }.filter { !$0.isEmpty && asked.insert($0).inserted }
  }

  /// The rows of every reading, in the order of the scenario and then of time.
  var rows: [Row] {
    let periods = ReportedPeriod.all(horizon)
    return series.flatMap { series in periods.compactMap { row(series, $0) } }
  }

  /// Nil when the months that it takes are not kept.
  func row(_ series: FiscalSeries, _ period: ReportedPeriod) -> Row? {
    guard let total = storages.total(of: series, period),
      let summary = total.only.map({ summaries[$0] }) ?? answers.summary(of: total)
    else { return nil }
    return Row(
      series: series, period: period, summary: summary,
      growth: growth(series, period, total, summary))
  }

  /// The reading that an indicator holds.
  func series(ofIndicator id: String) -> FiscalSeries? { series.first { $0.indicator.id == id } }

  private func growth(
    _ series: FiscalSeries, _ period: ReportedPeriod, _ total: PeriodTotal, _ summary: Summary
  ) -> Growth? {
    guard let before = storages.total(of: series, months: period.monthsOfYearBefore) else {
      return nil
    }
    return before.storages.isEmpty
      ? Growth(of: summary, since: before.known) : answers.growth(of: total, since: before)
  }
}

/// Which stored results, and what of the history, make up a time.
struct FiscalStorages {
  private let result: SimulationResult
  private let kept: KeptPeriods
  private let layout: FiscalLayout
  private let horizonMonths: Range<Int>

  init(_ result: SimulationResult, _ horizon: Horizon, _ layout: FiscalLayout) {
    (self.result, self.layout) = (result, layout)
    kept = KeptPeriods(result, horizon)
    horizonMonths = horizon.first.months.lowerBound..<horizon.last.months.upperBound
  }

  /// What a time comes to; nil as below, and for a year to date where its months or their trials
  /// are not kept: also for one that happens to be a whole year, so that either all are told or
  /// none.
  func total(of series: FiscalSeries, _ period: ReportedPeriod) -> PeriodTotal? {
    if period.sort == .yearToDate,
      result.quantiles == .sketch
        || result.column(series.indicator.id, period: period.label) == nil
    {
      return nil
    }
    return total(of: series, months: period.months)
  }

  /// What some months in a row come to: the part of them before the horizon from the history, the
  /// rest from the run.
  ///
  /// - Returns: nil when some of it is not known or not kept, or when several results would have
  ///   to be added whose trials are not kept.
  func total(of series: FiscalSeries, months: Range<Int>) -> PeriodTotal? {
    let start = horizonMonths.lowerBound
    guard months.upperBound <= horizonMonths.upperBound else { return nil }
    var known = 0.0
    if months.lowerBound < start {
      let earlier = months.lowerBound..<min(start, months.upperBound)
      guard let amount = series.history(layout, months: earlier) else { return nil }
      known = amount
    }
    guard months.upperBound > start else { return PeriodTotal(storages: [], known: known) }
    let own = max(months.lowerBound, start)..<months.upperBound
    guard let storages = kept.storages(series.indicator.id, months: own) else { return nil }
    let total = PeriodTotal(storages: storages, known: known)
    return total.only != nil || result.quantiles == .exact ? total : nil
  }
}
