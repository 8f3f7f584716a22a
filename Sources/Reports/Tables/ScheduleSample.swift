import ColumnPlan
import Formulas
import Probability
import Scheduling
import Simulation
import Vocabulary

/// The works of a scenario in the first trials of its run: what their dates are made of, which a
/// run does not keep.
///
/// A run keeps of each activity when it finishes and whether it is critical. Float, durations,
/// what weather and crews cost and what is paid come from a run of its own, of works alone. Its
/// trials have the numbers of the first trials of the main run, so a share that it tells has a
/// standard error of at most 0.55 percentage points, and a median one of 0.014 standard deviations
/// of what is told where that is normal.
public struct ScheduleSample: Sendable {
  /// The most trials.
  public static let trials = 8192

  let result: SimulationResult

  /// What the plan of a sample keeps; nil where there are no works.
  public static func recording(_ model: ScenarioModel) -> Recording? {
    let (kept, tallied) = ids(model)
    return kept.isEmpty ? nil : .sampled(kept: kept, tallied: tallied)
  }

  /// - Parameter plan: lowered with `recording`.
  /// - Parameter run: the run whose first trials these are.
  /// - Returns: nil where a value is not a finite number, as one beyond the end of the calendars
  ///   is.
  public init?(
    _ plan: Plan, _ run: SimulationResult, _ settings: SimulationSettings, threads: Int
  ) {
    var settings = settings
    settings.trials = min(Self.trials, run.trials)
    settings.threads = threads
    settings.memory = .max
    settings.quantiles = .exact
    settings.stopping = nil
    do throws(SimulationError) {
      result = try simulate(
        plan, settings,
        following: settings.sampling.randomisations == nil ? nil : DimensionOrder(of: run.plan))
    } catch {
      return nil
    }
  }

  /// The indicators of which trials are needed, and those of which counts of days are enough.
  private static func ids(_ model: ScenarioModel) -> (kept: Set<String>, tallied: Set<String>) {
    var wanted: Set<String> = ["works.total.paid", "works.total.cost"]
    var days: Set<String> = []
    for work in ScheduleWork.all(model) {
      let keys =
        work.activity == nil
        ? [
          "start", "ends", "finish", "plannedStart", "plannedFinish", "totalCost", "plannedCost",
          "complete", "paid",
        ] : ["float", "lost", "waited", "cost", "plannedCost"]
      for key in keys { wanted.insert(work.name + "." + key) }
      if work.activity != nil { days.insert(work.name + ".start") }
      for step in work.steps {
        for amount in [step.made.duration, step.made.occurs].compactMap({ $0 }) {
          if case .input(let place) = amount {
            wanted.formUnion(step.schedule.inputs[place].referencedNames)
          }
        }
      }
    }
    let ids = Set(model.model.indicators.map(\.indicator.id))
    days.formIntersection(ids)
    return (ids.intersection(wanted).subtracting(days), days)
  }

  // MARK: What it tells

  /// The values of an indicator that has one value in a trial.
  ///
  /// - Returns: one number where it is the same in all trials; nil where it is not kept.
  func values(_ id: String, period: String) -> [Double]? {
    result.column(id, period: period).map { column in
      result.withTrials(of: column, Array.init)
    }
  }

  /// The time that an activity takes, on its line: nothing where it does not take place, and with
  /// the rounds of rework.
  ///
  /// - Returns: one number where it is the same in all trials; nil for what has no time of its own.
  func time(of work: ScheduleWork, _ model: ScenarioModel) -> [Double]? {
    let parts = work.steps.compactMap { step -> [Double]? in
      let made = step.made
      guard made.hammock == nil, made.ended == nil,
        let duration = values(of: made.duration, step, model)
      else { return nil }
      guard let occurs = made.occurs.flatMap({ values(of: $0, step, model) }) else {
        return duration
      }
      return combined(duration, occurs, *)
    }
    guard let first = parts.first else { return nil }
    return parts.dropFirst().reduce(first) { combined($0, $1, +) }
  }

  /// The share of the trials in which an activity takes place; nil where it always does.
  func occurs(_ work: ScheduleWork, _ model: ScenarioModel) -> Double? {
    guard let step = work.steps.first, let occurs = step.made.occurs,
      let values = values(of: occurs, step, model)
    else { return nil }
    return values.reduce(0, +) / Double(values.count)
  }

  private func values(
    of amount: Network.Amount, _ step: ScheduleWork.Step, _ model: ScenarioModel
  ) -> [Double]? {
    switch amount {
    case .fixed(let number): return [number]
    case .input(let place):
      return evaluated(step.schedule.inputs[place]) {
        values($0, period: model.model.horizon.label)
      }
    }
  }
}
