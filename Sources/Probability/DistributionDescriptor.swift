/// What there is to say about a family of distributions: the one record from which the reader,
/// the JSON Schema, `torreya describe` and the documentation derive.
public struct DistributionDescriptor: Sendable {
  /// The JSON key, such as `triangular`.
  public let name: String
  public let chineseName: String
  /// One English sentence: when a planner would use it.
  public let summary: String
  /// The ways to give its parameters; the first is the usual one.
  public let forms: [ParameterForm]
  /// A JSON text that can be read as it stands, such as `{ "pert": { "low": 1, … } }`.
  public let example: String
  public let isDiscrete: Bool

  public init(
    name: String, chineseName: String, summary: String, forms: [ParameterForm],
    example: String, isDiscrete: Bool = false
  ) {
    self.name = name
    self.chineseName = chineseName
    self.summary = summary
    self.forms = forms
    self.example = example
    self.isDiscrete = isDiscrete
  }
}

/// One way to give the parameters of a distribution.
public enum ParameterForm: Sendable {
  /// An object with these keys.
  case parameters([Parameter])
  /// An object from values to their probabilities, which sum to one.
  case table
  /// A list of equally likely values.
  case values
}

/// A named parameter of a distribution.
public struct Parameter: Sendable {
  /// What kind of number it is, which says how a reader treats its unit.
  public enum Role: Sendable {
    /// A value of the quantity itself, in its unit.
    case value
    /// A distance between values: the quantity's unit, positive.
    case spread
    /// A number without a unit.
    case number
    /// A probability or share.
    case probability
  }

  public let name: String
  public let role: Role
  public let summary: String
  /// The value when the planner leaves it out; nil when there is none.
  public let defaultValue: Double?
  /// Whether a planner must give it.
  public let isRequired: Bool

  /// - Parameter isRequired: when left out, what has no default is required.
  public init(
    _ name: String, _ role: Role, _ summary: String, default defaultValue: Double? = nil,
    isRequired: Bool? = nil
  ) {
    self.name = name
    self.role = role
    self.summary = summary
    self.defaultValue = defaultValue
    self.isRequired = isRequired ?? (defaultValue == nil)
  }
}

/// The parameters that a planner gave, in base units.
public struct ParameterValues: Sendable {
  private let named: [String: Double]
  /// The rows of a table form, or of a values form with equal probabilities.
  public let table: [(value: Double, probability: Double)]

  public init(_ named: [String: Double], table: [(value: Double, probability: Double)] = []) {
    self.named = named
    self.table = table
  }

  /// The value of a parameter; nil when it was not given and has no default.
  public subscript(name: String) -> Double? { named[name] }
}

/// Parameters that make no distribution.
public struct ParameterError: Error, Hashable, Sendable {
  /// The parameter to mend.
  public let parameter: String
  /// What would be right, such as `a number at or above low`.
  public let expected: String

  public init(parameter: String, expected: String) {
    self.parameter = parameter
    self.expected = expected
  }
}
