import ColumnPlan
import Formulas
import Probability
import Reports
import Scheduling
import Simulation
import SourceText
import Vocabulary

/// Why a project, or one of its activities, ended when it did in one trial: the chain of
/// activities that brought it about, and what made each of them late.
public struct ScheduleExplanation {
  let model: ScenarioModel
  let project: Project
  let activity: Activity?
  let trial: Int
  let seed: UInt64
  let schedule: Schedule
  let made: TrialSchedule
  let account: DelayAccount
  /// The last days that count, in the trial and in the plan.
  let finish, plannedFinish: Double

  /// Whether there is something to be told under an id: `works.<project>` or
  /// `works.<project>.<activity>`.
  public static func explains(_ id: String, in model: ScenarioModel) -> Bool {
    names(of: model).contains(id)
  }

  /// The ids that it explains.
  public static func names(of model: ScenarioModel) -> [String] {
    model.scenario.projects.flatMap { [$0.name] + $0.activities.map(\.name) }
  }

  /// - Precondition: it `explains` the id.
  /// - Throws: when a value of the trial is not a finite number.
  public init(
    of id: String, in model: ScenarioModel, trial: Int, seed: UInt64,
    sampling: SamplingScheme = .pseudoRandom
  ) throws(SimulationError) {
    guard
      let project = model.scenario.projects.first(where: {
        id == $0.name || id.hasPrefix($0.name + ".")
      })
    else { preconditionFailure("no works are called \(id)") }
    self.project = project
    activity = project.activities.first { $0.name == id }
    (self.model, self.trial, self.seed) = (model, trial, seed)
    let schedules = model.model.schedules
    let first = project.activities[0].name
    guard
      let schedule = schedules.first(where: { !$0.isPlan && $0.activityNames.contains(first) }),
      let plan = schedule.plan(among: schedules)
    else { preconditionFailure("each project has a schedule, and a plan") }
    self.schedule = schedule
    let numbers = try TrialNumbers(model, trial: trial, seed: seed, sampling: sampling)
    let made = numbers.schedule(schedule)
    let planned = numbers.schedule(plan)
    self.made = made
    let planPlaces = Dictionary(
      zip(plan.activityNames, plan.activityNames.indices), uniquingKeysWith: { first, _ in first })
    let places = schedule.activityNames.map { planPlaces[$0] }
    // A further round comes after and before what the first time does.
    let likePlaces = places.indices.map { planPlaces[schedule.ownName(at: $0)] }
    let (last, plannedLast) = Self.ends(
      activity, project, (schedule, made), (plan, planned))
    let shares = WorkShares(values: numbers.values, formulas: numbers.formulas)
    let (end, plannedEnd) = (made.ends(last), planned.ends(plannedLast))
    account = DelayAccount(
      ScheduleChain(endingWith: last, in: made), made, plan: planned, plannedPlaces: places,
      likePlaces: likePlaces, plannedEnd: plannedEnd
    ) { place in
      guard case .input(let input) = schedule.network.activities[place].duration else { return [] }
      return shares.shares(of: schedule.inputs[input])
    }
    finish = end.rounded(.up) - 1
    plannedFinish = plannedEnd.rounded(.up) - 1
  }

  /// What ends last in the trial and in the plan: of the project, or of the rounds of an activity.
  private static func ends(
    _ activity: Activity?, _ project: Project, _ made: (Schedule, TrialSchedule),
    _ plan: (Schedule, TrialSchedule)
  ) -> (Int, Int) {
    func last(_ schedule: Schedule, _ dates: TrialSchedule) -> Int {
      let own = schedule.activityNames.indices.filter { place in
        guard let activity else {
          return schedule.activityNames[place].hasPrefix(project.name + ".")
        }
        return schedule.ownName(at: place) == activity.name
      }
      // A hammock ends with the last of those that it hangs from.
      let hung = own.flatMap { schedule.network.activities[$0].hammock?.to ?? [] }
      return dates.last(of: own) ?? dates.last(of: hung) ?? own[0]
    }
    return (last(made.0, made.1), last(plan.0, plan.1))
  }

  /// The causes of the delay in days against the planned day of the finish; they add up to
  /// `finish - plannedFinish`.
  var causes: [(cause: DelayCause, days: Double)] {
    let rounding = finish - plannedFinish - account.delay
    return account.totals + [(.wholeDays, rounding)]
  }
}

/// The numbers of one trial of which schedules are made.
private struct TrialNumbers {
  let values: [String: Double]
  let formulas: [String: Formula]
  private let model: Model
  private let states: [UInt8]
  private let days: Range<Int>

  init(
    _ model: ScenarioModel, trial: Int, seed: UInt64, sampling: SamplingScheme
  ) throws(SimulationError) {
    self.model = model.model
    formulas = Dictionary(
      uniqueKeysWithValues: model.model.indicators.map { ($0.indicator.id, $0.indicator.formula) })
    let plan = lower(model.model, recording: .only(Self.ids(model.model, formulas)))
    let order = dimensionsOfRun(model.model, sampling)
    let result = try simulate(
      plan, trial: trial, seed: seed, sampling: sampling, following: order)
    values = Dictionary(
      plan.columns.map { ($0.label, result.value(of: $0, inTrial: trial - result.firstTrial)) },
      uniquingKeysWith: { first, _ in first })
    states = foreseenStates(
      of: plan, trial: trial, seed: seed, sampling: sampling, following: order)
    days = plan.ahead?.days ?? 0..<0
  }

  /// What schedules take from each trial, and what their durations are made of.
  private static func ids(_ model: Model, _ formulas: [String: Formula]) -> Set<String> {
    var ids: Set<String> = []
    for name in model.schedules.flatMap({ $0.inputs.flatMap(\.referencedNames) }) {
      ids.insert(name)
      if name.hasSuffix(".work") { ids.formUnion(formulas[name]?.referencedNames ?? []) }
    }
    // A plan with schedules is one with their weather.
    for (id, formula) in formulas where formula.isScheduled { ids.insert(id) }
    return ids.intersection(model.indicators.map(\.indicator.id))
  }

  /// A schedule in this trial.
  func schedule(_ schedule: Schedule) -> TrialSchedule {
    let inputs = schedule.inputs.map { formula in
      evaluated(formula) { id in values[id].map { [$0] } }?.first ?? .nan
    }
    // The bits of all schedules become those of this one.
    let bits = schedule.states.map { model.foreseenStates.firstIndex(of: $0)! }
    let own = states.map { day in
      bits.enumerated().reduce(UInt8(0)) { $0 | (day >> UInt8($1.element) & 1) << UInt8($1.offset) }
    }
    return TrialSchedule(
      schedule.network, inputs: inputs, states: bits.isEmpty ? [] : own,
      stateDays: bits.isEmpty ? 0..<0 : days)
  }
}

extension Formula {
  fileprivate var isScheduled: Bool {
    if case .scheduled = node { true } else { false }
  }
}
