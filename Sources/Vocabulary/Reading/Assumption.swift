import Formulas
import SourceText

/// A value that the scenario gives, certain or not: a row of `assumptions.csv`.
public struct Assumption: Sendable {
  /// The id path, which is also the name of its indicator and of its random stream.
  public let id: String
  public let label: BilingualText
  /// What the object is called to which it belongs.
  public var object: BilingualText?
  /// The value that a deterministic plan would use, in base units; nil for a formula.
  public let value: Double?
  public let unit: UnitOfMeasure
  /// How it is given: `given`, a distribution with its parameters, or a formula.
  public let text: String
  public let isUncertain: Bool
  public let source: String?
  public let note: String?
}
