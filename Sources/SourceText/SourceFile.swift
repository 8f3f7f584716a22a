/// A text that was given to the engine: its name as the user knows it, and its bytes.
///
/// A class, so that the many ranges that point into one file share it.
public final class SourceFile: Sendable {
  /// The name for messages: the path as it was typed, or `<standard input>`.
  public let name: String
  public let bytes: [UInt8]
  /// The name of what is read from standard input.
  public static let standardInputName = "<standard input>"

  /// The byte offsets at which lines begin.
  private let lineStarts: [Int]

  /// Takes the bytes as they are; nothing is checked or converted yet.
  ///
  /// - Complexity: O(bytes), to find the lines.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    var starts = [0]
    bytes.withUnsafeBufferPointer { buffer in
      for offset in buffer.indices where buffer[offset] == UInt8(ascii: "\n") {
        starts.append(offset + 1)
      }
    }
    lineStarts = starts
  }

  /// Takes a text, for tests and for scenarios that are made in memory.
  public convenience init(name: String, text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }

  /// The number of lines; a line break at the very end begins one more, empty line.
  public var lineCount: Int { lineStarts.count }

  /// Where the content begins: past the byte order mark that Windows programs put first.
  public var contentStart: Int { bytes.starts(with: UTF8Scan.byteOrderMark) ? 3 : 0 }

  /// The line and column of a byte.
  ///
  /// A column counts Unicode scalars rather than grapheme clusters: the count is then the same
  /// under every Unicode version, and for Chinese text both are the same. The byte order mark
  /// counts nothing. Bytes that are no UTF-8 count as the replacement characters that an editor
  /// shows for them; an offset inside a character has that character's column.
  ///
  /// - Precondition: `offset` lies in `0...bytes.count`.
  /// - Complexity: O(log lines + length of the line).
  public func location(of offset: Int) -> SourceLocation {
    precondition((0...bytes.count).contains(offset), "an offset of this file")
    let line = lineIndex(of: offset)
    var position = max(lineStarts[line], line == 0 ? contentStart : 0)
    var column = 1
    while position < offset {
      let next = position + UTF8Scan.scalarLength(in: bytes, at: position)
      if next > offset { break }
      position = next
      column += 1
    }
    return SourceLocation(line: line + 1, column: column)
  }

  /// The text of a line without its line break; bytes that are no UTF-8 become U+FFFD.
  ///
  /// - Precondition: `line` lies in `1...lineCount`.
  public func lineText(_ line: Int) -> String {
    String(decoding: bytes[lineOffsets(line)], as: UTF8.self)
  }

  /// The bytes of a line, without its line break and without the byte order mark.
  ///
  /// - Precondition: `line` lies in `1...lineCount`.
  func lineOffsets(_ line: Int) -> Range<Int> {
    precondition((1...lineCount).contains(line), "a line of this file")
    let start = line == 1 ? contentStart : lineStarts[line - 1]
    var end = line == lineCount ? bytes.count : lineStarts[line] - 1
    if end > start, line < lineCount, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<end
  }

  /// The index of the last line that begins at or before `offset`.
  private func lineIndex(of offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}
