/// A diagnostic as a person reads it: place, what is wrong, the line with the spot underlined,
/// what was expected and found, and how to mend it. Without a line break at the end.
///
///     scenario.json:14:23: error: 'trianglar' is not a distribution [unknown-distribution]
///       at  $.fiscal[0].collectionRate
///       14 |   "collectionRate": { "trianglar": { "lower": 0.90 } }
///          |                       ^^^^^^^^^^^
///       expected one of: lognormal, normal, triangular
///       did you mean 'triangular'?
///
/// Control characters that the file brings along are shown, not sent to the terminal.
public func printed(_ diagnostic: Diagnostic, language: Language = .en) -> String {
  let words = FrameWords(language)
  var lines = [headline(of: diagnostic, words, language)]
  if let path = diagnostic.path { lines.append("  \(words.at)  \(shortened(path))") }
  if let range = diagnostic.range { lines += excerptLines(range) }
  if let expected = diagnostic.expected?[language] {
    lines.append("  \(words.expected) \(shortened(expected))")
  }
  if let found = diagnostic.found?[language] {
    lines.append("  \(words.found) \(shortened(found))")
  }
  if let suggestion = diagnostic.suggestion?[language] {
    lines.append("  \(words.suggestion)\(shortened(suggestion))")
  }
  return lines.joined(separator: "\n")
}

/// All diagnostics in the order of files and places, an empty line between them, and a closing
/// line that counts them; empty when there are none.
///
/// - Complexity: O(n log n) in the number of diagnostics.
public func printed(_ all: [Diagnostic], language: Language = .en) -> String {
  guard !all.isEmpty else { return "" }
  let ordered = all.enumerated().sorted { first, second in
    sortKey(first.element, first.offset) < sortKey(second.element, second.offset)
  }
  let texts = ordered.map { printed($0.element, language: language) }
  return (texts + [count(of: all, language)]).joined(separator: "\n\n")
}

/// The first diagnostic by place, and how many more there are: where one mistake leads to others,
/// as in a change of a scenario, it is the one to mend.
public func printedFirst(of all: [Diagnostic], language: Language = .en) -> String {
  let first = all.enumerated().min {
    sortKey($0.element, $0.offset) < sortKey($1.element, $1.offset)
  }
  guard let first else { return "" }
  let others = all.count - 1
  let text = printed(first.element, language: language)
  guard others > 0 else { return text }
  switch language {
  case .en: return text + (others == 1 ? "\n\n1 more follows" : "\n\n\(others) more follow")
  case .zh: return text + "\n\n另有 \(others) 个后续问题"
  }
}

/// What has no place comes first; equal places keep the order in which they were found.
private func sortKey(_ diagnostic: Diagnostic, _ order: Int) -> (String, Int, Int) {
  guard let range = diagnostic.range else { return ("", -1, order) }
  return (range.file.name, range.offsets.lowerBound, order)
}

/// The words around what a diagnostic says.
private struct FrameWords {
  let error, warning, colon, at, expected, found, suggestion: String

  init(_ language: Language) {
    switch language {
    case .en:
      (error, warning, colon, at) = ("error", "warning", ": ", "at")
      (expected, found, suggestion) = ("expected", "found", "")
    case .zh:
      (error, warning, colon, at) = ("错误", "警告", "：", "位于")
      (expected, found, suggestion) = ("应为", "实为", "建议：")
    }
  }
}

private func headline(
  of diagnostic: Diagnostic, _ words: FrameWords, _ language: Language
) -> String {
  let place = diagnostic.range.map { range in
    let isStandardInput = language == .zh && range.file.name == SourceFile.standardInputName
    return "\(isStandardInput ? "<标准输入>" : range.file.name.visible):\(range.start)"
  }
  let severity =
    switch diagnostic.severity {
    case .error: words.error
    case .warning: words.warning
    }
  let message = shortened(diagnostic.message[language])
  return "\(place ?? "torreya"): \(severity)\(words.colon)\(message) [\(diagnostic.code.rawValue)]"
}

/// The source line and the underline; nothing for a line without anything to see.
private func excerptLines(_ range: SourceRange) -> [String] {
  let excerpt = LineExcerpt(range)
  guard excerpt.text.contains(where: { !$0.isWhitespace }) else { return [] }
  let number = String(excerpt.line)
  let gutter = String(repeating: " ", count: number.count)
  let indent = String(repeating: " ", count: excerpt.indent)
  let underline = String(repeating: "^", count: excerpt.width)
  return ["  \(number) | \(excerpt.text)", "  \(gutter) | \(indent)\(underline)"]
}

/// A text of one line, safe to show: a key or a path from the file may be megabytes long.
private func shortened(_ text: String) -> String {
  let limit = 400
  let scalars = text.unicodeScalars
  guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
    end < scalars.endIndex
  else { return text.visible }
  return String(scalars[..<end]).visible + "…"
}

/// `3 errors, 1 warning`.
private func count(of all: [Diagnostic], _ language: Language) -> String {
  let errors = all.count { $0.severity == .error }
  let warnings = all.count - errors
  var parts: [String] = []
  switch language {
  case .en:
    if errors > 0 { parts.append(errors == 1 ? "1 error" : "\(errors) errors") }
    if warnings > 0 { parts.append(warnings == 1 ? "1 warning" : "\(warnings) warnings") }
    return parts.joined(separator: ", ")
  case .zh:
    if errors > 0 { parts.append("\(errors) 个错误") }
    if warnings > 0 { parts.append("\(warnings) 个警告") }
    return parts.joined(separator: "，")
  }
}
