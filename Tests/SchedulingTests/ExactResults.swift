import Foundation
import Testing

/// The exact results of a network: the rows of `Reference/exact-networks.csv` that bear its name.
struct ExactResults {
  struct Row {
    let quantity: String
    let argument: String
    let value: Double
  }

  let rows: [Row]

  init(of network: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let text = try String(
      contentsOf: folder.appending(path: "Reference/exact-networks.csv"), encoding: .utf8)
    rows = try text.split(separator: "\n").compactMap { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard cells.count == 4, cells[0] == network else { return nil }
      return Row(
        quantity: cells[1], argument: cells[2], value: try #require(Double(cells[3]), "\(line)"))
    }
  }
}
