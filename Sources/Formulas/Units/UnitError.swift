import SourceText

/// A text that is no unit or no quantity, told so that it can be mended.
public struct UnitError: Error, Hashable, Sendable {
  /// The kind of mistake.
  public let code: DiagnosticCode
  /// What is wrong, such as `'万圆' is not a unit`.
  public let message: BilingualText
  /// What would have been right.
  public let expected: BilingualText
  private let mending: Mending?

  /// How it is mended.
  private enum Mending: Hashable {
    case told(BilingualText)
    /// By the unit whose spelling is nearest to a word.
    case nearest(to: String)
  }

  init(
    _ code: DiagnosticCode, _ message: BilingualText, expected: BilingualText,
    suggestion: BilingualText? = nil
  ) {
    self.code = code
    self.message = message
    self.expected = expected
    mending = suggestion.map(Mending.told)
  }

  init(
    _ code: DiagnosticCode, _ message: BilingualText, expected: BilingualText,
    misspelt word: String
  ) {
    self.code = code
    self.message = message
    self.expected = expected
    mending = .nearest(to: word)
  }

  /// How to mend it, such as `did you mean '万元'?`; nil when nothing is near.
  ///
  /// - Complexity: it looks through the spellings of all units, and only when it is asked for:
  ///   whether a text is a unit is often tried before it is read as something else.
  public var suggestion: BilingualText? {
    switch mending {
    case nil: nil
    case .told(let text): text
    case .nearest(let word):
      UnitCatalogue.spelling(nearestTo: word).map(BilingualText.didYouMean)
    }
  }

  /// The mistake at its place in a file.
  public func diagnostic(at range: SourceRange?, path: String? = nil) -> Diagnostic {
    Diagnostic(code, message, at: range, path: path, expected: expected, suggestion: suggestion)
  }
}
