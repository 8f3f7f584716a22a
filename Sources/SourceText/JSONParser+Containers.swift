extension JSONParser {
  /// Reads the object that `mark` opens.
  mutating func parseObject(_ mark: Mark) -> JSONNode {
    let start = offset
    guard enter(mark, isObject: true) else { return node(.object([]), start..<offset) }
    var members = MemberList()
    var separator = Separator()
    while readSeparator(&separator) {
      guard let (key, keyOffsets) = parseKey() else {
        separator.previousEnd = offset
        continue
      }
      open[open.count - 1].step = .key(key)
      let first = members.place(of: key)
      if let first { reportDuplicate(key, at: keyOffsets, first: members.all[first].keyRange) }
      guard readColon(after: keyOffsets), let value = parseValue() else {
        open[open.count - 1].step = nil
        separator.previousEnd = offset
        continue
      }
      if first == nil {
        let keyRange = SourceRange(file: file, offsets: keyOffsets)
        members.append(JSONMember(key: key, keyRange: keyRange, value: value))
      }
      separator.previousEnd = value.range.offsets.upperBound
      if !isStopped { open[open.count - 1].step = nil }
    }
    open.removeLast()
    return node(.object(members.all), start..<offset)
  }

  /// Reads the array that `mark` opens.
  mutating func parseArray(_ mark: Mark) -> JSONNode {
    let start = offset
    guard enter(mark, isObject: false) else { return node(.array([]), start..<offset) }
    var elements: [JSONNode] = []
    var separator = Separator()
    while readSeparator(&separator) {
      open[open.count - 1].step = .index(elements.count)
      let element = parseValue()
      if let element { elements.append(element) }
      separator.previousEnd = element?.range.offsets.upperBound ?? offset
      if !isStopped { open[open.count - 1].step = nil }
    }
    open.removeLast()
    return node(.array(elements), start..<offset)
  }

  /// Takes an opening bracket; false, reported, when that would be too deep.
  private mutating func enter(_ mark: Mark, isObject: Bool) -> Bool {
    guard open.count < Self.depthMaximum else {
      report(
        .init(
          zh: "对象和数组的嵌套超过 \(Self.depthMaximum) 层",
          en: "objects and arrays are nested more than \(Self.depthMaximum) deep"),
        code: .nestingTooDeep, at: offset..<(offset + mark.length),
        expected: .init(
          zh: "最多 \(Self.depthMaximum) 层", en: "at most \(Self.depthMaximum) levels"),
        hasPath: false)
      isStopped = true
      return false
    }
    let start = offset
    take(mark)
    open.append(Container(isObject: isObject, offset: start))
    return true
  }
}

// MARK: - Commas and closing brackets

extension JSONParser {
  /// What stood before the next member or element.
  struct Separator {
    /// The comma that was read last, when nothing has followed it yet.
    var comma: Range<Int>?
    /// The end of the last value, when no comma has followed it yet.
    var previousEnd: Int?
  }

  /// Reads commas and blanks up to the next member or element; false behind the closing bracket
  /// and wherever reading stops.
  private mutating func readSeparator(_ separator: inout Separator) -> Bool {
    while !isStopped {
      skipBlanks()
      let mark = peek()
      let range = offset..<(offset + mark.length)
      switch mark.ascii {
      case _ where mark.length == 0:
        if !isStopped { reportTruncated() }
        return false
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if let comma = separator.comma {
          report(
            .init(zh: "右括号前多了一个逗号", en: "a comma stands before the closing bracket"),
            at: comma, found: .init(zh: "多余的逗号", en: "a trailing comma"),
            suggestion: .removeComma)
        }
        close(mark)
        return false
      case UInt8(ascii: ","):
        if separator.previousEnd == nil {
          report(
            .init(zh: "这个逗号前面没有内容", en: "nothing stands before this comma"), at: range,
            expected: expectedItem, suggestion: .removeComma)
          offset = range.upperBound
        } else {
          take(mark)
        }
        separator = Separator(comma: range)
      default:
        separator.comma = nil
        guard let end = separator.previousEnd else { return !isStopped }
        guard canFollowMissingComma(mark) else {
          reportUnexpected(
            mark,
            expected: .init(
              zh: "“,”或“\(closerOfInnermost)”", en: "',' or '\(closerOfInnermost)'"))
          return false
        }
        report(
          .init(zh: "前一个值后面缺少逗号", en: "a comma is missing behind the previous value"),
          at: end..<end, expected: .quoted(","), found: nextSnippet())
        separator = Separator()
        return !isStopped
      }
    }
    return false
  }

  private var expectedItem: BilingualText {
    open.last?.isObject == true ? .init(zh: "一个键", en: "a key") : .aValue
  }

  private var closerOfInnermost: Character { open.last?.isObject == true ? "}" : "]" }

  /// Whether a member or element begins here, so that only the comma can be missing.
  private func canFollowMissingComma(_ mark: Mark) -> Bool {
    switch mark.ascii {
    case UInt8(ascii: "{"), UInt8(ascii: "["): open.last?.isObject == false
    default: beginsValue(mark)
    }
  }

  private func beginsValue(_ mark: Mark) -> Bool {
    switch mark.ascii {
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "{"), UInt8(ascii: "["): true
    default: isWord(mark)
    }
  }

  /// Takes a closing bracket. One of the wrong kind leaves open which bracket was meant, so
  /// reading stops there.
  private mutating func close(_ mark: Mark) {
    guard let container = open.last else { return }
    if mark.ascii == container.closer { return take(mark) }
    open[open.count - 1].step = nil
    report(
      .notClosed(container.opener, at: file.location(of: container.offset)),
      at: offset..<(offset + mark.length), expected: .quoted(String(closerOfInnermost)),
      found: nextSnippet())
    isStopped = true
  }

  mutating func reportUnexpected(_ mark: Mark, expected: BilingualText) {
    report(
      .init(zh: "这里不该出现这个", en: "this was not expected here"),
      at: offset..<(offset + max(mark.length, 1)),
      expected: expected, found: nextSnippet())
    isStopped = true
  }
}

// MARK: - Keys

extension JSONParser {
  /// Reads a key; nil, reported, where there is none.
  private mutating func parseKey() -> (text: String, offsets: Range<Int>)? {
    let mark = peek()
    switch mark.ascii {
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      return parseString(mark, isKey: true)
    case _ where isWord(mark):
      let range = wordRange()
      let key = text(range)
      if range.upperBound == bytes.count {
        reportTruncated()
        return nil
      }
      report(
        .init(zh: "键要加双引号", en: "a key needs double quotes"), at: range,
        expected: .keyInQuotes, found: .quoted(key), suggestion: .write(quotedJSON(key)))
      offset = range.upperBound
      return (key, range)
    default:
      reportUnexpected(mark, expected: .keyInQuotes)
      return nil
    }
  }

  /// Reads the colon and the blanks around it; false where the member has no value.
  private mutating func readColon(after key: Range<Int>) -> Bool {
    skipBlanks()
    guard !isStopped else { return false }
    let mark = peek()
    switch mark.ascii {
    case UInt8(ascii: ":"):
      take(mark)
    case UInt8(ascii: "="):
      report(
        .init(
          zh: "键和值之间要用冒号，不用“=”",
          en: "a colon, not '=', stands between a key and its value"),
        at: offset..<(offset + mark.length), expected: .quoted(":"), found: nextSnippet())
      offset += mark.length
    case _ where mark.length == 0:
      reportTruncated()
    case UInt8(ascii: ","), UInt8(ascii: "}"):
      report(
        .init(zh: "这个键没有值", en: "the key has no value"), at: key,
        expected: .init(zh: "“:”和一个值", en: "':' and a value"), found: nextSnippet())
      return false
    case _ where beginsValue(mark):
      report(
        .init(zh: "键后面缺少冒号", en: "a colon is missing behind the key"),
        at: key.upperBound..<key.upperBound, expected: .quoted(":"), found: nextSnippet())
    default:
      reportUnexpected(mark, expected: .quoted(":"))
    }
    skipBlanks()
    return !isStopped
  }

  private mutating func reportDuplicate(
    _ key: String, at offsets: Range<Int>, first: SourceRange
  ) {
    report(
      .init(zh: "键“\(key)”写了两次", en: "the key '\(key)' is given twice"),
      code: .duplicateKey, at: offsets,
      expected: .init(zh: "每个键只写一次", en: "each key once"),
      found: .already(at: first.start),
      suggestion: .init(zh: "删去其中一个，或改名", en: "remove one of the two, or rename it"))
  }
}

extension BilingualText {
  /// The advice to write this instead.
  static func write(_ text: String) -> BilingualText {
    BilingualText(zh: "写成 \(text)", en: "write \(text)")
  }

  /// That a name stands at an earlier place already.
  static func already(at place: SourceLocation) -> BilingualText {
    BilingualText(zh: "\(place) 处已经有了", en: "it at \(place) already")
  }

  fileprivate static let removeComma = BilingualText(zh: "删去这个逗号", en: "remove the comma")
  fileprivate static let keyInQuotes = BilingualText(
    zh: "双引号里的键", en: "a key in double quotes")

  fileprivate static func notClosed(
    _ opener: Character, at place: SourceLocation
  ) -> BilingualText {
    BilingualText(
      zh: "\(place) 处的“\(opener)”在这个括号之前没有闭合",
      en: "'\(opener)' opened at \(place) is not closed before this bracket")
  }
}

/// The members of an object that is being read, with an index once looking through them is slow.
private struct MemberList {
  private(set) var all: [JSONMember] = []
  private var places: [String: Int] = [:]
  private static let unindexedMaximum = 8

  func place(of key: String) -> Int? {
    guard places.isEmpty else { return places[key] }
    return all.firstIndex { $0.key == key }
  }

  mutating func append(_ member: JSONMember) {
    all.append(member)
    if !places.isEmpty {
      places[member.key] = all.count - 1
    } else if all.count > Self.unindexedMaximum {
      for (place, member) in all.enumerated() { places[member.key] = place }
    }
  }
}
