/// Named formulas with every name known, every unit checked, and in an order in which each
/// needs only the ones before it: what `lower` turns into a plan.
public struct Model: Sendable {
  /// The periods that it covers.
  public let horizon: Horizon
  /// In evaluation order within a period.
  public let indicators: [ResolvedIndicator]
  /// The groups of streams that move together.
  public let correlations: [ResolvedCorrelation]
  /// The working-time calendars that formulas name.
  public let calendars: [WorkCalendar]
  /// What formulas ask for dates.
  public let schedules: [Schedule]

  /// The streams that a change has made certain, and that moved with others before.
  public var certainStreams: [String] {
    correlations.flatMap { group in group.streams.filter { group.certain[$0] != nil } }
  }
}

/// An indicator of a model, with what resolution found out about it.
public struct ResolvedIndicator: Sendable {
  /// When its value is known.
  public enum Timing: String, Sendable {
    /// Before the first period: the same in all of them.
    case once
    /// In each period.
    case each
    /// On each day.
    case day
    /// After the last period.
    case after

    /// Whether the results show a value for each period; what has one each day shows one too.
    public var showsPeriods: Bool { self == .each || self == .day }
  }

  /// Its formula has no `members` left: patterns are replaced by the ids they match.
  public let indicator: Indicator
  /// When its value is known.
  public let timing: Timing
}
