import Probability
import SourceText

/// All that a scenario defines, before names are looked up: the input of `resolve`.
public struct Definitions: Sendable {
  /// The periods that the scenario covers.
  public var horizon: Horizon
  /// In the order of declaration, which decides where the order is free.
  public var indicators: [Indicator]
  /// The groups of streams that move together.
  public var correlations: [Correlation]
  /// Working-time calendars by id; formulas name them `calendars.<id>`.
  public var calendars: [WorkCalendar]
  /// What formulas ask for dates.
  public var schedules: [Schedule]
  /// What correlations joined in the scenario over which this one is laid.
  public var former = FormerCorrelations.none

  /// The definitions of a scenario.
  public init(
    horizon: Horizon, indicators: [Indicator] = [], correlations: [Correlation] = [],
    calendars: [WorkCalendar] = [], schedules: [Schedule] = []
  ) {
    self.horizon = horizon
    self.indicators = indicators
    self.correlations = correlations
    self.calendars = calendars
    self.schedules = schedules
  }
}

/// Streams whose draws move together.
public struct Correlation: Sendable {
  /// What the group is called; the stream of its common spread, where it has one, is named below.
  public let name: String
  /// The streams, in the order of the matrix.
  public let streams: [String]
  /// How they move together, as declared.
  public let dependence: Dependence
  /// Where the correlations come from, in words: `given`, or what they were estimated from.
  public let basis: String
  /// Whether the planner may allow a repair where the group is declared.
  public let isRepairable: Bool
  /// Where the planner declared the group.
  public let origin: SourceRange?
  /// Where its correlations stand, and their JSON path.
  public let place: (range: SourceRange, path: String)?

  /// The basis of correlations that the planner gives.
  public static let given = "given"

  /// A group of streams with the correlations between them.
  public init(
    name: String, streams: [String], dependence: Dependence, basis: String = given,
    isRepairable: Bool = true,
    origin: SourceRange? = nil, place: (range: SourceRange, path: String)? = nil
  ) {
    self.name = name
    self.streams = streams
    self.dependence = dependence
    self.basis = basis
    self.isRepairable = isRepairable
    self.origin = origin
    self.place = place
  }
}

/// A group of streams with the correlations that are simulated.
public struct ResolvedCorrelation: Sendable {
  /// What the group is called.
  public let name: String
  /// The streams, in the order of the matrix.
  public let streams: [String]
  /// The correlations, declared and used.
  public let dependence: ResolvedDependence
  /// Where the correlations come from, in words.
  public let basis: String
  /// What was drawn from those of its streams that a change has made certain, by stream.
  public let certain: [String: Draw]

  /// The stream of the spread that the values of a Student t copula have in common.
  public var spreadStream: String { name + ".spread" }
}
