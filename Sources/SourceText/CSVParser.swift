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
        .emptyFile, .init(zh: "文件没有表头行", en: "the file has no header row"),
        at: start..<start,
        expected: .init(
          zh: "第一行写各列的名称", en: "a first line with the names of the columns"))
      return nil
    }
    if let below = headerBelow(header) {
      tell(header, above: below)
      return CSVTable(header: header, rows: [])
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
          .csvQuote,
          .init(
            zh: "没有加引号的单元格里出现了引号",
            en: "a quote stands inside a cell without quotes"),
          at: offset..<(offset + 1),
          suggestion: .init(
            zh: "整个单元格加上引号，里面的引号写两个",
            en: "put the whole cell in quotes, and write the quote twice"))
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
      .csvQuote, .init(zh: "引号一直没有闭合", en: "the quote is never closed"),
      at: start..<(start + 1),
      expected: .init(zh: "单元格末尾的双引号", en: "'\"' at the end of the cell"),
      found: .endOfFile)
    isStopped = true
    return cell(content + text(chunkStart..<offset), start)
  }

  /// Passes what stands between a closing quote and the end of the cell: nothing should.
  private mutating func finishQuotedCell(_ content: String, _ start: Int) -> CSVTable.Cell {
    let end = offset
    while offset < bytes.count, !isCellEnd(bytes[offset]) { offset += 1 }
    guard offset > end else { return cell(content, start) }
    report(
      .csvQuote,
      .init(
        zh: "单元格的右引号后面还有文字", en: "text stands behind the closing quote of a cell"),
      at: end..<offset,
      expected: .init(zh: "逗号或行尾", en: "a comma or the end of the line"),
      found: .quoted(text(end..<offset)),
      suggestion: .init(
        zh: "单元格里的引号要写两个", en: "a quote inside a cell is written twice"))
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
  /// The row that has the names of the columns, where a title or an empty row of a spreadsheet
  /// stands above it; nil where the first row has them.
  private func headerBelow(_ first: [CSVTable.Cell]) -> [CSVTable.Cell]? {
    guard filled(first).count < 2 else { return nil }
    var ahead = self
    while let row = ahead.readRow() {
      guard filled(row).count > 1 else { continue }
      // Of one name and a row of numbers nobody knows what the other columns are.
      return filled(row).contains { Double($0.text) != nil } ? nil : row
    }
    return nil
  }

  private func filled(_ row: [CSVTable.Cell]) -> [CSVTable.Cell] {
    row.filter { !$0.text.allSatisfy(\.isWhitespace) }
  }

  /// Tells rows above the header; what follows cannot be told apart before they are gone.
  private mutating func tell(_ first: [CSVTable.Cell], above header: [CSVTable.Cell]) {
    let line = header[0].range.start.line
    report(
      .csvHeader,
      .init(
        zh: "表头上方还有别的行：列名似乎在第 \(line) 行",
        en: "there are rows above the header: the names of the columns seem to be on line \(line)"),
      at: first[0].range.offsets.lowerBound..<first[first.count - 1].range.offsets.upperBound,
      expected: .init(
        zh: "第一行写各列的名称", en: "a first line with the names of the columns"),
      suggestion: .init(zh: "删去表头上方的行", en: "delete the rows above the header"))
  }

  /// Tells columns without a name, and names given twice.
  private mutating func checkHeader(_ header: [CSVTable.Cell]) {
    var first: [String: SourceRange] = [:]
    for (index, cell) in header.enumerated() {
      if cell.text.allSatisfy(\.isWhitespace) {
        report(
          .csvHeader,
          .init(zh: "第 \(index + 1) 列没有名称", en: "column \(index + 1) has no name"),
          at: cell.range.offsets,
          suggestion: .init(
            zh: "写上名称；整列为空的可以删去", en: "name it; a column that is empty may go"))
      } else if let earlier = first[cell.text] {
        report(
          .csvHeader,
          .init(
            zh: "有两列都叫“\(cell.text)”", en: "two columns are named '\(cell.text)'"),
          at: cell.range.offsets,
          expected: .init(zh: "每个名称只用一次", en: "each name once"),
          found: .already(at: earlier.start))
      } else {
        first[cell.text] = cell.range
      }
    }
    guard header.count == 1, let only = header.first else { return }
    for separator in [";", "\t", "，"] where only.text.contains(separator) {
      report(
        .csvHeader,
        .init(zh: "各列之间不是用逗号隔开的", en: "the columns are not separated by commas"),
        at: only.range.offsets, expected: .quoted(","),
        found: separator == "\t" ? .init(zh: "制表符", en: "tabs") : .quoted(separator),
        suggestion: .init(
          zh: "把文件另存为用逗号分隔的 CSV", en: "save the file as CSV with commas"))
    }
  }

  /// Tells a row of the wrong length, and gives it the length of the header.
  private mutating func evened(
    _ row: [CSVTable.Cell], header: [CSVTable.Cell]
  ) -> [CSVTable.Cell] {
    let start = row[0].range.offsets.lowerBound
    report(
      .csvRaggedRow,
      .init(
        zh: "这一行有 \(row.count) 个单元格，表头有 \(header.count) 个",
        en: "the row has \(cells(row.count).en), the header \(header.count)"),
      at: start..<offset, expected: cells(header.count), found: cells(row.count),
      suggestion: row.count > header.count
        ? .init(
          zh: "含有逗号的单元格要加引号", en: "put cells that hold a comma in quotes") : nil)
    let missing = max(0, header.count - row.count)
    return Array(row.prefix(header.count)) + (0..<missing).map { _ in cell("", offset) }
  }

  private func cells(_ count: Int) -> BilingualText {
    BilingualText(zh: "\(count) 个单元格", en: count == 1 ? "1 cell" : "\(count) cells")
  }

  /// Records a mistake, and stops reading when there are too many.
  private mutating func report(
    _ code: DiagnosticCode, _ message: BilingualText, at offsets: Range<Int>,
    expected: BilingualText? = nil, found: BilingualText? = nil, suggestion: BilingualText? = nil
  ) {
    guard !isStopped else { return }
    isStopped = diagnostics.count == Self.diagnosticsMaximum
    diagnostics.append(
      Diagnostic(
        isStopped ? .syntax : code,
        isStopped ? .readingStops(after: Self.diagnosticsMaximum) : message,
        at: SourceRange(file: file, offsets: offsets), expected: isStopped ? nil : expected,
        found: isStopped ? nil : found, suggestion: isStopped ? nil : suggestion))
  }
}
