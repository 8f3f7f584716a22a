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
      throw FormulaSyntaxError(
        .init(zh: "公式里没有内容", en: "the formula is empty"), at: next.range,
        expected: .init(zh: "公式", en: "a formula"))
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
        .init(zh: "右括号没有对应的左括号", en: "a closing bracket has no opening one"),
        at: next.range, expected: .init(zh: "“(”与“)”一样多", en: "as many ( as )"))
    case .comma:
      FormulaSyntaxError(
        .init(
          zh: "逗号不在函数的括号里", en: "a comma stands outside the brackets of a function"),
        at: next.range,
        expected: .init(zh: "运算符，或公式到此为止", en: "an operator or the end of the formula"))
    default:
      FormulaSyntaxError(
        .init(
          zh: "\(next.description.zh)与前面的内容接不上",
          en: "\(next.description.en) does not follow from what is before it"),
        at: next.range,
        expected: .init(
          zh: "两者之间的运算符，如 *", en: "an operator between the two, such as *"))
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
      .init(zh: "比较不能连着写", en: "comparisons cannot be chained"),
      at: range.lowerBound..<next.range.upperBound,
      suggestion: .init(zh: "写成 a < b and b < c", en: "write a < b and b < c"))
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
        .init(zh: "这里的“not”要加括号", en: "'not' needs brackets here"), at: next.range,
        suggestion: .init(zh: "写成 (not …)", en: "write (not …)"))
    default:
      throw missingOperand()
    }
  }

  private func missingOperand() -> FormulaSyntaxError {
    let expected = BilingualText(
      zh: "数、名称、函数或括号", en: "a number, a name, a function or a bracket")
    let second = next.description
    guard index > 0 else {
      return FormulaSyntaxError(
        .init(zh: "公式以\(second.zh)开头", en: "the formula begins with \(second.en)"),
        at: next.range, expected: expected)
    }
    let first = tokens[index - 1].description
    return FormulaSyntaxError(
      .init(
        zh: "\(first.zh)与\(second.zh)之间少了内容",
        en: "something is missing between \(first.en) and \(second.en)"),
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
        .severalIndicators(pattern), at: token.range, expected: .placeOfPatterns,
        suggestion: .init(zh: "写成 sum(\(pattern))", en: "write sum(\(pattern))"))
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
          .init(zh: "括号没有闭合", en: "a bracket is not closed"), at: opening,
          expected: .init(zh: "每个“(”都有“)”", en: "a ) for every ("))
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
    if case .close = next.kind {
    } else {
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
        .unknownFunction,
        .init(zh: "没有函数“\(name)”", en: "'\(name)' is not a function")
          + source.place(of: range),
        at: source.range(of: range),
        expected: near == nil ? .oneOf(FormulaFunction.callableNames) : nil,
        suggestion: near.map(BilingualText.didYouMean)))
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
      .init(
        zh: "公式的嵌套超过 \(Formula.depthLimit) 层",
        en: "the formula nests more than \(Formula.depthLimit) levels deep"),
      at: range, code: .nestingTooDeep,
      suggestion: .init(
        zh: "拆成几个指标；很长的加法写成 sum(a, b, …)",
        en: "split it into several indicators, or write a long sum as sum(a, b, …)"))
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
