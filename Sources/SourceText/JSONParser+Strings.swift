extension JSONParser {
  /// Reads a text at the quote `mark`; nil, reported, where its end cannot be told.
  ///
  /// Other quotes than `"` are reported and read up to their counterpart.
  mutating func parseString(
    _ mark: Mark, isKey: Bool = false
  ) -> (text: String, offsets: Range<Int>)? {
    guard mark.ascii == UInt8(ascii: "\""), mark.isAsWritten else {
      return parseForeignText(mark)
    }
    guard let whole = parseText(isKey: isKey) else { return nil }
    skipBlanks()
    if canFollowText(isKey: isKey) { return whole }
    return rewindToFullWidthQuote(in: whole.offsets) ?? whole
  }

  /// Whether what comes next fits behind a text; else the text may have ended at a wrong quote.
  private func canFollowText(isKey: Bool) -> Bool {
    let mark = peek()
    switch mark.ascii {
    case UInt8(ascii: ":"): return isKey
    case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"): return !isKey
    default: return mark.length == 0
    }
  }

  /// Reads a text in proper quotes.
  private mutating func parseText(isKey: Bool) -> (text: String, offsets: Range<Int>)? {
    let start = offset
    offset += 1
    let plainStart = offset
    offset = plainEnd(from: offset)
    if offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") {
      offset += 1
      return (text(plainStart..<(offset - 1)), start..<offset)
    }
    var value = text(plainStart..<offset)
    var hasControl = false
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "\""):
        offset += 1
        return (value, start..<offset)
      case UInt8(ascii: "\\"):
        readEscape(into: &value)
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        return recoverUnclosed(from: start, isKey: isKey)
      default:
        if !hasControl { reportControl() }
        hasControl = true
        value.unicodeScalars.append(Unicode.Scalar(bytes[offset]))
        offset += 1
      }
      if isStopped { return nil }
      let chunkStart = offset
      offset = plainEnd(from: offset)
      if offset > chunkStart { value += text(chunkStart..<offset) }
    }
    reportTruncated(inside: (.aText, start, "\""))
    return nil
  }

  /// The first offset at or after `start` that holds a quote, a backslash or a control character.
  private func plainEnd(from start: Int) -> Int {
    bytes.withUnsafeBufferPointer { buffer in
      var end = start
      while end < buffer.count, buffer[end] != UInt8(ascii: "\""),
        buffer[end] != UInt8(ascii: "\\"), buffer[end] >= UInt8(ascii: " ")
      {
        end += 1
      }
      return end
    }
  }

  private mutating func reportControl() {
    let scalar = Unicode.Scalar(bytes[offset])
    report(
      .init(zh: "文字里有控制字符", en: "a control character stands in a text"),
      at: offset..<(offset + 1),
      found: scalar == "\t"
        ? .init(zh: "制表符（U+0009）", en: "a tab (U+0009)") : .same(codePoint(scalar)),
      suggestion: scalar == "\t"
        ? .init(zh: "写成 \\t 或空格", en: "write \\t, or a space")
        : .init(zh: "删去它", en: "delete it"))
  }
}

// MARK: - Escapes

extension JSONParser {
  /// Reads the escape at the current position.
  private mutating func readEscape(into value: inout String) {
    let start = offset
    offset += 1
    guard offset < bytes.count else { return }
    let letter = bytes[offset]
    offset += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
      value.unicodeScalars.append(Unicode.Scalar(letter))
    case UInt8(ascii: "b"): value += "\u{8}"
    case UInt8(ascii: "f"): value += "\u{C}"
    case UInt8(ascii: "n"): value += "\n"
    case UInt8(ascii: "r"): value += "\r"
    case UInt8(ascii: "t"): value += "\t"
    case UInt8(ascii: "u"): readUnicodeEscape(from: start, into: &value)
    default:
      offset = start + 1
      // A line break is told by the caller, as the end of an unclosed text.
      if letter < UInt8(ascii: " ") { return }
      offset += UTF8Scan.scalarLength(in: bytes, at: offset)
      value += text((start + 1)..<offset)
      report(
        .init(
          zh: "“\(text(start..<offset))”不是转义符",
          en: "'\(text(start..<offset))' is not an escape"),
        at: start..<offset,
        expected: .init(
          zh: #"\" \\ \/ \b \f \n \r \t，或 \u 加四位十六进制数字"#,
          en: #"\" \\ \/ \b \f \n \r \t or \u with four hexadecimal digits"#),
        suggestion: .init(
          zh: #"如 Windows 路径里的反斜线，写成 \\"#,
          en: #"for a backslash, as in a Windows path, write \\"#))
    }
  }

  /// Reads the digits behind `\u`, and of a surrogate pair also the second half.
  private mutating func readUnicodeEscape(from start: Int, into value: inout String) {
    guard let first = readHexDigits(from: start) else { return }
    if let scalar = Unicode.Scalar(first) {
      value.unicodeScalars.append(scalar)
      return
    }
    let second = offset
    if first < 0xDC00, bytes[offset...].starts(with: "\\u".utf8) {
      offset += 2
      guard let low = readHexDigits(from: second) else { return }
      if (0xDC00...0xDFFF).contains(low),
        let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (low - 0xDC00))
      {
        value.unicodeScalars.append(scalar)
        return
      }
      // The second may begin a pair of its own.
      offset = second
    }
    value += "\u{FFFD}"
    report(
      .init(
        zh: "“\(text(start..<second))”只是半个字符",
        en: "'\(text(start..<second))' is half of a surrogate pair"),
      at: start..<second,
      expected: .init(
        zh: "成对的两半，如 \\ud83c\\udf32", en: "both halves, such as \\ud83c\\udf32"),
      suggestion: .init(zh: "直接写这个字符", en: "write the character itself"))
  }

  /// Reads four hexadecimal digits; nil, reported, when they are not four.
  private mutating func readHexDigits(from start: Int) -> UInt32? {
    var value: UInt32 = 0
    for _ in 0..<4 {
      let digit = offset < bytes.count ? Character(Unicode.Scalar(bytes[offset])) : " "
      guard let number = digit.hexDigitValue else {
        // At the end of the file the text is cut, and that is what will be told.
        if offset < bytes.count {
          report(
            .init(
              zh: "“\\u”后面要有四位十六进制数字", en: "'\\u' needs four hexadecimal digits"),
            at: start..<offset,
            expected: .init(zh: "如 \\u69a7", en: "such as \\u69a7"),
            found: .quoted(text(start..<offset)))
        }
        return nil
      }
      value = value << 4 | UInt32(number)
      offset += 1
    }
    return value
  }
}

// MARK: - Slips with quotes

extension JSONParser {
  /// Reads a text in single or full-width quotes, reporting them.
  private mutating func parseForeignText(
    _ mark: Mark
  ) -> (text: String, offsets: Range<Int>)? {
    let start = offset
    let opener = UTF8Scan.scalar(in: bytes, at: start).value
    let isSingle = mark.ascii == UInt8(ascii: "'")
    offset += mark.length
    let textStart = offset
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") {
      let (scalar, length) = UTF8Scan.scalar(in: bytes, at: offset)
      let ascii = scalar.isASCII ? UInt8(scalar.value) : FullWidth.ascii(scalar)
      if ascii == mark.ascii {
        let content = text(textStart..<offset)
        offset += length
        report(
          isSingle
            ? .init(zh: "JSON 里的文字要用双引号", en: "JSON texts have double quotes")
            : .init(zh: "文字用了全角引号", en: "full-width quotes stand around a text"),
          at: start..<offset, expected: .same("\""),
          found: .init(
            zh: "\(opener)（\(codePoint(opener))）", en: "\(opener) (\(codePoint(opener)))"),
          suggestion: .write(quotedJSON(content)))
        return (content, start..<offset)
      }
      offset += length
    }
    if offset == bytes.count {
      reportTruncated(inside: (.aText, start, "\""))
    } else {
      reportUnclosed(
        start..<offset,
        suggestion: .init(zh: "文字的两端都写 \"", en: "write \" at both ends of the text"))
      isStopped = true
    }
    return nil
  }

  /// Tells that a text does not end on its line, and finds where it was meant to end.
  ///
  /// Either a full-width quote was taken for its end, or the quote was forgotten: before the
  /// comma at the end of the line, if there is one. Reading goes on only when what follows then
  /// fits.
  private mutating func recoverUnclosed(
    from start: Int, isKey: Bool
  ) -> (text: String, offsets: Range<Int>)? {
    let lineEnd = offset
    if let ended = rewindToFullWidthQuote(in: start..<lineEnd) { return ended }
    if bytes[lineEnd...].allSatisfy(isBlank) {
      reportTruncated(inside: (.aText, start, "\""))
      return nil
    }
    reportUnclosed(
      start..<lineEnd,
      suggestion: .init(
        zh: "文字里要换行时写 \\n", en: "for a line break inside a text write \\n"))
    var end = lineEnd
    while isBlank(bytes[end - 1]) { end -= 1 }
    let hasComma = end > start + 1 && bytes[end - 1] == UInt8(ascii: ",")
    if hasComma { end -= 1 }
    let next = bytes[lineEnd...].first { !isBlank($0) }
    let isClosing = next == UInt8(ascii: "}") || next == UInt8(ascii: "]")
    guard isClosing || (hasComma && next == UInt8(ascii: "\"")) else {
      isStopped = true
      return nil
    }
    offset = end
    return isKey ? nil : (text((start + 1)..<end), start..<end)
  }

  private mutating func reportUnclosed(_ offsets: Range<Int>, suggestion: BilingualText) {
    report(
      .init(
        zh: "到行尾了，文字还没有用引号闭合",
        en: "the text is not closed before the end of its line"),
      at: offsets,
      expected: .init(zh: "文字末尾的双引号", en: "'\"' at the end of the text"),
      found: .init(zh: "行尾", en: "the end of the line"),
      suggestion: suggestion)
  }

  /// Goes back behind the first full-width quote in a text that ended at the wrong place, and
  /// reports it; nil when there is none. The text is taken as it is written, escapes and all.
  private mutating func rewindToFullWidthQuote(
    in offsets: Range<Int>
  ) -> (text: String, offsets: Range<Int>)? {
    let start = offsets.lowerBound
    var position = start + 1
    while position < offsets.upperBound {
      let (scalar, length) = UTF8Scan.scalar(in: bytes, at: position)
      if FullWidth.isQuote(scalar) {
        offset = position
        reportFullWidth(peek())
        offset = position + length
        return (text((start + 1)..<position), start..<offset)
      }
      position += length
    }
    return nil
  }
}
