import Formulas
import Foundation
import History
import SourceText
import Testing

/// Reads a text as a file `town.csv`.
func read(_ text: String, _ change: (inout HistoryOptions) -> Void = { _ in }) -> (
  histories: [History], diagnostics: [Diagnostic]
) {
  var options = HistoryOptions()
  change(&options)
  return readHistory(SourceFile(name: "town.csv", text: text), options)
}

/// The only history of a text that has no mistakes and no warnings.
func readOne(_ text: String, _ change: (inout HistoryOptions) -> Void = { _ in }) throws -> History
{
  let result = read(text, change)
  for diagnostic in result.diagnostics { Issue.record("\(told(diagnostic))") }
  try #require(result.histories.count == 1)
  return result.histories[0]
}

/// Where a mistake is, its code and its message.
func told(_ diagnostic: Diagnostic) -> String {
  let place = diagnostic.range.map { "\($0.file.name):\($0.start)" } ?? "nowhere"
  return "\(place) [\(diagnostic.code.rawValue)] \(diagnostic.message.en)"
}

/// The mistakes of a text.
func mistakes(_ text: String, _ change: (inout HistoryOptions) -> Void = { _ in }) -> [String] {
  read(text, change).diagnostics.map(told)
}

/// A period by its label.
func period(_ label: String) throws -> Period { try #require(Period(label: label)) }

/// A file of the repository, by its path from the root.
func repositoryFile(_ path: String) throws -> SourceFile {
  let root = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  let data = try Data(contentsOf: root.appending(path: path))
  return SourceFile(name: path, bytes: Array(data))
}

/// Random numbers that are the same in every run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  /// SplitMix64 (Steele, Lea, Flood 2014).
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A standard normal number, as the sum of twelve uniform ones: its tails are light enough for
  /// clean series and it needs no function.
  mutating func normal() -> Double {
    (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &self) }
  }
}

/// The texts of the rows of a table without its header; nil when it cannot be read.
func readCSVTable(_ file: SourceFile) -> [[String]]? {
  readCSV(file).table?.rows.map { $0.map(\.text) }
}
