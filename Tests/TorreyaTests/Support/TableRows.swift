import Testing
import Torreya

@testable import Reports

/// The rows of a file by the text of some of its columns.
struct TableRows {
  let columns: [String]
  let rows: [[Cell]]

  init(_ name: String, _ result: RunResult, threads: Int = 1) throws {
    let table = try #require(
      result.tables(threads: threads, withTrials: false).first { $0.fileName == name }
    ).wholeTable
    (columns, rows) = (table.columns.map(\.name), table.rows)
  }

  func text(_ column: String, _ row: [Cell]) -> String {
    switch row[columns.firstIndex(of: column)!] {
    case .text(let text), .date(let text): text
    case .integer(let number): String(number)
    default: ""
    }
  }

  func number(_ column: String, _ row: [Cell]) -> Double? {
    if case .number(let number) = row[columns.firstIndex(of: column)!] { number } else { nil }
  }

  func rows(_ wanted: [String: String]) -> [[Cell]] {
    rows.filter { row in wanted.allSatisfy { text($0, row) == $1 } }
  }
}
