import ColumnPlan
import Scheduling

/// What a plan being made knows of its schedules.
struct ScheduleValues {
  /// What the indicators that matter ask of each schedule; found when the first of them asks.
  fileprivate var wanted: [String: [NetworkRun.Output]]?
  fileprivate var values: [ScheduledValue: PlanBuilder.Value] = [:]
}

extension Lowering {
  /// What a schedule says of an activity. With the first thing that is asked of it everything is
  /// computed that will be.
  mutating func scheduled(_ value: ScheduledValue) -> PlanBuilder.Value {
    if let known = schedules.values[value] { return known }
    guard let schedule = model.schedules.first(where: { $0.name == value.schedule }) else {
      preconditionFailure("a component asks of schedules that it has made")
    }
    if value.isNone(in: schedule.network) { return builder.constant(0) }
    if schedules.wanted == nil { schedules.wanted = wantedOfSchedules() }
    let outputs = schedules.wanted![schedule.name]!
    let made = builder.schedule(
      schedule.network.withStates(model.bits(of: schedule)), label: schedule.name,
      inputs: schedule.inputs.map { emit($0, at: .running) }, outputs: outputs)
    for (output, found) in zip(outputs, made) {
      let place = ScheduledValue(
        schedule: schedule.name, activity: output.activity, quantity: output.quantity)
      schedules.values[place] = found
    }
    return schedules.values[value]!
  }

  private func isNone(_ value: ScheduledValue) -> Bool {
    model.schedules.first { $0.name == value.schedule }.map { value.isNone(in: $0.network) }
      ?? false
  }

  private func wantedOfSchedules() -> [String: [NetworkRun.Output]] {
    var wanted: [String: [NetworkRun.Output]] = [:]
    var seen: Set<ScheduledValue> = []
    for resolved in model.indicators where needed.contains(resolved.indicator.id) {
      resolved.indicator.formula.forEachScheduledValue { value in
        guard seen.insert(value).inserted, !isNone(value) else { return }
        wanted[value.schedule, default: []].append(
          NetworkRun.Output(activity: value.activity, quantity: value.quantity))
      }
    }
    return wanted
  }
}

extension Model {
  /// The states of the weather that its schedules mind, in the order of their bits.
  public var foreseenStates: [String] {
    var states: [String] = []
    for schedule in schedules {
      for state in schedule.states where !states.contains(state) { states.append(state) }
    }
    return states
  }

  /// The bits of a schedule's states among those of all.
  fileprivate func bits(of schedule: Schedule) -> [Int] {
    schedule.states.map { foreseenStates.firstIndex(of: $0)! }
  }
}

extension ScheduledValue {
  /// Whether it is 0 in all trials: nobody waits where nothing is short, and who does not mind the
  /// weather loses nothing to it.
  fileprivate func isNone(in network: Network) -> Bool {
    switch quantity {
    case .waited: network.resources.isEmpty && network.budgets.isEmpty
    case .lostToWeather: network.lines[network.activities[activity].line].losses.isEmpty
    default: false
    }
  }
}

extension Network {
  /// The network with other numbers for the states of the weather.
  fileprivate func withStates(_ bits: [Int]) -> Network {
    var network = self
    network.lines = lines.map { line in
      WorkLine(
        label: line.label, firstDay: line.firstDay, workedShares: line.workedShares,
        losses: line.losses.map { WorkLine.Loss(state: bits[$0.state], share: $0.share) })
    }
    return network
  }
}
