extension JSONParser {
  /// The character at the current position, by what it means to JSON.
  struct Mark {
    /// The ASCII character, or the one that full-width punctuation stands for; 0xFF for others.
    let ascii: UInt8
    /// How many bytes it takes; 0 at the end of the file.
    let length: Int
    /// False for punctuation that only looks like what JSON wants.
    let isAsWritten: Bool
  }

  /// Looks at the next character without taking it.
  func peek() -> Mark {
    guard offset < bytes.count else { return Mark(ascii: 0, length: 0, isAsWritten: true) }
    let byte = bytes[offset]
    if byte == UInt8(ascii: ";") {
      return Mark(ascii: UInt8(ascii: ","), length: 1, isAsWritten: false)
    }
    if byte < 0x80 { return Mark(ascii: byte, length: 1, isAsWritten: true) }
    let (scalar, length) = UTF8Scan.scalar(in: bytes, at: offset)
    return Mark(ascii: FullWidth.ascii(scalar) ?? 0xFF, length: length, isAsWritten: false)
  }

  /// Passes a bracket, comma or colon; tells when it is one that JSON does not know.
  mutating func take(_ mark: Mark) {
    if !mark.isAsWritten { reportFullWidth(mark) }
    offset += mark.length
  }

  /// Tells that the character at the current position only looks like the one that JSON wants.
  mutating func reportFullWidth(_ mark: Mark) {
    let (scalar, length) = UTF8Scan.scalar(in: bytes, at: offset)
    let meant = Character(Unicode.Scalar(mark.ascii))
    let kind =
      scalar.isASCII ? BilingualText.same("") : .init(zh: "全角的", en: "full-width ")
    report(
      .init(
        zh: "这里应是“\(meant)”，却用了\(kind.zh)“\(scalar)”",
        en: "\(kind.en)'\(scalar)' stands where JSON needs '\(meant)'"),
      at: offset..<(offset + length), expected: .quoted(String(meant)),
      found: .init(
        zh: "“\(scalar)”（\(codePoint(scalar))）", en: "'\(scalar)' (\(codePoint(scalar)))"),
      suggestion: scalar.isASCII
        ? .init(zh: "写成“\(meant)”", en: "write '\(meant)'")
        : .init(
          zh: "把输入法切换到英文，再输入“\(meant)”",
          en: "type '\(meant)' with the input method switched to English"))
  }

  /// Whether a number, a literal or a text without quotes begins at the current position.
  func isWord(_ mark: Mark) -> Bool {
    mark.length > 0 && wordLength(at: offset) > 0
  }

  /// The bytes of the character at `position` when it may be part of a word; else 0.
  func wordLength(at position: Int) -> Int {
    guard position < bytes.count else { return 0 }
    switch bytes[position] {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"),
      UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "%"):
      return 1
    case 0..<0x80: return 0
    default:
      let (scalar, length) = UTF8Scan.scalar(in: bytes, at: position)
      if FullWidth.isBlank(scalar) { return 0 }
      switch FullWidth.ascii(scalar) {
      case .some(let ascii): return Self.isWordPunctuation(ascii) ? length : 0
      case nil: return length
      }
    }
  }

  /// Whether a full-width form stands for a letter, a digit or a sign of a number.
  private static func isWordPunctuation(_ ascii: UInt8) -> Bool {
    let scalar = Unicode.Scalar(ascii)
    return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      || "+-.%_$".unicodeScalars.contains(scalar)
  }

  /// The word at the current position.
  func wordRange() -> Range<Int> {
    var end = offset
    while case let length = wordLength(at: end), length > 0 { end += length }
    return offset..<end
  }

  func text(_ offsets: Range<Int>) -> String {
    String(decoding: bytes[offsets], as: UTF8.self)
  }
}

// MARK: - Blanks

extension JSONParser {
  func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
      || byte == UInt8(ascii: "\t")
  }

  /// Passes blank space, and, telling them, comments and characters that only look blank.
  mutating func skipBlanks() {
    while offset < bytes.count {
      let byte = bytes[offset]
      if isBlank(byte) {
        offset += 1
      } else if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "#") {
        guard skipComment() else { return }
      } else if byte < UInt8(ascii: " ") || byte > 0x7F {
        guard skipFalseBlanks() else { return }
      } else {
        return
      }
      if isStopped { return }
    }
  }

  /// Passes a comment, telling it; false when none begins here.
  private mutating func skipComment() -> Bool {
    let start = offset
    let isBlock = bytes[start...].starts(with: "/*".utf8)
    guard isBlock || bytes[start] == UInt8(ascii: "#") || bytes[start...].starts(with: "//".utf8)
    else { return false }
    offset += 2
    if isBlock {
      while offset < bytes.count, !bytes[offset...].starts(with: "*/".utf8) { offset += 1 }
      guard offset < bytes.count else {
        reportTruncated(inside: (.init(zh: "注释", en: "a comment"), start, "*/"))
        return true
      }
      offset += 2
    } else {
      offset = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    }
    report(
      .init(zh: "JSON 里不能写注释", en: "JSON has no comments"), at: start..<offset,
      suggestion: .init(
        zh: "说明写在一个键里：\"note\": \"…\"", en: "say it in a key: \"note\": \"…\""))
    return true
  }

  /// Passes a run of characters that look blank, telling it; false when none begins here.
  private mutating func skipFalseBlanks() -> Bool {
    let start = offset
    let (first, _) = UTF8Scan.scalar(in: bytes, at: start)
    while offset < bytes.count {
      let (scalar, length) = UTF8Scan.scalar(in: bytes, at: offset)
      let isControl = scalar.value < 0x20 && !isBlank(bytes[offset])
      guard isControl || FullWidth.isBlank(scalar) else { break }
      offset += length
    }
    guard offset > start else { return false }
    report(
      .init(
        zh: "值与值之间有一个看不见的字符",
        en: "an invisible character stands between the values"),
      at: start..<offset,
      expected: .init(zh: "空格、制表符或换行", en: "spaces, tabs or line breaks"),
      found: .same(codePoint(first)),
      suggestion: .init(
        zh: "删去它，把输入法切换到英文后再输入空格",
        en: "delete it, and type a space with the input method switched to English"))
    return true
  }
}
