import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A table that an independent tool made: `Reference/<name>.csv`.
struct ReferenceTable {
  private let columns: [String]
  private let rows: [[String]]

  init(_ name: String, directory: String = #filePath) throws {
    let folder = directory.split(separator: "/").dropLast().joined(separator: "/")
    let path = "/\(folder)/Reference/\(name).csv"
    let file = try #require(fopen(path, "r"), "no reference table at \(path)")
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = getc(file), byte >= 0 { bytes.append(UInt8(byte)) }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    columns = try #require(lines.first)
    rows = Array(lines.dropFirst())
  }

  /// The rows as values by column, of one set where there are several.
  func rows(of set: String? = nil) -> [[String: String]] {
    rows.map { Dictionary(uniqueKeysWithValues: zip(columns, $0)) }
      .filter { set == nil || $0["set"] == set }
  }
}

extension [String: String] {
  /// The numbers of a cell, with spaces between them.
  func numbers(_ column: String) throws -> [Double] {
    try self[column, default: ""].split(separator: " ").map { try #require(Double($0)) }
  }
}

/// How many digits of a number are right: the logarithm of its relative error, or of its error
/// where the right number is 0; 15 at most.
func digits(_ found: Double, _ certified: Double) -> Double {
  let error = certified == 0 ? abs(found) : abs(found - certified) / abs(certified)
  return error == 0 ? 15 : min(15, -log10(error))
}
