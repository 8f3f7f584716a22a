import Probability

/// A random value: which stream it comes from, how often it is drawn anew, and how it is
/// distributed.
///
/// The value is a function of the seed, the stream's name, the period and the trial, and of
/// nothing else. Two formulas that name the same stream get the same numbers.
public struct Draw: Sendable {
  /// How often a new value is drawn.
  public enum Cadence: String, Sendable {
    /// One value for the whole horizon.
    case once
    /// One value for each calendar year.
    case everyYear
    /// One value for each period.
    case everyPeriod
    /// One value for each day.
    case everyDay
  }

  /// The name of the stream: the id path of the value, such as `fiscal.vat.annual`.
  public let stream: String
  /// How often a new value is drawn.
  public let cadence: Cadence
  /// With parameters in base units.
  public let distribution: any Distribution
  /// What the value measures, and the unit in which it is shown.
  public let unit: UnitOfMeasure
  /// The distribution as the planner wrote it, such as `pert(low: 3800万元, …)`.
  public let text: String

  /// A random value from a named stream.
  public init(
    stream: String, cadence: Cadence, distribution: any Distribution, unit: UnitOfMeasure,
    text: String
  ) {
    self.stream = stream
    self.cadence = cadence
    self.distribution = distribution
    self.unit = unit
    self.text = text
  }
}
