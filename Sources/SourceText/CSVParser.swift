/// Reads a text as a CSV table (RFC 4180) with a header row, and tells all its mistakes.
///
/// Rows end at CRLF, LF or a lone CR; a byte order mark and empty lines are passed over, as
/// spreadsheets write both. A row of the wrong length is told, and cut or filled with empty cells
/// so that the columns still can be looked up. Spaces belong to the cells.
///
/// - Returns: no table when there is no header row to be read.
/// - Errors: `empty-file`, `invalid-utf8`, `csv-header`, `csv-quote`, `csv-ragged-row`.
/// - Complexity: O(bytes); reading stops after 100 mistakes.
public func readCSV(_ file: SourceFile) -> (table: CSVTable?, diagnostics: [Diagnostic]) {
  if let mistake = encodingMistake(in: file) { return (nil, [mistake]) }
  var parser = CSVParser(file)
  let table = parser.readTable()
  return (table, parser.diagnostics)
}

/// The state of reading one file.
private struct CSVParser {
  private static let diagnosticsMaximum = 100

  private let file: SourceFile
  private let bytes: [UInt8]
  private var offset: Int
  private var isStopped = false
  private(set) var diagnostics: [Diagnostic] = []

  init(_ file: SourceFile) {
    self.file = file
    bytes = file.bytes
    offset = file.contentStart
  }

  mutating func readTable() -> CSVTable? {
    guard let header = readRow() else {
      let start = file.contentStart
      report(
        .emptyFile, "the file has no header row", at: start..<start,
        expected: "a first line with the names of the columns")
      return nil
    }
    checkHeader(header)
    var rows: [[CSVTable.Cell]] = []
    while !isStopped, let row = readRow() {
      rows.append(row.count == header.count ? row : evened(row, header: header))
    }
    return CSVTable(header: header, rows: rows)
  }

  /// Reads the next row that is not empty; nil at the end of the file.
  private mutating func readRow() -> [CSVTable.Cell]? {
    while offset < bytes.count, isLineBreak(bytes[offset]) { offset += 1 }
    guard offset < bytes.count else { return nil }
    var cells = [readCell()]
    while offset < bytes.count, bytes[offset] == UInt8(ascii: ",") {
      offset += 1
      cells.append(readCell())
    }
    return cells
  }

  private mutating func readCell() -> CSVTable.Cell {
    let start = offset
    if offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") { return readQuotedCell() }
    var hasQuote = false
    while offset < bytes.count, !isCellEnd(bytes[offset]) {
      if bytes[offset] == UInt8(ascii: "\""), !hasQuote {
        hasQuote = true
        report(
          .csvQuote, "a quote stands inside a cell without quotes", at: offset..<(offset + 1),
          suggestion: "put the whole cell in quotes, and write the quote twice")
      }
      offset += 1
    }
    return cell(text(start..<offset), start)
  }

  /// Reads a cell at its opening quote.
  private mutating func readQuotedCell() -> CSVTable.Cell {
    let start = offset
    var content = ""
    offset += 1
    var chunkStart = offset
    while offset < bytes.count {
      guard bytes[offset] == UInt8(ascii: "\"") else {
        offset += 1
        continue
      }
      content += text(chunkStart..<offset)
      offset += 1
      chunkStart = offset
      guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else {
        return finishQuotedCell(content, start)
      }
      // A doubled quote is one: the second begins the next chunk.
      offset += 1
    }
    report(
      .csvQuote, "the quote is never closed", at: start..<(start + 1),
      expected: "'\"' at the end of the cell", found: "the end of the file")
    isStopped = true
    return cell(content + text(chunkStart..<offset), start)
  }

  /// Passes what stands between a closing quote and the end of the cell: nothing should.
  private mutating func finishQuotedCell(_ content: String, _ start: Int) -> CSVTable.Cell {
    let end = offset
    while offset < bytes.count, !isCellEnd(bytes[offset]) { offset += 1 }
    guard offset > end else { return cell(content, start) }
    report(
      .csvQuote, "text stands behind the closing quote of a cell", at: end..<offset,
      expected: "a comma or the end of the line", found: "'\(text(end..<offset))'",
      suggestion: "a quote inside a cell is written twice")
    return cell(content + text(end..<offset), start)
  }

  private func isLineBreak(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  private func isCellEnd(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || isLineBreak(byte)
  }

  private func cell(_ text: String, _ start: Int) -> CSVTable.Cell {
    CSVTable.Cell(text: text, range: SourceRange(file: file, offsets: start..<offset))
  }

  private func text(_ offsets: Range<Int>) -> String {
    String(decoding: bytes[offsets], as: UTF8.self)
  }
}

// MARK: - Telling mistakes

extension CSVParser {
  /// Tells columns without a name, and names given twice.
  private mutating func checkHeader(_ header: [CSVTable.Cell]) {
    var first: [String: SourceRange] = [:]
    for (index, cell) in header.enumerated() {
      if cell.text.allSatisfy(\.isWhitespace) {
        report(
          .csvHeader, "column \(index + 1) has no name", at: cell.range.offsets,
          suggestion: "name it, or remove the column")
      } else if let earlier = first[cell.text] {
        report(
          .csvHeader, "two columns are named '\(cell.text)'", at: cell.range.offsets,
          expected: "each name once", found: "it at \(earlier.start) already")
      } else {
        first[cell.text] = cell.range
      }
    }
    guard header.count == 1, let only = header.first else { return }
    for separator in [";", "\t", "，"] where only.text.contains(separator) {
      report(
        .csvHeader, "the columns are not separated by commas", at: only.range.offsets,
        expected: "','", found: separator == "\t" ? "tabs" : "'\(separator)'",
        suggestion: "save the file as CSV with commas")
    }
  }

  /// Tells a row of the wrong length, and gives it the length of the header.
  private mutating func evened(
    _ row: [CSVTable.Cell], header: [CSVTable.Cell]
  ) -> [CSVTable.Cell] {
    let start = row[0].range.offsets.lowerBound
    report(
      .csvRaggedRow, "the row has \(cells(row.count)), the header \(header.count)",
      at: start..<offset, expected: cells(header.count), found: cells(row.count),
      suggestion: row.count > header.count ? "put cells that hold a comma in quotes" : nil)
    let missing = max(0, header.count - row.count)
    return Array(row.prefix(header.count)) + (0..<missing).map { _ in cell("", offset) }
  }

  private func cells(_ count: Int) -> String {
    count == 1 ? "1 cell" : "\(count) cells"
  }

  /// Records a mistake, and stops reading when there are too many.
  private mutating func report(
    _ code: DiagnosticCode, _ message: String, at offsets: Range<Int>, expected: String? = nil,
    found: String? = nil, suggestion: String? = nil
  ) {
    guard !isStopped else { return }
    isStopped = diagnostics.count == Self.diagnosticsMaximum
    diagnostics.append(
      Diagnostic(
        isStopped ? .syntax : code,
        isStopped ? "reading stops after \(Self.diagnosticsMaximum) mistakes" : message,
        at: SourceRange(file: file, offsets: offsets), expected: isStopped ? nil : expected,
        found: isStopped ? nil : found, suggestion: isStopped ? nil : suggestion))
  }
}
