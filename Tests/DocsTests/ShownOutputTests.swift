import Foundation
import Testing

/// What the pages show under `<!-- prints: torreya … -->` is what the command prints, the rows under
/// `<!-- rows: … -->` are rows of the file that a run writes, and what stands under
/// `<!-- file: … -->` is the file.
///
/// With TORREYA_UPDATE=1 the output is written into the page instead.
@Suite(.serialized) struct ShownOutputTests {
  static let pages = ["README.md", "README.zh-CN.md"]

  @Test(arguments: pages) func isWhatIsPrinted(name: String) throws {
    // Page by page and block by block: an update moves what comes after it.
    let count = try MarkdownPage(name).blocks.count { $0.shown != nil }
    #expect(count >= 3, "\(name) shows what the commands print")
    for number in 0..<count {
      let page = try MarkdownPage(name)
      let block = page.blocks.filter { $0.shown != nil }[number]
      let text = try #require(try block.shown?.text(current: block.text))
      if updates, text != block.text { try page.replace(block.lines, with: text) }
      #expect(
        updates || text == block.text,
        "\(name):\(block.line) is not in step: run the tests with TORREYA_UPDATE=1")
    }
  }
}

/// Where a block's text comes from.
private enum Shown {
  case output(of: String)
  /// The header and the rows that match, of `results/<file>` after a run.
  case rows(file: String, scenario: String)
  case file(String)

  func text(current: String) throws -> String {
    let scratch = FileManager.default.temporaryDirectory.path + "/docs-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    switch self {
    case .file(let name):
      let text = try String(contentsOf: repository.appending(path: name), encoding: .utf8)
      return text.hasSuffix("\n") ? String(text.dropLast()) : text
    case .output(let command):
      var words = command.split(separator: " ").dropFirst().map(String.init)
      let writes = ["run", "compare"].contains(words.first)
      if writes { words += ["--output", scratch] }
      if !words.contains("--language") { words += ["--language", "en"] }
      return try output(of: words).replacing(scratch + "/", with: "results/")
    case .rows(let file, let scenario):
      _ = try output(of: ["run", scenario, "--quiet", "--output", scratch])
      let text = try String(contentsOfFile: scratch + "/" + file, encoding: .utf8)
      let lines = text.split(separator: "\n").map(String.init)
      let starts = current.split(separator: "\n").map { $0.start }
      return lines.filter { line in starts.contains { line.hasPrefix($0) } }
        .joined(separator: "\n")
    }
  }

  /// What the command prints, run in the folder of the repository.
  private func output(of arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = Bundle.main.executableURL?.deletingLastPathComponent()
      .appending(path: "torreya")
    process.arguments = arguments
    process.currentDirectoryURL = repository
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "torreya \(arguments.joined(separator: " "))")
    return String(decoding: data, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).dropLast().joined(separator: "\n")
  }
}

extension MarkdownPage.Block {
  fileprivate var shown: Shown? {
    guard let remark else { return nil }
    if let command = remark.after("prints: ") { return .output(of: command) }
    if let name = remark.after("file: ") { return .file(name) }
    guard let words = remark.after("rows: ")?.split(separator: " "), words.count == 2 else {
      return nil
    }
    return .rows(file: String(words[0]), scenario: String(words[1]))
  }
}

extension StringProtocol {
  fileprivate func after(_ prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }

  /// What tells a row of a file of results from the others: its texts, before the first number.
  fileprivate var start: String {
    let cells = split(separator: ",", omittingEmptySubsequences: false)
    return cells.prefix { Double($0) == nil }.joined(separator: ",")
  }
}
