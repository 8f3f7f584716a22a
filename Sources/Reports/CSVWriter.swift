/// For whom a CSV file is written.
public enum CSVFormat: Sendable {
  /// For programs: UTF-8, lines end at LF.
  case plain
  /// For Excel and WPS, which take Chinese for GBK without a byte order mark: that, and CRLF.
  case spreadsheet
}

/// A table as the bytes of a CSV file (RFC 4180): one header row with the column names, then the
/// rows, the last line ended too.
///
/// Numbers stand in plain notation with the fewest digits that read back exactly. A text that a
/// spreadsheet would run as a formula gets a leading apostrophe, in every format: the file may
/// reach a spreadsheet by any way. Numbers are written by us and stay numbers.
///
/// - Complexity: O(cells).
public func csv(_ table: Table, format: CSVFormat = .plain) -> [UInt8] {
  csvHeader(table.columns, format: format) + csvRows(table, format: format)
}

/// The bytes that stand before the first row of values.
func csvHeader(_ columns: [Table.Column], format: CSVFormat) -> [UInt8] {
  var bytes: [UInt8] = format == .spreadsheet ? [0xEF, 0xBB, 0xBF] : []
  append(columns.map { .text($0.name) }, to: &bytes, format.lineEnd)
  return bytes
}

/// The rows of a table without its header, to continue a file.
func csvRows(_ table: Table, format: CSVFormat) -> [UInt8] {
  var bytes: [UInt8] = []
  for row in table.rows { append(row, to: &bytes, format.lineEnd) }
  return bytes
}

extension CSVFormat {
  fileprivate var lineEnd: [UInt8] {
    switch self {
    case .plain: [0x0A]
    case .spreadsheet: [0x0D, 0x0A]
    }
  }
}

private func append(_ row: [Cell], to bytes: inout [UInt8], _ lineEnd: [UInt8]) {
  for (index, cell) in row.enumerated() {
    if index > 0 { bytes.append(UInt8(ascii: ",")) }
    switch cell {
    case .text(let text): appendText(text, to: &bytes, isOnly: row.count == 1)
    case .date(let text): appendText(text, to: &bytes, isOnly: row.count == 1)
    case .number(let value): appendPlainNumber(value, to: &bytes)
    case .integer(let value): bytes.append(contentsOf: String(value).utf8)
    case .empty: appendText("", to: &bytes, isOnly: row.count == 1)
    }
  }
  bytes.append(contentsOf: lineEnd)
}

/// Appends a text, in quotes where it needs them. An empty cell that stands alone is quoted, for
/// an empty line is no row to most readers.
private func appendText(_ text: String, to bytes: inout [UInt8], isOnly: Bool) {
  let content = isFormula(text) ? "'" + text : text
  let needsQuotes = content.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
  guard needsQuotes || (content.isEmpty && isOnly) else {
    bytes.append(contentsOf: content.utf8)
    return
  }
  bytes.append(UInt8(ascii: "\""))
  for byte in content.utf8 {
    if byte == UInt8(ascii: "\"") { bytes.append(byte) }
    bytes.append(byte)
  }
  bytes.append(UInt8(ascii: "\""))
}

/// Whether a spreadsheet would run the text; full-width signs are run by some in East Asia.
///
/// - Source: OWASP, *CSV Injection*.
private func isFormula(_ text: String) -> Bool {
  switch text.unicodeScalars.first {
  case "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠": true
  default: false
  }
}
