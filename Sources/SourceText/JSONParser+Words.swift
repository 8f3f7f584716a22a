extension JSONParser {
  /// Reads a number by the grammar of RFC 8259, section 6; what only resembles one is a word.
  mutating func parseNumber() -> JSONNode? {
    let start = offset
    guard let end = numberEnd(in: bytes, from: start), wordLength(at: end) == 0 else {
      return parseWord()
    }
    offset = end
    return node(.number(text: text(start..<end)), start..<end)
  }

  /// Reads `true`, `false`, `null`, or tells what was written without the quotes it needs.
  mutating func parseWord() -> JSONNode? {
    let range = wordRange()
    switch text(range) {
    case "true": return finish(.boolean(true), range)
    case "false": return finish(.boolean(false), range)
    case "null": return finish(.null, range)
    case let word:
      // The word may have been cut off: that is what there is to tell.
      if range.upperBound == bytes.count, !open.isEmpty {
        reportTruncated()
        return nil
      }
      return parseMistakenWord(word, range)
    }
  }

  private mutating func finish(_ value: JSONValue, _ range: Range<Int>) -> JSONNode {
    offset = range.upperBound
    return node(value, range)
  }

  private mutating func parseMistakenWord(_ word: String, _ range: Range<Int>) -> JSONNode {
    if let literal = meantLiteral(word) {
      report(
        .init(zh: "“\(word)”不是 JSON 的值", en: "'\(word)' is not a JSON value"), at: range,
        suggestion: .didYouMean(literal.text))
      return finish(literal.value, range)
    }
    if isNotFinite(word) {
      report(
        .init(zh: "JSON 里不能写“\(word)”", en: "'\(word)' cannot be written in JSON"),
        at: range, expected: .init(zh: "有限的数", en: "a finite number"),
        suggestion: .init(
          zh: "不写这个值，或写出所指的数",
          en: "leave the value out, or write the number that was meant"))
      return finish(.null, range)
    }
    if let number = mendedNumber(word) {
      report(
        .init(
          zh: "JSON 里的数不能写成“\(word)”", en: "'\(word)' is not how JSON writes a number"),
        at: range, suggestion: .write(number))
      return finish(.number(text: number), range)
    }
    let phrase = phraseRange(from: range)
    let content = text(phrase)
    let beginsAsNumber = word.unicodeScalars.first.map { "0"..."9" ~= $0 || $0 == "-" } ?? false
    if beginsAsNumber {
      let quoted = quotedJSON(content)
      report(
        .init(zh: "“\(content)”不是数", en: "'\(content)' is not a number"), at: phrase,
        expected: .init(zh: "数，或引号里的文字", en: "a number, or a text in quotes"),
        suggestion: .init(
          zh: "带单位的数和日期是文字：写成 \(quoted)",
          en: "with a unit or as a date it is a text: write \(quoted)"))
    } else {
      report(
        .init(
          zh: "文字 \(content) 没有加引号", en: "the text \(content) stands without quotes"),
        at: phrase, expected: .init(zh: "JSON 的值", en: "a JSON value"),
        suggestion: .write(quotedJSON(content)))
    }
    return finish(.string(content), phrase)
  }

  /// A word with those behind it on the line, as of an unquoted text of several words.
  private func phraseRange(from word: Range<Int>) -> Range<Int> {
    var end = word.upperBound
    var position = end
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: " ") {
        position += 1
        continue
      }
      let length = wordLength(at: position)
      if length == 0 { break }
      position += length
      end = position
    }
    return word.lowerBound..<end
  }
}

// MARK: - What was meant

/// The JSON value that other languages write like this.
private func meantLiteral(_ word: String) -> (text: String, value: JSONValue)? {
  switch word.lowercased() {
  case "true", "yes", "ture", "treu", "是": ("true", .boolean(true))
  case "false", "no", "flase", "fasle", "否": ("false", .boolean(false))
  case "null", "none", "nil", "undefined", "nul", "空": ("null", .null)
  default: nil
  }
}

private func isNotFinite(_ word: String) -> Bool {
  let unsigned = word.first.map { "+-".contains($0) } == true ? word.dropFirst() : word[...]
  return ["nan", "inf", "infinity", "∞"].contains(unsigned.lowercased())
}

/// The number that a spelling beyond the JSON grammar stands for; nil when it is no number.
private func mendedNumber(_ word: String) -> String? {
  var text = ""
  for scalar in word.unicodeScalars where scalar != "_" {
    if scalar.isASCII {
      text.unicodeScalars.append(scalar)
    } else if let ascii = FullWidth.ascii(scalar) {
      text.unicodeScalars.append(Unicode.Scalar(ascii))
    } else {
      return nil
    }
  }
  if text.hasPrefix("+") { text.removeFirst() }
  let isNegative = text.hasPrefix("-")
  if isNegative { text.removeFirst() }
  guard let first = text.first, first.isNumber || first == ".", !text.hasPrefix("..") else {
    return nil
  }
  if text.lowercased().hasPrefix("0x") {
    guard let value = UInt64(text.dropFirst(2), radix: 16) else { return nil }
    text = String(value)
  }
  while text.hasPrefix("0"), text.dropFirst().first?.isNumber == true { text.removeFirst() }
  if text.hasPrefix(".") { text = "0" + text }
  if text.hasSuffix(".") { text.removeLast() }
  let number = (isNegative ? "-" : "") + text
  return isJSONNumber(number) ? number : nil
}
