import SourceText

/// Reads a planner's formula.
///
/// - Parameter origin: the JSON string that holds the text, with its quotes.
/// - Returns: the formula, and all that is wrong. The formula is nil when something is an error.
public func parseFormula(
  _ text: String, origin: SourceRange?
) -> (Formula?, [Diagnostic]) {
  (nil, [])
}
