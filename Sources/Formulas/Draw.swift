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

  /// What more of a draw is: what the model makes of high numbers, or of low ones.
  public enum Sense: Sendable {
    /// The higher the number, the more.
    case rising
    /// The lower the number, the more: what happens below a probability, happens most surely at 0.
    case falling
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
  /// Which of its numbers are more of what it decides. It changes no result: whoever says whether
  /// results go up or down with it asks for it.
  public let sense: Sense

  /// A random value from a named stream.
  public init(
    stream: String, cadence: Cadence, distribution: any Distribution, unit: UnitOfMeasure,
    text: String, sense: Sense = .rising
  ) {
    self.stream = stream
    self.cadence = cadence
    self.distribution = distribution
    self.unit = unit
    self.text = text
    self.sense = sense
  }
}
