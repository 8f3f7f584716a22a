import Foundation
import Testing

/// A table that `Reference/make_multiple_tables.py` wrote: lists of numbers by name.
struct MultipleReferenceTable {
  private var lists: [String: [Double]] = [:]

  init(_ name: String) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let file = folder.appendingPathComponent("Reference/\(name).csv")
    let text = try String(contentsOf: file, encoding: .utf8)
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let parts = line.split(separator: ",")
      lists[String(parts[0])] = parts[1].split(separator: " ").compactMap { Double($0) }
    }
  }

  func list(_ key: String) throws -> [Double] { try #require(lists[key], "\(key)") }

  func number(_ key: String) throws -> Double { try #require(list(key).first) }

  /// A list cut into rows.
  func rows(_ key: String, of width: Int) throws -> [[Double]] {
    let all = try list(key)
    return stride(from: 0, to: all.count, by: width).map { Array(all[$0..<($0 + width)]) }
  }
}

/// The largest difference of two lists; infinite when they differ in length or hold no number.
func largestDifference(_ left: [Double], _ right: [Double]) -> Double {
  guard left.count == right.count else { return .infinity }
  return zip(left, right).reduce(0) { largest, pair in
    let difference = abs(pair.0 - pair.1)
    return difference.isNaN ? .infinity : max(largest, difference)
  }
}

/// The correlation of two samples.
func sampleCorrelation(_ left: some Collection<Double>, _ right: some Collection<Double>) -> Double
{
  let n = Double(left.count)
  let (a, b) = (left.reduce(0, +) / n, right.reduce(0, +) / n)
  var (ab, aa, bb) = (0.0, 0.0, 0.0)
  for (x, y) in zip(left, right) {
    ab += (x - a) * (y - b)
    aa += (x - a) * (x - a)
    bb += (y - b) * (y - b)
  }
  return ab / (aa * bb).squareRoot()
}
