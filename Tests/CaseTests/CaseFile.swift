import Foundation
import Testing

/// A case: a scenario, what is asked of it, and the text that must come out.
///
/// The text of a case file, in this order:
///
///     # why the expected text is right: comment lines
///     run summary            directives, a line each; without one the folder says what is asked
///     { "horizon": … }       the scenario, or a fragment of one
///     ---- data/shares.csv   for each file that the scenario reads, its name and its text
///     …
///     ----
///     the expected text
struct CaseFile: CustomTestStringConvertible {
  /// The path below `Cases`, without the ending.
  let name: String
  let comment: [String]
  let directives: [Directive]
  /// The scenario as it stands in the file.
  let scenario: String
  let files: [(name: String, text: String)]
  let expected: String
  private let url: URL

  /// A word that says what to do, and what it says it of.
  struct Directive {
    let word: String
    let arguments: [String]
  }

  var testDescription: String { name }

  /// The folder of the case, such as `errors`.
  var folder: String { String(name.prefix { $0 != "/" }) }

  /// The arguments of a directive; nil when the case does not have it.
  func arguments(_ word: String) -> [String]? {
    directives.first { $0.word == word }?.arguments
  }

  /// The number that a directive gives.
  func number(_ word: String) -> Int? { arguments(word)?.first.flatMap { Int($0) } }

  // MARK: Reading and writing

  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Cases", directoryHint: .isDirectory)

  /// Every case below `Cases`, in alphabetical order.
  static let all: [CaseFile] = {
    let prefix = root.path(percentEncoded: false)
    let paths = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)?
      .compactMap { ($0 as? URL)?.path(percentEncoded: false) } ?? []
    return paths.filter { $0.hasSuffix(".case") }.sorted().map { path in
      CaseFile(
        name: String(path.dropFirst(prefix.count).dropLast(".case".count)),
        url: URL(filePath: path))
    }
  }()

  private init(name: String, url: URL) {
    self.name = name
    self.url = url
    let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    var sections = Self.sections(of: text)
    expected = sections.popLast()?.lines.joined(separator: "\n") ?? ""
    let (header, scenario) = Self.opening(sections.first?.lines ?? [])
    comment = header.filter { $0.hasPrefix("#") }
    directives = header.filter { !$0.hasPrefix("#") }.map { line in
      let words = line.split(separator: " ").map(String.init)
      return Directive(word: words[0], arguments: Array(words.dropFirst()))
    }
    self.scenario = scenario.joined(separator: "\n")
    files = sections.dropFirst().map { ($0.title, $0.lines.joined(separator: "\n") + "\n") }
  }

  /// The text between the lines that begin with `----`, each part with what stands on its line.
  private static func sections(of text: String) -> [(title: String, lines: [String])] {
    var sections: [(title: String, lines: [String])] = [("", [])]
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line == "----" || line.hasPrefix("---- ") {
        sections.append((String(line.dropFirst(5)), []))
      } else {
        sections[sections.count - 1].lines.append(line)
      }
    }
    // The line break at the end of the file is not part of the text.
    if sections[sections.count - 1].lines.last == "" {
      sections[sections.count - 1].lines.removeLast()
    }
    return sections
  }

  private static let words = [
    "check", "columns", "digits", "explain", "generated", "histories", "import",
    "language", "memory", "model", "only", "plan", "run", "whole",
  ]

  /// Comments and directives, and the lines after them.
  private static func opening(_ lines: [String]) -> (header: [String], rest: [String]) {
    let end = lines.firstIndex { line in
      !line.hasPrefix("#") && !words.contains(String(line.prefix { $0 != " " }))
    }
    return (Array(lines[..<(end ?? lines.count)]), Array(lines[(end ?? lines.count)...]))
  }

  /// Writes another expected text into the file.
  func rewrite(expected text: String) throws {
    let old = try String(contentsOf: url, encoding: .utf8)
    guard let mark = old.range(of: "\n----\n", options: .backwards) else { return }
    try (old[..<mark.upperBound] + text + "\n").write(to: url, atomically: true, encoding: .utf8)
  }
}
