import ColumnPlan
import Formulas
import Planning
import Probability
import Simulation
import SourceText
import Vocabulary
import Workers

/// What the trials say of the dates of works: for the tables of the schedule.
public struct ScheduleFigures: Sendable {
  let model: ScenarioModel
  let result: SimulationResult
  let sample: ScheduleSample?
  /// The rows of the schedule.
  let works: [ScheduleWork]
  private let summaries: [Summary]
  let threads: Int

  /// - Parameter sample: nil leaves empty what the run itself does not keep.
  /// - Parameter summaries: of the run's results, where known; else figures are found anew.
  public init(
    _ model: ScenarioModel, _ result: SimulationResult, _ sample: ScheduleSample?,
    _ summaries: [Summary] = [], threads: Int = 1
  ) {
    (self.model, self.result, self.sample) = (model, result, sample)
    (self.summaries, self.threads) = (summaries, threads)
    works = ScheduleWork.all(model)
  }

  /// The label of the whole horizon.
  var horizon: String { model.model.horizon.label }

  /// What is known of a result of the run.
  private func summary(_ id: String) -> Summary? {
    guard !summaries.isEmpty, let column = result.column(id, period: horizon) else { return nil }
    return summaries[column.storage]
  }

  /// A result that has one value in a trial: of the run where it is kept, else of the sample.
  func column(_ id: String) -> (column: Column, result: SimulationResult)? {
    if let column = result.column(id, period: horizon) { return (column, result) }
    guard let sample = sample?.result, let column = sample.column(id, period: horizon) else {
      return nil
    }
    return (column, sample)
  }

  /// The days of a date where trials are counted by them: those of the run, else of the sample.
  private func counts(of id: String) -> WholeNumberCounts? {
    result.wholeNumbers(ofTallied: id) ?? sample?.result.wholeNumbers(ofTallied: id)
  }

  /// The values that some shares of the trials do not exceed; nil where it is not kept.
  func quantiles(_ id: String, _ probabilities: [Double]) -> [Double]? {
    if let counts = counts(of: id) { return counts.quantiles(at: probabilities) }
    guard let (column, result) = column(id) else { return nil }
    let known = summary(id)
    let missing = probabilities.filter { known == nil || !summaryProbabilities.contains($0) }
    var found: ArraySlice<Double> =
      missing.isEmpty ? [] : Self.quantiles(of: column, at: missing, in: result)[...]
    return probabilities.map { probability in
      if missing.contains(probability) { return found.removeFirst() }
      return known!.quantile(probability)
    }
  }

  /// Without their errors, which no date shows.
  private static func quantiles(
    of column: Column, at probabilities: [Double], in result: SimulationResult
  ) -> [Double] {
    if result.number(of: column) == nil, let digest = result.digest(of: column) {
      return digest.quantiles(at: probabilities).values
    }
    return result.withTrials(of: column) { trials in
      Probability.quantiles(of: trials, at: probabilities)
    }
  }

  func mean(_ id: String) -> Double? {
    if let counts = counts(of: id) { return counts.mean }
    return summary(id)?.mean ?? column(id).map { meanAndError(of: $0.column, in: $0.result).mean }
  }

  /// A value that is the same in all trials, such as a planned date.
  func number(_ id: String) -> Double? { column(id).flatMap { $0.result.number(of: $0.column) } }

  /// How likely a deadline is kept; nil where there is none.
  func onTime(_ work: ScheduleWork) -> ExceedanceProbability? {
    guard let deadline = work.deadline,
      let column = result.column(work.name + ".finish", period: horizon)
    else { return nil }
    return ExceedanceProbability(tally(of: ScheduleTable.goal(column, deadline), in: result).met)
  }

  /// The share of the trials in which an activity is critical.
  func criticality(_ work: ScheduleWork) -> Double? {
    work.activity == nil ? nil : result.share(ofCounted: work.name + ".critical")
  }

  /// How much the time that each activity takes sways the finish of its project, in the order of
  /// `works`; nil where it takes always the same time.
  var sensitivities: [ScheduleSensitivity?] {
    guard let sample else { return works.map { _ in nil } }
    let projects = model.scenario.projects
    let finishes = collect(projects.count, threads: threads) { index in
      sample.values(projects[index].name + ".ends", period: horizon).map(RankedTrials.init)
    }
    let finishOf = Dictionary(
      zip(projects.map(\.id), finishes), uniquingKeysWith: { first, _ in first })
    return collect(works.count, threads: threads) { index -> ScheduleSensitivity? in
      let work = works[index]
      guard work.activity != nil, let finish = finishOf[work.project.id] ?? nil,
        finish.ranks.count > 1, let criticality = criticality(work),
        let time = sample.time(of: work, model), time.count == finish.ranks.count
      else { return nil }
      let ranked = RankedTrials(time)
      guard ranked.standardDeviation > 0 else { return nil }
      return ScheduleSensitivity(time: ranked, finish: finish, criticality: criticality)
    }
  }
}
