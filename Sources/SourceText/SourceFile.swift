/// A text that was given to the engine: its name as the user knows it, and its bytes.
///
/// A class, so that the many ranges that point into one file share it.
public final class SourceFile: Sendable {
  /// The name for messages: the path as it was typed, or `<standard input>`.
  public let name: String
  public let bytes: [UInt8]
  /// The byte offsets at which lines begin.
  private let lineStarts: [Int]

  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    lineStarts = starts
  }
}
