/// The parameters that a planner gave, in base units.
public struct ParameterValues: Sendable {
  private let named: [String: Double]
  /// The rows of a table form, or of a values form with equal probabilities.
  public let table: [(value: Double, probability: Double)]
  /// The quantiles of a map from probabilities, in the planner's order.
  public var points: [(probability: Double, value: Double)] = []
  /// The objects of a list, in the planner's order.
  public var rows: [ParameterValues] = []
  /// A distribution within this one.
  public var distribution: (any Distribution)?
  /// The words of choices by the names of their parameters.
  public var choices: [String: String] = [:]

  public init(_ named: [String: Double], table: [(value: Double, probability: Double)] = []) {
    self.named = named
    self.table = table
  }

  /// The value of a parameter; nil when it was not given and has no default.
  public subscript(name: String) -> Double? { named[name] }
}
