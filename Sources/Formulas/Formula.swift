import SourceText

/// What a planner means by a number: an expression over named indicators, time and draws.
///
/// The domain components and the planners' own texts both end here, so neither can do what the
/// other cannot. All numbers inside are in base units (yuan, days, metres, one visit).
public struct Formula: Sendable {
  /// What it computes.
  public let node: Node
  /// Where the planner wrote it; nil for the parts that a component adds.
  public let origin: SourceRange?

  /// A formula that was written at `origin`, or that a component made.
  public init(_ node: Node, origin: SourceRange? = nil) {
    self.node = node
    self.origin = origin
  }

  /// The kinds of formula: a closed set, which every later stage knows.
  public indirect enum Node: Sendable {
    /// A number with its unit.
    case constant(Double, UnitOfMeasure)
    /// The value of another indicator in the same period, by its id.
    case reference(String)
    /// Every indicator whose id matches a pattern in which `*` stands for one segment; an
    /// argument of `sum`, `mean`, `min` and `max` only.
    case members(pattern: String)
    /// One number for each period of the horizon.
    case series([Double], UnitOfMeasure)
    /// One number for each day of the horizon.
    case daySeries([Double], UnitOfMeasure)
    /// A random value from a named stream.
    case draw(Draw)
    /// What a schedule says of one of its activities; made by components.
    case scheduled(ScheduledValue)
    case call(FormulaFunction, [Formula])
  }
}

extension Formula {
  /// A number of base units.
  public static func constant(_ value: Double, _ unit: UnitOfMeasure = .one) -> Formula {
    Formula(.constant(value, unit))
  }

  /// The value of another indicator.
  public static func reference(_ id: String) -> Formula { Formula(.reference(id)) }
  /// Every indicator whose id matches a pattern.
  public static func members(_ pattern: String) -> Formula { Formula(.members(pattern: pattern)) }

  /// A function of other formulas.
  public static func call(_ function: FormulaFunction, _ arguments: Formula...) -> Formula {
    Formula(.call(function, arguments))
  }

  /// The sum of two formulas.
  public static func + (left: Formula, right: Formula) -> Formula { .call(.add, left, right) }
  /// The difference of two formulas.
  public static func - (left: Formula, right: Formula) -> Formula { .call(.subtract, left, right) }
  /// The product of two formulas.
  public static func * (left: Formula, right: Formula) -> Formula { .call(.multiply, left, right) }
  /// The quotient of two formulas.
  public static func / (left: Formula, right: Formula) -> Formula { .call(.divide, left, right) }
  /// The formula with the other sign.
  public static prefix func - (operand: Formula) -> Formula { .call(.negate, operand) }
}
