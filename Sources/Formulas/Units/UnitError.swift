import SourceText

/// A text that is no unit or no quantity, told so that it can be mended.
public struct UnitError: Error, Hashable, Sendable {
  /// The kind of mistake.
  public let code: DiagnosticCode
  /// What is wrong, such as `'万圆' is not a unit`.
  public let message: String
  /// What would have been right.
  public let expected: String
  /// How to mend it, such as `did you mean '万元'?`; nil when nothing is near.
  public let suggestion: String?

  init(_ code: DiagnosticCode, _ message: String, expected: String, suggestion: String? = nil) {
    self.code = code
    self.message = message
    self.expected = expected
    self.suggestion = suggestion
  }

  /// The mistake at its place in a file.
  public func diagnostic(at range: SourceRange?, path: String? = nil) -> Diagnostic {
    Diagnostic(code, message, at: range, path: path, expected: expected, suggestion: suggestion)
  }
}
