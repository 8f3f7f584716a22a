import Scheduling

/// A network of activities as an instruction schedules it: its dates go to as many slots in a row.
public struct ScheduleSite: Sendable {
  /// The schedule's name.
  public let label: String
  /// Its losses to weather name the bits of the states that the plan ahead foresees.
  public let network: Network
  /// What is made of it, by destination.
  public let outputs: [NetworkRun.Output]
  /// The numbers that the network asks for.
  public internal(set) var inputs: [Slot] = []

  /// Whether it has to know the weather.
  public var mindsWeather: Bool { network.lines.contains { !$0.losses.isEmpty } }
}

/// A plan whose days are run before another one: what it foresees, the schedules of that one read.
///
/// Both draw the same numbers, since a draw is a function of its stream, its day and its trial.
public final class PlanAhead: Sendable {
  /// How many states of a day it can foresee: the bits of a byte.
  public static let mostStates = 8

  public let plan: Plan
  /// The first of its days, since 1970-01-01.
  public let firstDay: Int

  public init(_ plan: Plan, firstDay: Int) {
    self.plan = plan
    self.firstDay = firstDay
  }

  /// Its days, since 1970-01-01.
  public var days: Range<Int> { firstDay..<(firstDay + plan.days) }
}
