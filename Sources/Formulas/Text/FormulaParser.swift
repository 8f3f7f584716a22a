import SourceText

/// Makes a formula of its words, by precedence climbing.
///
/// From loose to tight: `or`, `and`, `not`, comparison, `+ -`, `* /`, unary minus, `^`.
/// Comparisons do not chain; `^` groups from the right, all others from the left.
struct FormulaParser {
  private let tokens: [FormulaToken]
  private let source: FormulaSource
  private var index = 0
  private var nesting = 0
  /// Mistakes after which the reading went on.
  private(set) var diagnostics: [Diagnostic] = []

  /// A part of the formula with its place and the depth of its tree.
  private struct Part {
    let formula: Formula
    let range: Range<Int>
    let depth: Int
  }

  init(_ tokens: [FormulaToken], _ source: FormulaSource) {
    self.tokens = tokens
    self.source = source
  }

  mutating func wholeFormula() throws(FormulaSyntaxError) -> Formula {
    if case .end = next.kind {
      throw FormulaSyntaxError("the formula is empty", at: next.range, expected: "a formula")
    }
    let whole = try expression(.or)
    guard case .end = next.kind else { throw unexpected() }
    return whole.formula
  }

  private var next: FormulaToken { tokens[index] }

  private func unexpected() -> FormulaSyntaxError {
    switch next.kind {
    case .close:
      FormulaSyntaxError(
        "a closing bracket has no opening one", at: next.range, expected: "as many ( as )")
    case .comma:
      FormulaSyntaxError(
        "a comma stands outside the brackets of a function", at: next.range,
        expected: "an operator or the end of the formula")
    default:
      FormulaSyntaxError(
        "\(next.description) does not follow from what is before it", at: next.range,
        expected: "an operator between the two, such as *")
    }
  }

  // MARK: Operators

  private mutating func expression(
    _ loosest: Precedence
  ) throws(FormulaSyntaxError) -> Part {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting <= Formula.depthLimit else { throw tooDeep(next.range) }
    var left = try operand(loosest)
    while case .mark(let mark) = next.kind, let (function, precedence) = Self.infix[mark],
      precedence >= loosest
    {
      index += 1
      let right = try expression(
        precedence == .power ? .minus : precedence.tighter)
      let range = left.range.lowerBound..<right.range.upperBound
      try refuseChain(precedence, range)
      left = try part(function, [left, right], range)
    }
    return left
  }

  /// Refuses `a < b < c`, which reads as mathematics but would compare a truth with a number.
  private func refuseChain(
    _ precedence: Precedence, _ range: Range<Int>
  ) throws(FormulaSyntaxError) {
    guard precedence == .comparison, case .mark(let mark) = next.kind,
      Self.infix[mark]?.1 == .comparison
    else { return }
    throw FormulaSyntaxError(
      "comparisons cannot be chained", at: range.lowerBound..<next.range.upperBound,
      suggestion: "write a < b and b < c")
  }

  /// An operand with the prefix operators before it.
  private mutating func operand(_ loosest: Precedence) throws(FormulaSyntaxError) -> Part {
    guard case .mark(let mark) = next.kind else { return try primary() }
    let start = next.range.lowerBound
    switch mark {
    case "-":
      index += 1
      let negated = try expression(.minus)
      return try part(.negate, [negated], start..<negated.range.upperBound)
    case "not" where loosest <= .not:
      index += 1
      let denied = try expression(.not)
      return try part(.not, [denied], start..<denied.range.upperBound)
    case "not":
      throw FormulaSyntaxError(
        "'not' needs brackets here", at: next.range, suggestion: "write (not …)")
    default:
      throw missingOperand()
    }
  }

  private func missingOperand() -> FormulaSyntaxError {
    let expected = "a number, a name, a function or a bracket"
    guard index > 0 else {
      return FormulaSyntaxError(
        "the formula begins with \(next.description)", at: next.range, expected: expected)
    }
    return FormulaSyntaxError(
      "something is missing between \(tokens[index - 1].description) and \(next.description)",
      at: next.range, expected: expected)
  }

  // MARK: Operands

  private mutating func primary() throws(FormulaSyntaxError) -> Part {
    let token = next
    switch token.kind {
    case .number(let value, let unit):
      index += 1
      return leaf(.constant(value, unit), token)
    case .name(let name):
      index += 1
      if case .open = next.kind { return try call(name, token.range) }
      return leaf(.reference(name), token)
    case .pattern(let pattern):
      throw FormulaSyntaxError(
        "'\(pattern)' stands for several indicators", at: token.range,
        expected: "such a pattern as an argument of sum, mean, sumOfLargest, min or max only",
        suggestion: "write sum(\(pattern))")
    case .open:
      index += 1
      let inner = try expression(.or)
      try close(token.range)
      return inner
    case .mark, .close, .comma, .end:
      throw missingOperand()
    }
  }

  private func leaf(_ node: Formula.Node, _ token: FormulaToken) -> Part {
    Part(
      formula: Formula(node, origin: source.range(of: token.range)), range: token.range, depth: 1)
  }

  /// The closing bracket of the one at `opening`.
  private mutating func close(_ opening: Range<Int>) throws(FormulaSyntaxError) {
    guard case .close = next.kind else {
      if case .end = next.kind {
        throw FormulaSyntaxError(
          "a bracket is not closed", at: opening, expected: "a ) for every (")
      }
      throw unexpected()
    }
    index += 1
  }

  // MARK: Functions

  private mutating func call(
    _ name: String, _ nameRange: Range<Int>
  ) throws(FormulaSyntaxError) -> Part {
    let opening = next.range
    index += 1
    let function = FormulaFunction.named(name)
    var arguments: [Part] = []
    if case .close = next.kind {} else {
      arguments.append(try argument(of: function))
      while case .comma = next.kind {
        index += 1
        arguments.append(try argument(of: function))
      }
    }
    try close(opening)
    let range = nameRange.lowerBound..<tokens[index - 1].range.upperBound
    guard let function else {
      reportUnknownFunction(name, nameRange)
      return Part(formula: .constant(0), range: range, depth: 1)
    }
    if let diagnostic = argumentCountDiagnostic(
      function, count: arguments.count, at: source.range(of: range))
    {
      diagnostics.append(diagnostic)
    }
    return try part(function, arguments, range)
  }

  private mutating func argument(
    of function: FormulaFunction?
  ) throws(FormulaSyntaxError) -> Part {
    guard case .pattern(let pattern) = next.kind, function?.takesMembers ?? true else {
      return try expression(.or)
    }
    index += 1
    return leaf(.members(pattern: pattern), tokens[index - 1])
  }

  private mutating func reportUnknownFunction(_ name: String, _ range: Range<Int>) {
    let near = FormulaFunction.nearestName(to: name)
    diagnostics.append(
      Diagnostic(
        .unknownFunction, "'\(name)' is not a function" + source.place(of: range),
        at: source.range(of: range),
        expected: near == nil
          ? "one of: \(FormulaFunction.callableNames.joined(separator: ", "))" : nil,
        suggestion: near.map { "did you mean '\($0)'?" }))
  }

  private func part(
    _ function: FormulaFunction, _ arguments: [Part], _ range: Range<Int>
  ) throws(FormulaSyntaxError) -> Part {
    let depth = 1 + (arguments.map(\.depth).max() ?? 0)
    guard depth <= Formula.depthLimit else { throw tooDeep(range) }
    return Part(
      formula: Formula(
        .call(function, arguments.map(\.formula)), origin: source.range(of: range)),
      range: range, depth: depth)
  }

  private func tooDeep(_ range: Range<Int>) -> FormulaSyntaxError {
    FormulaSyntaxError(
      "the formula nests more than \(Formula.depthLimit) levels deep", at: range,
      code: .nestingTooDeep,
      suggestion: "split it into several indicators, or write a long sum as sum(a, b, …)")
  }
}

extension FormulaParser {
  /// How tightly an operator binds, from loose to tight.
  enum Precedence: Int, Comparable {
    case or, and, not, comparison, additive, multiplicative, minus, power, primary

    /// The next one; of the tightest, itself.
    var tighter: Precedence { Precedence(rawValue: rawValue + 1) ?? self }

    static func < (left: Precedence, right: Precedence) -> Bool {
      left.rawValue < right.rawValue
    }
  }

  /// The operators that stand between their operands.
  static let infix: [String: (FormulaFunction, Precedence)] = {
    var operators: [String: (FormulaFunction, Precedence)] = [:]
    for function in FormulaFunction.allCases {
      guard case .infix(let mark) = function.descriptor.notation,
        let precedence = function.precedence
      else { continue }
      operators[mark] = (function, precedence)
    }
    return operators
  }()
}

extension FormulaFunction {
  /// How tightly it binds when it is an operator; nil when it is called by name.
  var precedence: FormulaParser.Precedence? {
    switch self {
    case .or: .or
    case .and: .and
    case .not: .not
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: .comparison
    case .add, .subtract: .additive
    case .multiply, .divide: .multiplicative
    case .negate: .minus
    case .power: .power
    default: nil
    }
  }

  /// Whether a members pattern may be among its arguments.
  var takesMembers: Bool {
    switch self {
    case .sum, .mean, .sumOfLargest, .minimum, .maximum: true
    default: false
    }
  }

  /// The function whose name is nearest to a misspelt one.
  static func nearestName(to name: String) -> String? {
    callableNames.first { $0.lowercased() == name.lowercased() }
      ?? nearest(to: name, among: callableNames)
  }
}

/// What is wrong with a number of arguments; nil when it is right.
func argumentCountDiagnostic(
  _ function: FormulaFunction, count: Int, at range: SourceRange?
) -> Diagnostic? {
  let descriptor = function.descriptor
  let arity = descriptor.arity
  guard !arity.contains(count) else { return nil }
  let wanted =
    switch arity.upperBound {
    case arity.lowerBound: "\(arity.lowerBound)"
    case .max: "at least \(arity.lowerBound)"
    default: "\(arity.lowerBound) or \(arity.upperBound)"
    }
  let noun = wanted == "1" || wanted == "at least 1" ? "argument" : "arguments"
  return Diagnostic(
    .argumentCount, "'\(descriptor.spelling)' takes \(wanted) \(noun), and \(count) are given",
    at: range, expected: descriptor.signature)
}
