/// Reads a text as JSON (RFC 8259), strictly, and tells all the mistakes that can be told apart.
///
/// Reading never fails: the tree goes as far as the text could be understood, and is nil only
/// when no value begins. Where a slip has one likely meaning (a missing or trailing comma, single
/// quotes, an unquoted key, a comment, full-width punctuation) reading goes on behind it; else it
/// stops there. A tree with diagnostics is good for looking up names, not for its values.
///
/// - Errors: `empty-file`, `invalid-utf8`, `syntax`, `truncated`, `nesting-too-deep`,
///   `duplicate-key` (the tree keeps the first). Keys that look the same are the same, however
///   their accents are encoded.
/// - Complexity: O(bytes); reading stops after 100 mistakes, at a depth of 512.
public func readJSON(_ file: SourceFile) -> (node: JSONNode?, diagnostics: [Diagnostic]) {
  if let mistake = encodingMistake(in: file) { return (nil, [mistake]) }
  var parser = JSONParser(file)
  let node = parser.readDocument()
  return (node, parser.diagnostics)
}

/// The state of reading one file: a position, and what is open there.
struct JSONParser {
  /// Beyond it a file is a mistake or an attack; no plan nests deeper than some twenty levels.
  static let depthMaximum = 512
  static let diagnosticsMaximum = 100

  /// An object or array whose end has not been read yet.
  struct Container {
    let isObject: Bool
    let offset: Int
    /// Where reading stands inside it.
    var step: JSONPath.Step?

    var opener: Character { isObject ? "{" : "[" }
    var closer: UInt8 { isObject ? UInt8(ascii: "}") : UInt8(ascii: "]") }
  }

  let file: SourceFile
  /// The bytes of the file; well-formed UTF-8.
  let bytes: [UInt8]
  var offset: Int
  var open: [Container] = []
  /// Set where nothing sensible can be read behind the last mistake.
  var isStopped = false
  private(set) var diagnostics: [Diagnostic] = []

  init(_ file: SourceFile) {
    self.file = file
    bytes = file.bytes
    offset = file.contentStart
  }

  /// Reads the one value of the document and what stands around it.
  mutating func readDocument() -> JSONNode? {
    skipBlanks()
    if isStopped { return nil }
    if offset == bytes.count {
      reportEmpty()
      return nil
    }
    let node = parseValue()
    if isStopped { return node }
    skipBlanks()
    if !isStopped, offset < bytes.count {
      report(
        "more text stands behind the end of the document", at: offset..<(offset + peek().length),
        expected: "the end of the file", found: nextSnippet(),
        suggestion: "one file holds one JSON value: check the brackets before this place")
    }
    return node
  }

  /// Reads the value at the current position; nil where none begins, which is reported.
  mutating func parseValue() -> JSONNode? {
    let mark = peek()
    switch mark.ascii {
    case UInt8(ascii: "{"): return parseObject(mark)
    case UInt8(ascii: "["): return parseArray(mark)
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      guard let (text, range) = parseString(mark) else { return nil }
      return node(.string(text), range)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return parseNumber()
    default:
      if isWord(mark) { return parseWord() }
      reportMissingValue(mark)
      return nil
    }
  }

  func node(_ value: JSONValue, _ offsets: Range<Int>) -> JSONNode {
    JSONNode(value: value, range: SourceRange(file: file, offsets: offsets))
  }
}

// MARK: - Telling mistakes

extension JSONParser {
  /// The way to the value that is being read.
  var path: JSONPath { JSONPath(open.compactMap(\.step)) }

  /// Records a mistake, and stops reading when there are too many.
  mutating func report(
    _ message: String, code: DiagnosticCode = .syntax, at offsets: Range<Int>,
    expected: String? = nil, found: String? = nil, suggestion: String? = nil,
    hasPath: Bool = true
  ) {
    guard diagnostics.count < Self.diagnosticsMaximum else {
      if !isStopped {
        diagnostics.append(
          Diagnostic(
            .syntax, "reading stops after \(Self.diagnosticsMaximum) mistakes",
            at: SourceRange(file: file, offsets: offsets)))
      }
      isStopped = true
      return
    }
    diagnostics.append(
      Diagnostic(
        code, message, at: SourceRange(file: file, offsets: offsets),
        path: hasPath && path != .root ? path.description : nil,
        expected: expected, found: found, suggestion: suggestion))
  }

  /// Tells that the file ends too early, and what was still open; stops.
  ///
  /// - Parameter inside: what was being read, with the offset of its begin.
  mutating func reportTruncated(inside: (what: String, offset: Int, closer: String)? = nil) {
    defer { isStopped = true }
    var end = bytes.count
    while end > 0, isBlank(bytes[end - 1]) { end -= 1 }
    var closers = inside.map { ["'\($0.closer)'"] } ?? []
    closers += open.reversed().prefix(4).map { container in
      let line = file.location(of: container.offset).line
      return "'\(Character(Unicode.Scalar(container.closer)))' for line \(line)"
    }
    if open.count > 4 { closers.append("\(open.count - 4) more") }
    let innermost = inside ?? open.last.map { ("'\($0.opener)'", $0.offset, "") }
    let place = innermost.map { "\($0.what) opened at \(file.location(of: $0.offset))" }
    report(
      "the file ends inside \(place ?? "a value")", code: .truncated, at: end..<end,
      expected: closers.isEmpty ? nil : closers.joined(separator: ", then "),
      found: "the end of the file",
      suggestion: "was the file copied or downloaded whole?")
  }

  private mutating func reportEmpty() {
    guard diagnostics.isEmpty else { return }
    let isBlank = bytes.count > file.contentStart
    report(
      isBlank ? "the file holds nothing but blank space" : "the file is empty",
      code: .emptyFile, at: file.contentStart..<file.contentStart,
      expected: "a JSON value, such as { }",
      hasPath: false)
  }

  /// Tells that no value begins here. Stops, unless what follows ends or separates values.
  private mutating func reportMissingValue(_ mark: Mark) {
    if mark.length == 0 { return reportTruncated() }
    let range = offset..<(offset + mark.length)
    switch mark.ascii {
    case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"):
      report("a value is missing", at: range, expected: "a value", found: nextSnippet())
      // With nothing open, nobody would read on from here.
      if open.isEmpty { isStopped = true }
    default:
      report("no value begins like this", at: range, expected: "a value", found: nextSnippet())
      isStopped = true
    }
  }

  /// What stands at the current position, quoted, short enough for one line.
  func nextSnippet() -> String {
    let limit = 24
    var text = ""
    var position = offset
    while position < bytes.count, text.unicodeScalars.count < limit {
      let (scalar, length) = UTF8Scan.scalar(in: bytes, at: position)
      if scalar == "\n" || scalar == "\r" { break }
      text.unicodeScalars.append(scalar)
      position += length
    }
    let isCut = position < bytes.count && text.unicodeScalars.count == limit
    return "'\(text)\(isCut ? "…" : "")'"
  }
}
