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
        .init(zh: "文件的内容结束之后还有文字", en: "more text stands behind the end of the document"),
        at: offset..<(offset + peek().length),
        expected: .endOfFile, found: nextSnippet(),
        suggestion: .init(
          zh: "一个文件只能有一个 JSON 值：请检查此处之前的括号",
          en: "one file holds one JSON value: check the brackets before this place"))
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
    _ message: BilingualText, code: DiagnosticCode = .syntax, at offsets: Range<Int>,
    expected: BilingualText? = nil, found: BilingualText? = nil,
    suggestion: BilingualText? = nil, hasPath: Bool = true
  ) {
    guard diagnostics.count < Self.diagnosticsMaximum else {
      if !isStopped {
        diagnostics.append(
          Diagnostic(
            .syntax, .readingStops(after: Self.diagnosticsMaximum),
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
  mutating func reportTruncated(inside: (what: BilingualText, offset: Int, closer: String)? = nil) {
    defer { isStopped = true }
    var end = bytes.count
    while end > 0, isBlank(bytes[end - 1]) { end -= 1 }
    var closers = inside.map { [BilingualText.quoted($0.closer)] } ?? []
    closers += open.reversed().prefix(4).map { container in
      let line = file.location(of: container.offset).line
      let closer = Character(Unicode.Scalar(container.closer))
      return BilingualText(
        zh: "第 \(line) 行所缺的“\(closer)”", en: "'\(closer)' for line \(line)")
    }
    if open.count > 4 {
      let others = open.count - 4
      closers.append(.init(zh: "另外 \(others) 个", en: "\(others) more"))
    }
    let innermost = inside ?? open.last.map { (.quoted(String($0.opener)), $0.offset, "") }
    report(
      .endsInside(innermost.map { ($0.what, file.location(of: $0.offset)) }), code: .truncated,
      at: end..<end,
      expected: closers.isEmpty ? nil : closers.joined(.init(zh: "，然后是", en: ", then ")),
      found: .endOfFile,
      suggestion: .init(
        zh: "文件是否完整复制或下载？", en: "was the file copied or downloaded whole?"))
  }

  private mutating func reportEmpty() {
    guard diagnostics.isEmpty else { return }
    let isBlank = bytes.count > file.contentStart
    report(
      isBlank
        ? .init(zh: "文件里只有空白", en: "the file holds nothing but blank space")
        : .init(zh: "文件里没有内容", en: "the file is empty"),
      code: .emptyFile, at: file.contentStart..<file.contentStart,
      expected: .init(zh: "一个 JSON 值，如 { }", en: "a JSON value, such as { }"),
      hasPath: false)
  }

  /// Tells that no value begins here. Stops, unless what follows ends or separates values.
  private mutating func reportMissingValue(_ mark: Mark) {
    if mark.length == 0 { return reportTruncated() }
    let range = offset..<(offset + mark.length)
    switch mark.ascii {
    case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"):
      report(
        .init(zh: "这里缺少一个值", en: "a value is missing"), at: range, expected: .aValue,
        found: nextSnippet())
      // With nothing open, nobody would read on from here.
      if open.isEmpty { isStopped = true }
    default:
      report(
        .init(zh: "值不能这样开头", en: "no value begins like this"), at: range, expected: .aValue,
        found: nextSnippet())
      isStopped = true
    }
  }

  /// What stands at the current position, quoted, short enough for one line.
  func nextSnippet() -> BilingualText {
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
    return .quoted(isCut ? text + "…" : text)
  }
}

extension BilingualText {
  /// What is told where too many mistakes end the reading of a file.
  public static func readingStops(after count: Int) -> BilingualText {
    BilingualText(
      zh: "错误已达 \(count) 处，不再往下读", en: "reading stops after \(count) mistakes")
  }

  static let aValue = BilingualText(zh: "一个值", en: "a value")
  static let aText = BilingualText(zh: "文字", en: "a text")
  static let endOfFile = BilingualText(zh: "文件末尾", en: "the end of the file")

  /// That the file ends inside of what was opened at a place.
  fileprivate static func endsInside(
    _ open: (what: BilingualText, place: SourceLocation)?
  ) -> BilingualText {
    guard let open else {
      return BilingualText(zh: "文件在一个值中间就结束了", en: "the file ends inside a value")
    }
    return BilingualText(
      zh: "\(open.place) 处的\(open.what.zh)还没有结束，文件就到头了",
      en: "the file ends inside \(open.what.en) opened at \(open.place)")
  }
}
