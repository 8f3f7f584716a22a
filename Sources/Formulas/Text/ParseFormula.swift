import SourceText

/// Reads a planner's formula.
///
/// - Parameter origin: the JSON string that holds the text, with its quotes.
/// - Returns: the formula, and all that is wrong. The formula is nil when something is an error.
public func parseFormula(
  _ text: String, origin: SourceRange? = nil
) -> (Formula?, [Diagnostic]) {
  let source = FormulaSource(text, origin: origin)
  do throws(FormulaSyntaxError) {
    var lexer = FormulaLexer(source)
    var parser = FormulaParser(try lexer.tokens(), source)
    let formula = try parser.wholeFormula()
    return parser.diagnostics.isEmpty ? (formula, []) : (nil, parser.diagnostics)
  } catch {
    return (nil, [error.diagnostic(in: source)])
  }
}

extension Formula {
  /// How deep formulas may nest: far beyond what people write, and safe for every stage that
  /// walks down them.
  static let depthLimit = 128
}
