/// One line of a file as a terminal can show it, with the columns that a range takes in it.
///
/// A long line is cut to a window around the begin of the range: a file may be one line of
/// megabytes. Tabs become spaces, so that the underline stands under what it means.
struct LineExcerpt {
  /// The number of the line, from 1.
  let line: Int
  let text: String
  /// The columns before the underline, and those that it takes: at least one.
  let indent: Int
  let width: Int

  private static let tab = "    "
  /// The columns that are shown of a line, and those of them before the range.
  private static let columnsMaximum = 96
  private static let columnsBefore = 56

  /// Takes the line in which `range` begins; of a range over several lines, that part.
  init(_ range: SourceRange) {
    let file = range.file
    line = range.start.line
    let offsets = file.lineOffsets(line)
    let start = min(max(range.offsets.lowerBound, offsets.lowerBound), offsets.upperBound)
    let end = min(max(range.offsets.upperBound, start), offsets.upperBound)

    let window = Self.window(around: start, of: offsets, in: file.bytes)
    var text = window.lowerBound > offsets.lowerBound ? "…" : ""
    var columns = text.displayWidth
    var indent: Int?
    var endColumn: Int?
    var position = window.lowerBound
    while position < window.upperBound {
      if position >= start, indent == nil { indent = columns }
      if position >= end, endColumn == nil { endColumn = columns }
      let (scalar, length) = UTF8Scan.scalar(in: file.bytes, at: position)
      text += Self.shown(scalar)
      columns += Self.width(scalar)
      position += length
    }
    self.text = window.upperBound < offsets.upperBound ? text + "…" : text
    self.indent = indent ?? columns
    width = max(1, (endColumn ?? columns) - self.indent)
  }

  private static func shown(_ scalar: Unicode.Scalar) -> String {
    scalar == "\t" ? tab : String(scalar.visible)
  }

  private static func width(_ scalar: Unicode.Scalar) -> Int {
    scalar == "\t" ? tab.count : scalar.visible.displayWidth
  }

  /// The part of a line to show: all of it when it fits.
  private static func window(
    around start: Int, of line: Range<Int>, in bytes: [UInt8]
  ) -> Range<Int> {
    let whole = end(from: line.lowerBound, of: line, in: bytes)
    if whole == line.upperBound { return line }
    var lower = start
    var columns = 0
    while lower > line.lowerBound, columns < columnsBefore {
      lower -= 1
      // Back to the begin of the character; a broken one has no begin further than three bytes.
      for _ in 0..<3 where lower > line.lowerBound && bytes[lower] & 0xC0 == 0x80 { lower -= 1 }
      columns += max(1, width(UTF8Scan.scalar(in: bytes, at: lower).value))
    }
    return lower..<end(from: lower, of: line, in: bytes)
  }

  /// Where the columns that are shown end when they begin at `start`.
  private static func end(from start: Int, of line: Range<Int>, in bytes: [UInt8]) -> Int {
    var end = start
    var columns = 0
    while end < line.upperBound {
      let (scalar, length) = UTF8Scan.scalar(in: bytes, at: end)
      // Marks without width cost something too, or a line of them would never end.
      columns += max(1, width(scalar))
      if columns > columnsMaximum { break }
      end += length
    }
    return end
  }
}
