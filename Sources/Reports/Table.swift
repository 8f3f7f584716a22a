import SourceText

/// One cell of a report.
public enum Cell: Hashable, Sendable {
  case text(String)
  /// A finite number, in the unit of its column.
  case number(Double)
  case integer(Int)
  /// A date or a period in ISO 8601, such as `2024-03-26` or `2024-03`.
  case date(String)
  case empty
}

/// A report: named columns and rows of cells, before it is decided how it is written.
public struct Table: Sendable {
  /// What a column holds.
  public struct Column: Sendable {
    /// The heading, in camelCase; files are read by it, so it stays as it is once published.
    public let name: String
    public let description: BilingualText
    /// The unit of its numbers; nil where they have none, or where a column of units says it.
    public let unit: String?

    public init(_ name: String, _ description: BilingualText, unit: String? = nil) {
      self.name = name
      self.description = description
      self.unit = unit
    }
  }

  public let columns: [Column]
  public private(set) var rows: [[Cell]]

  /// - Precondition: there is a column, and every row has a cell for each.
  public init(columns: [Column], rows: [[Cell]] = []) {
    precondition(!columns.isEmpty, "a table has columns")
    self.columns = columns
    self.rows = []
    for row in rows { append(row) }
  }

  /// Adds a row at the end; the cell of a number that is not finite stays empty, since spreadsheets
  /// know no such numbers.
  ///
  /// - Precondition: it has a cell for each column.
  public mutating func append(_ row: [Cell]) {
    precondition(row.count == columns.count, "a cell for each column")
    rows.append(row.allSatisfy(\.isFinite) ? row : row.map { $0.isFinite ? $0 : .empty })
  }

  /// The columns in which some row says something, for people: files have all of them.
  public var withoutEmptyColumns: Table {
    let filled = columns.indices.filter { column in
      rows.contains { $0[column] != .empty && $0[column] != .text("") }
    }
    guard !filled.isEmpty else { return self }
    return Table(
      columns: filled.map { columns[$0] }, rows: rows.map { row in filled.map { row[$0] } })
  }
}

extension Cell {
  fileprivate var isFinite: Bool {
    if case .number(let value) = self { value.isFinite } else { true }
  }

  var isText: Bool {
    if case .text = self { true } else { false }
  }

  var isNumeric: Bool {
    switch self {
    case .number, .integer: true
    case .text, .date, .empty: false
    }
  }
}
