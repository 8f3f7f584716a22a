/// A table and the file that it becomes; a long one comes in pieces.
///
/// What reads the file goes by the names of its columns, so each is there once. A table on the
/// terminal may have two alike, as levers and variants may have the same label.
public struct NamedTable: Sendable {
  public let fileName: String
  let columns: [Table.Column]
  let pieces: Int
  let piece: @Sendable (Int) -> Table

  public init(_ fileName: String, _ table: Table) {
    self.init(fileName, columns: table.columns, pieces: 1) { _ in table }
  }

  /// - Parameter piece: gives the rows of each piece, under the same columns.
  /// - Precondition: no two columns have the same name.
  public init(
    _ fileName: String, columns: [Table.Column], pieces: Int,
    piece: @escaping @Sendable (Int) -> Table
  ) {
    precondition(Set(columns.map(\.name)).count == columns.count, "each column name once")
    self.fileName = fileName
    self.columns = columns
    self.pieces = pieces
    self.piece = piece
  }

  /// All of its rows.
  public var wholeTable: Table {
    Table(columns: columns, rows: (0..<pieces).flatMap { piece($0).rows })
  }

  /// The table as a CSV file.
  public func file(_ format: CSVFormat) -> OutputFile {
    OutputFile(name: fileName, pieces: pieces + 1) { index in
      index == 0
        ? csvHeader(columns, format: format) : csvRows(piece(index - 1), format: format)
    }
  }
}
