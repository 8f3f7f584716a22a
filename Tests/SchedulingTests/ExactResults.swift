import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The exact results of a network: the rows of `Reference/exact-networks.csv` that bear its name.
struct ExactResults {
  struct Row {
    let quantity: String
    let argument: String
    let value: Double
  }

  let rows: [Row]

  init(of network: String) throws {
    let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
    let text = try contents(ofFile: "/\(folder)/Reference/exact-networks.csv")
    rows = try text.split(separator: "\n").compactMap { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard cells.count == 4, cells[0] == network else { return nil }
      return Row(
        quantity: cells[1], argument: cells[2], value: try #require(Double(cells[3]), "\(line)"))
    }
  }
}

private func contents(ofFile path: String) throws -> String {
  let file = try #require(fopen(path, "r"), "no reference table at \(path)")
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 65536)
  while true {
    let count = fread(&chunk, 1, chunk.count, file)
    if count == 0 { break }
    bytes += chunk[..<count]
  }
  return String(decoding: bytes, as: UTF8.self)
}
