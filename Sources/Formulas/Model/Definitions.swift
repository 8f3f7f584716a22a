import Probability
import SourceText

/// All that a scenario defines, before names are looked up: the input of `resolve`.
public struct Definitions: Sendable {
  public var horizon: Horizon
  public var indicators: [Indicator]
  public var correlations: [Correlation]
  /// Working-time calendars by id; formulas name them `calendars.<id>`.
  public var calendars: [WorkCalendar]

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
  public let origin: SourceRange?

  public init(streams: [String], matrix: CorrelationMatrix, origin: SourceRange? = nil) {
    self.streams = streams
    self.matrix = matrix
    self.origin = origin
  }
}
