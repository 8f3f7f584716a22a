/// A stretch of bytes of one source file.
public struct SourceRange: Sendable {
  public let file: SourceFile
  /// Byte offsets, the upper one past the end.
  public let offsets: Range<Int>

  public init(file: SourceFile, offsets: Range<Int>) {
    self.file = file
    self.offsets = offsets
  }
}

/// A place in a file as an editor shows it: both numbers begin at 1, columns count characters.
public struct SourceLocation: Hashable, Sendable {
  public let line: Int
  public let column: Int
}
