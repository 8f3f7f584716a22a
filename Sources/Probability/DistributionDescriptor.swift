import Languages

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
  /// A list of objects that each have these keys.
  case rows([Parameter])
}

/// A named parameter of a distribution.
public struct Parameter: Sendable {
  /// What kind of number it is, which says how a reader treats its unit; or what else it is.
  public indirect enum Role: Sendable {
    /// A value of the quantity itself, in its unit.
    case value
    /// A distance between values: the quantity's unit, positive.
    case spread
    /// A number without a unit.
    case number
    /// A probability or share.
    case probability
    /// A name that is for people only.
    case text
    /// One of these words.
    case choice([String])
    /// An object from probabilities to values of the quantity.
    case quantiles
    /// A list of objects that each have these keys.
    case rows([Parameter])
    /// A distribution of the same quantity: its key is the name of the family, not the
    /// parameter's.
    case distribution(DistributionKind)
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

/// Which distributions may stand within another one.
public enum DistributionKind: Sendable {
  case any
  /// Those of whole numbers from 0.
  case counts
}

/// Parameters that make no distribution.
public struct ParameterError: Error, Hashable, Sendable {
  /// The parameter to mend.
  public let parameter: String
  /// What would be right, such as `a number at or above low`.
  public let expected: BilingualText
  /// In a list or a map, which entry is to be mended; they count from 0.
  public let row: Int?

  public init(parameter: String, expected: BilingualText, row: Int? = nil) {
    self.parameter = parameter
    self.expected = expected
    self.row = row
  }

  /// The same problem, of an object in a list.
  func inRow(_ row: Int) -> ParameterError {
    ParameterError(parameter: parameter, expected: expected, row: row)
  }
}
