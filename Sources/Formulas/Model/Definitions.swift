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

  /// The definitions of a scenario.
  public init(
    horizon: Horizon, indicators: [Indicator] = [], correlations: [Correlation] = [],
    calendars: [WorkCalendar] = []
  ) {
    self.horizon = horizon
    self.indicators = indicators
    self.correlations = correlations
    self.calendars = calendars
  }
}

/// Streams whose draws move together, joined by a Gaussian copula.
public struct Correlation: Sendable {
  /// The streams, in the order of the matrix.
  public let streams: [String]
  /// Correlations of the normal scores.
  public let matrix: CorrelationMatrix
  /// Where the planner declared them.
  public let origin: SourceRange?

  /// A group of streams with the correlations between them.
  public init(streams: [String], matrix: CorrelationMatrix, origin: SourceRange? = nil) {
    self.streams = streams
    self.matrix = matrix
    self.origin = origin
  }
}
