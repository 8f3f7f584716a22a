import SourceText

/// Why a history does not give the law that is asked for.
enum FitRefusal: Error, Sendable {
  /// Mistakes in the table, at their places.
  case mistakes([Diagnostic])
  /// What is asked for cannot be had of it.
  case problem(Problem)

  /// A mistake in the object that asks.
  struct Problem: Sendable {
    /// The key at which it is to be mended.
    let field: Field
    let code: DiagnosticCode
    let message: BilingualText
    let expected: BilingualText
    var suggestion: BilingualText?

    init(
      _ field: Field, code: DiagnosticCode = .invalidValue, _ message: BilingualText,
      expected: BilingualText, suggestion: BilingualText? = nil
    ) {
      self.field = field
      self.code = code
      self.message = message
      self.expected = expected
      self.suggestion = suggestion
    }
  }
}
