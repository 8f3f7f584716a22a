import Foundation
import SourceText
import Synchronization
import Testing
import Torreya

@testable import Reports
@testable import TorreyaCLI

/// What the pages show under `<!-- prints: torreya run … -->` is what the command prints, the rows
/// under `<!-- rows: … -->` are rows of the file that it writes, and what stands under
/// `<!-- file: … -->` is the file.
///
/// With TORREYA_UPDATE=1 the text is written into the page instead.
@Suite(.serialized) struct ShownOutputTests {
  @Test(arguments: ["README.md", "README.zh-CN.md"]) func isWhatIsPrinted(name: String) throws {
    let count = try MarkdownPage(name).blocks.count { $0.shown != nil }
    #expect(count == 4, "two runs, a scenario, and rows of its results")
    for number in 0..<count {
      // Read again for each block: an update moves what comes after it.
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
  /// The rows that begin like the ones shown, of a file of results.
  case rows(file: String, scenario: String)
  case file(String)

  func text(current: String) throws -> String {
    switch self {
    case .output(let command):
      let run = try ShownRun(command)
      return TerminalReport(language: run.language).run(
        run.result, run.settings, files: run.tables.map(\.fileName) + ["manifest.json"],
        folder: "results")
    case .rows(let file, let scenario):
      let table = try ShownRun("torreya run \(scenario)").tables.first { $0.fileName == file }
      let bytes = try #require(table).file(.plain).bytes
      let starts = current.split(separator: "\n")
        .map { $0.prefix { !$0.isNumber } }
      return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        .filter { line in starts.contains { line.hasPrefix($0) } }.joined(separator: "\n")
    case .file(let name):
      let text = try String(contentsOf: repository.appending(path: name), encoding: .utf8)
      return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
  }
}

/// A run as the command line asks for it, in English unless it says otherwise.
private struct ShownRun {
  let result: RunResult
  let settings: SimulationSettings
  let language: Language

  /// The results by scenario: each is needed in two languages.
  private static let results = Mutex<[String: RunResult]>([:])

  init(_ line: String) throws {
    let words = line.split(separator: " ").dropFirst().map(String.init)
    let command = try #require(try TorreyaCommand.parseAsRoot(words) as? RunCommand)
    let name = command.scenario.scenario
    let path = repository.appending(path: name).path
    let known = Self.results.withLock { $0[name] }
    if let known {
      result = known
    } else {
      let (model, diagnostics) = load(
        try readFile(path, name: name), files: DiskFiles(scenario: path))
      let compiled = compile(try #require(model, "\(printed(diagnostics, language: .en))"))
      result = try run(compiled, try command.simulation.settings(for: compiled))
      let made = result
      Self.results.withLock { $0[name] = made }
    }
    settings = try command.simulation.settings(for: result.compiled)
    language = command.language.language ?? .en
  }

  var tables: [NamedTable] { result.tables(threads: settings.threads, withTrials: false) }
}

extension OutputFile {
  fileprivate var bytes: [UInt8] { (0..<pieces).flatMap { piece($0) } }
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

extension String {
  fileprivate func after(_ prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }
}
