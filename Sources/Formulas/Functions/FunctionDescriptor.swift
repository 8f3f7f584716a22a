import SourceText

/// What there is to say about a function: the one record from which the parser, the unit check,
/// the suggestions and the documentation derive.
public struct FunctionDescriptor: Sendable {
  /// How it is written.
  public enum Notation: Hashable, Sendable {
    /// Between its two arguments.
    case infix(String)
    /// Before its argument.
    case prefix(String)
    /// As a name with its arguments in brackets.
    case call(String)
  }

  /// The section of the documentation in which it stands.
  public enum Group: String, CaseIterable, Sendable {
    case arithmetic, comparison, logic, numbers, members, time, days, dates, quantiles
  }

  /// Its section of the documentation.
  public let group: Group
  /// How it is written.
  public let notation: Notation
  /// The names of its arguments as the documentation shows them; `…` stands for more of the
  /// same, and a `?` ends one that may be left out.
  public let arguments: [String]
  /// What it gives.
  public let summary: BilingualText
  /// How the unit of its value follows.
  public let unitRule: UnitRule
  /// A formula that uses it, with its value.
  public let example: FunctionExample
  /// How many arguments it takes; the upper bound is `Int.max` for any number.
  public let arity: ClosedRange<Int>

  init(
    group: Group, notation: Notation, arguments: [String], summary: BilingualText,
    unitRule: UnitRule, example: FunctionExample
  ) {
    self.group = group
    self.notation = notation
    self.arguments = arguments
    self.summary = summary
    self.unitRule = unitRule
    self.example = example
    let required = arguments.count { $0 != "…" && !$0.hasSuffix("?") }
    arity = required...(arguments.last == "…" ? .max : arguments.count)
  }

  /// The name or operator that a planner writes.
  public var spelling: String {
    switch notation {
    case .infix(let mark), .prefix(let mark), .call(let mark): mark
    }
  }

  /// How it looks in use, such as `clamp(x, lower, upper)`.
  public var signature: String {
    switch notation {
    case .infix(let mark): "\(arguments[0]) \(mark) \(arguments[1])"
    case .prefix(let mark) where mark == "-": "-\(arguments[0])"
    case .prefix(let mark): "\(mark) \(arguments[0])"
    case .call(let name): "\(name)(\(arguments.joined(separator: ", ")))"
    }
  }
}

/// A formula and what it gives, which the tests hold it to.
public struct FunctionExample: Sendable {
  /// A name that the formula uses.
  public struct Input: Sendable {
    /// The id that the formula uses.
    public let name: String
    /// What the values measure.
    public let unit: UnitOfMeasure
    /// One value for all periods or one for each, in base units.
    public let values: [Double]
  }

  /// The text of the formula.
  public let formula: String
  /// The names that the formula uses.
  public let inputs: [Input]
  /// One value for all periods or one for each, in base units. Periods are months from 2024-01
  /// on; `calendars.week` has five working days a week.
  public let gives: [Double]
}
