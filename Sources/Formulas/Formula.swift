import SourceText

/// What a planner means by a number: an expression over named indicators, time and draws.
///
/// The domain components and the planners' own texts both end here, so neither can do what the
/// other cannot. All numbers inside are in base units (yuan, days, metres, one visit).
public struct Formula: Sendable {
  public let node: Node
  /// Where the planner wrote it; nil for the parts that a component adds.
  public let origin: SourceRange?

  public init(_ node: Node, origin: SourceRange? = nil) {
    self.node = node
    self.origin = origin
  }

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
    /// A random value from a named stream.
    case draw(Draw)
    case call(FormulaFunction, [Formula])
  }
}

extension Formula {
  public static func constant(_ value: Double, _ unit: UnitOfMeasure = .one) -> Formula {
    Formula(.constant(value, unit))
  }

  public static func reference(_ id: String) -> Formula { Formula(.reference(id)) }
  public static func members(_ pattern: String) -> Formula { Formula(.members(pattern: pattern)) }

  public static func call(_ function: FormulaFunction, _ arguments: Formula...) -> Formula {
    Formula(.call(function, arguments))
  }

  public static func + (left: Formula, right: Formula) -> Formula { .call(.add, left, right) }
  public static func - (left: Formula, right: Formula) -> Formula { .call(.subtract, left, right) }
  public static func * (left: Formula, right: Formula) -> Formula { .call(.multiply, left, right) }
  public static func / (left: Formula, right: Formula) -> Formula { .call(.divide, left, right) }
  public static prefix func - (operand: Formula) -> Formula { .call(.negate, operand) }
}
