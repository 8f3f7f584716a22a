/// A stretch of bytes of one source file.
public struct SourceRange: Sendable {
  public let file: SourceFile
  /// Byte offsets, the upper one past the end.
  public let offsets: Range<Int>

  public init(file: SourceFile, offsets: Range<Int>) {
    self.file = file
    self.offsets = offsets
  }

  /// Where the range begins.
  public var start: SourceLocation { file.location(of: offsets.lowerBound) }

  /// The place just past the last character.
  public var end: SourceLocation { file.location(of: offsets.upperBound) }

  /// The text of the range; bytes that are no UTF-8 become U+FFFD.
  public var text: String { String(decoding: file.bytes[offsets], as: UTF8.self) }
}

/// A place in a file as an editor shows it: both numbers begin at 1, columns count characters.
public struct SourceLocation: Hashable, Sendable, CustomStringConvertible {
  public let line: Int
  public let column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// `line:column`, as editors and terminals make a link of it.
  public var description: String { "\(line):\(column)" }
}
