import Scheduling

/// A network of activities whose numbers are formulas: what a formula asks for dates.
///
/// It is computed before the first period, so its numbers may be anything that is known then. The
/// weather that it minds is drawn ahead for all days of the horizon; it is the same weather that
/// later periods see, because a draw is a function of its stream, its period and its trial.
public struct Schedule: Sendable {
  /// What formulas and the printed plan call it, such as `works.yuehuashanRoad`.
  public let name: String
  /// The activities and what limits them.
  public let network: Network
  /// What the printed formulas call each activity.
  public let activityNames: [String]
  /// The numbers that each trial brings along, by input of the network: constants, and references
  /// to indicators that are known before the first period.
  public let inputs: [Formula]
  /// The ids of the indicators that are the states of its weather, by bit: 1 or 0 on each day. They
  /// may depend on no schedule.
  public let states: [String]

  /// A schedule whose numbers are formulas.
  ///
  /// - Precondition: each input is a constant or a reference.
  public init(
    name: String, network: Network, activityNames: [String], inputs: [Formula],
    states: [String] = []
  ) {
    precondition(network.inputs == inputs.count, "one formula for each input")
    precondition(network.activities.count == activityNames.count, "one name for each activity")
    self.name = name
    self.network = network
    self.activityNames = activityNames
    self.inputs = inputs
    self.states = states
  }
}

/// What a formula asks of a schedule.
public struct ScheduledValue: Hashable, Sendable {
  /// The schedule's name.
  public let schedule: String
  /// The place of the activity in its network.
  public let activity: Int
  /// What is asked.
  public let quantity: Network.Quantity

  /// What is asked of an activity of a schedule.
  public init(schedule: String, activity: Int, quantity: Network.Quantity) {
    self.schedule = schedule
    self.activity = activity
    self.quantity = quantity
  }
}

extension Network.Quantity {
  /// What it measures.
  public var unit: UnitOfMeasure {
    switch self {
    case .begins, .ends, .start, .finish: .date
    case .totalFloat, .freeFloat, .lostToWeather, .waited: .day
    case .critical: .share
    }
  }
}

extension Formula {
  /// What a schedule says of one of its activities.
  public static func scheduled(
    _ schedule: String, _ activity: Int, _ quantity: Network.Quantity
  ) -> Formula {
    Formula(
      .scheduled(ScheduledValue(schedule: schedule, activity: activity, quantity: quantity)))
  }

  /// Calls `body` on everything that the formula asks of schedules.
  func forEachScheduledValue(_ body: (ScheduledValue) -> Void) {
    switch node {
    case .scheduled(let value): body(value)
    case .call(_, let arguments):
      for argument in arguments { argument.forEachScheduledValue(body) }
    case .constant, .reference, .members, .series, .daySeries, .draw: break
    }
  }
}
