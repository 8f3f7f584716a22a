/// A table that was read from a CSV file: every cell remembers where it stands.
public struct CSVTable: Sendable {
  /// One cell: its text without quotes, and its range with them.
  public struct Cell: Sendable {
    public let text: String
    public let range: SourceRange

    public init(text: String, range: SourceRange) {
      self.text = text
      self.range = range
    }
  }

  /// The header row: the names of the columns.
  public let header: [Cell]
  /// The other rows; each has as many cells as the header.
  public let rows: [[Cell]]

  /// - Precondition: every row has as many cells as the header.
  public init(header: [Cell], rows: [[Cell]]) {
    precondition(rows.allSatisfy { $0.count == header.count }, "a cell for each column")
    self.header = header
    self.rows = rows
  }

  /// The names of the columns, in their order.
  public var columnNames: [String] { header.map(\.text) }

  /// The place of a column among the others; nil when there is none of this name.
  public func columnIndex(named name: String) -> Int? {
    header.firstIndex { $0.text == name }
  }

  /// The cells of a column, from the first row down; nil when there is none of this name.
  public func column(named name: String) -> [Cell]? {
    columnIndex(named: name).map { index in rows.map { $0[index] } }
  }
}
