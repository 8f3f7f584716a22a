/// A mistake of the planner's, told so that it can be mended at once.
public struct Diagnostic: Sendable {
  public enum Severity: String, Sendable { case error, warning }

  public let code: DiagnosticCode
  public let severity: Severity
  /// What is wrong, in the planner's words; one sentence without a full stop.
  public let message: String
  /// Where it is wrong; nil only when nothing was read, such as a missing file.
  public let range: SourceRange?
  /// The JSON path of the value, such as `$.fiscal.taxes[0].annual`.
  public let path: String?
  /// What would have been right, with its unit and range.
  public let expected: String?
  /// What was found instead.
  public let found: String?
  /// How to mend it, such as `did you mean 'triangular'?`.
  public let suggestion: String?

  public init(
    _ code: DiagnosticCode, _ message: String, at range: SourceRange?, path: String? = nil,
    expected: String? = nil, found: String? = nil, suggestion: String? = nil,
    severity: Severity = .error
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.range = range
    self.path = path
    self.expected = expected
    self.found = found
    self.suggestion = suggestion
  }
}

/// All that is wrong with one input. Thrown only at the edge of a stage, never one by one.
public struct Diagnostics: Error, Sendable {
  public let all: [Diagnostic]

  public init(_ all: [Diagnostic]) {
    self.all = all
  }
}
