/// A mistake of the planner's, told so that it can be mended at once.
public struct Diagnostic: Sendable {
  public enum Severity: String, Sendable { case error, warning }

  public let code: DiagnosticCode
  public let severity: Severity
  /// What is wrong, in the planner's words; one sentence without a full stop.
  public let message: BilingualText
  /// Where it is wrong; nil only when nothing was read, such as a missing file.
  public let range: SourceRange?
  /// The JSON path of the value, such as `$.fiscal.taxes[0].annual`.
  public let path: String?
  /// What would have been right, with its unit and range.
  public let expected: BilingualText?
  /// What was found instead.
  public let found: BilingualText?
  /// How to mend it, such as `did you mean 'triangular'?`.
  public let suggestion: BilingualText?

  public init(
    _ code: DiagnosticCode, _ message: BilingualText, at range: SourceRange?,
    path: String? = nil, expected: BilingualText? = nil, found: BilingualText? = nil,
    suggestion: BilingualText? = nil, severity: Severity = .error
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
