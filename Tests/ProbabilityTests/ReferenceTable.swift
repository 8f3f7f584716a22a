import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A table that an independent tool made: `Reference/<name>.csv`.
struct ReferenceTable {
  let columns: [String]
  let rows: [[String]]

  init(_ name: String, separator: Character = ",", directory: String = #filePath) throws {
    let folder = directory.split(separator: "/").dropLast().joined(separator: "/")
    let text = try contents(ofFile: "/\(folder)/Reference/\(name).csv")
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    let heading = try #require(lines.first)
    columns = heading.split(separator: separator).map(String.init)
    rows = lines.dropFirst().map { line in
      line.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// The numbers of a column, which may be hexadecimal.
  func numbers(_ column: String) throws -> [Double] {
    let index = try #require(columns.firstIndex(of: column))
    return try rows.map { row in try #require(Double(row[index])) }
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

/// How many doubles lie between two numbers.
func unitsInLastPlace(_ a: Double, _ b: Double) -> Int {
  if a.isNaN || b.isNaN { return a.isNaN && b.isNaN ? 0 : .max }
  func position(_ x: Double) -> Int {
    let bits = Int(bitPattern: UInt(x.bitPattern))
    return bits < 0 ? Int.min &- bits : bits
  }
  let (distance, overflow) = position(a).subtractingReportingOverflow(position(b))
  return overflow ? .max : abs(distance)
}
