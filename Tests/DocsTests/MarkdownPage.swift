import Foundation
import Testing

/// The folder of the repository, which holds the pages.
let repository = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// Whether pages are to be brought in step instead of being compared.
let updates = ProcessInfo.processInfo.environment["TORREYA_UPDATE"] == "1"

/// A page of documentation, cut into what can be checked.
struct MarkdownPage: CustomTestStringConvertible, Sendable {
  /// A fenced block: its language, its text, and the line of the page on which it begins.
  struct Block: Sendable {
    let language: String
    let text: String
    let line: Int
    /// What a comment on the line before it says, as in `<!-- make run -->`.
    let remark: String?
    /// The lines of its text, as indexes into the page's lines.
    let lines: Range<Int>
  }

  /// From the repository's folder, such as `docs/formulas.md`.
  let name: String
  let lines: [String]
  let blocks: [Block]

  var testDescription: String { name }

  init(_ name: String) throws {
    self.name = name
    let text = try String(contentsOf: repository.appending(path: name), encoding: .utf8)
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    blocks = Self.blocks(lines)
  }

  private static func blocks(_ lines: [String]) -> [Block] {
    var blocks: [Block] = []
    var opening: Int?
    for (index, line) in lines.enumerated() where line.hasPrefix("```") {
      guard let start = opening else {
        opening = index
        continue
      }
      let body = (start + 1)..<index
      let before = lines[..<start].last { !$0.isEmpty } ?? ""
      blocks.append(
        Block(
          language: String(lines[start].dropFirst(3)), text: lines[body].joined(separator: "\n"),
          line: start + 2, remark: before.remark, lines: body))
      opening = nil
    }
    return blocks
  }

  /// The lines outside of fenced blocks, with their numbers.
  var prose: [(number: Int, text: String)] {
    var isInside = false
    return lines.enumerated().compactMap { index, line in
      if line.hasPrefix("```") { isInside.toggle() }
      return isInside || line.hasPrefix("```") ? nil : (index + 1, line)
    }
  }

  /// Writes the page with other lines in place of some.
  func replace(_ range: Range<Int>, with text: String) throws {
    var changed = lines
    changed.replaceSubrange(
      range, with: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    try Data(changed.joined(separator: "\n").utf8)
      .write(to: repository.appending(path: name))
  }

  /// Every page of the repository.
  static let all: [MarkdownPage] = {
    let folders = ["", "docs", "scenarios", "seeds", "Benchmarks"]
    let names = folders.flatMap { folder -> [String] in
      let path = repository.appending(path: folder).path
      let files = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
      return files.filter { $0.hasSuffix(".md") }.sorted()
        .map { folder.isEmpty ? $0 : folder + "/" + $0 }
    }
    return names.compactMap { try? MarkdownPage($0) }
  }()
}

extension String {
  /// The text of an HTML comment that is the whole line.
  fileprivate var remark: String? {
    guard hasPrefix("<!--"), hasSuffix("-->") else { return nil }
    return dropFirst(4).dropLast(3).trimmingCharacters(in: .whitespaces)
  }

  /// What GitHub makes of a heading for links to it.
  var anchor: String {
    String(
      lowercased().unicodeScalars.compactMap { scalar -> Character? in
        if scalar == " " { return "-" }
        let isKept = scalar.properties.isAlphabetic || scalar == "-" || scalar == "_"
          || scalar.properties.numericType == .decimal
        return isKept ? Character(scalar) : nil
      })
  }
}
