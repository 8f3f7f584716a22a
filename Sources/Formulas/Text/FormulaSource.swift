import SourceText

/// A formula's text with the place that it has in a file.
struct FormulaSource: Sendable {
  /// The text in the forms that the lexer knows; scalar by scalar as the planner wrote it.
  let scalars: [Unicode.Scalar]
  /// The JSON string that holds the text, with its quotes.
  private let origin: SourceRange?
  /// The byte offset in the file of each scalar and of the end; nil when the JSON string has
  /// escapes, so that positions in the text are not positions in the file.
  private let offsets: [Int]?

  init(_ text: String, origin: SourceRange?) {
    scalars = normalizedScalars(text)
    self.origin = origin
    offsets = origin.flatMap { Self.offsets(of: text, in: $0) }
  }

  /// The place in the file of some scalars of the text: theirs when it is known, otherwise the
  /// whole string's.
  func range(of scalars: Range<Int>) -> SourceRange? {
    guard let origin, let offsets else { return origin }
    return SourceRange(
      file: origin.file, offsets: offsets[scalars.lowerBound]..<offsets[scalars.upperBound])
  }

  /// What a message says of a place that its range cannot show: ` (character 9)`, or nothing.
  func place(of scalars: Range<Int>) -> BilingualText {
    guard offsets == nil else { return .same("") }
    let number = scalars.lowerBound + 1
    return BilingualText(zh: "（第 \(number) 个字符）", en: " (character \(number))")
  }

  private static func offsets(of text: String, in origin: SourceRange) -> [Int]? {
    let bytes = origin.file.bytes[origin.offsets]
    let quoted = bytes.dropFirst().dropLast()
    let start: Int
    if quoted.elementsEqual(text.utf8) {
      start = quoted.startIndex
    } else if bytes.elementsEqual(text.utf8) {
      start = bytes.startIndex
    } else {
      return nil
    }
    var offsets = [start]
    for scalar in text.unicodeScalars {
      offsets.append(offsets[offsets.count - 1] + scalar.utf8.count)
    }
    return offsets
  }
}

/// A mistake in the text of a formula that ends the reading of it.
struct FormulaSyntaxError: Error {
  let code: DiagnosticCode
  let message: BilingualText
  /// In scalars of the text.
  let range: Range<Int>
  let expected: BilingualText?
  let suggestion: BilingualText?

  init(
    _ message: BilingualText, at range: Range<Int>, code: DiagnosticCode = .formulaSyntax,
    expected: BilingualText? = nil, suggestion: BilingualText? = nil
  ) {
    self.code = code
    self.message = message
    self.range = range
    self.expected = expected
    self.suggestion = suggestion
  }

  func diagnostic(in source: FormulaSource) -> Diagnostic {
    Diagnostic(
      code, message + source.place(of: range), at: source.range(of: range), expected: expected,
      suggestion: suggestion)
  }
}
