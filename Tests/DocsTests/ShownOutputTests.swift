import Foundation
import SourceText
import Synchronization
import Testing
import Torreya

@testable import Reports
@testable import TorreyaCLI

/// What the pages show under `<!-- prints: torreya … -->` is what the command prints (run, compare,
/// or explain of works), the rows under `<!-- rows: … -->` are rows of the file that a run writes,
/// and what stands under `<!-- file: … -->` is the file.
///
/// With TORREYA_UPDATE=1 the text is written into the page instead.
@Suite(.serialized) struct ShownOutputTests {
  /// How many blocks each page shows: a changed remark would leave one unread.
  private static let pages = [
    "README.md": 4, "README.zh-CN.md": 4, "docs/works.md": 4, "docs/works.zh-CN.md": 4,
    "docs/forecasting.md": 2, "docs/forecasting.zh-CN.md": 2,
  ]

  @Test(arguments: pages.keys.sorted()) func isWhatIsPrinted(name: String) throws {
    let count = try MarkdownPage(name).blocks.count { $0.shown != nil }
    #expect(count == Self.pages[name])
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
    case .output(let line):
      let words = line.split(separator: " ").dropFirst().map(String.init)
      let command = try TorreyaCommand.parseAsRoot(words)
      if let explain = command as? ExplainCommand { return try explain.shown() }
      if let compare = command as? CompareCommand { return try compare.shown() }
      let run = try ShownRun(line)
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
      result = try run(compiled, try Self.settings(of: command, for: compiled))
      let made = result
      Self.results.withLock { $0[name] = made }
    }
    settings = try Self.settings(of: command, for: result.compiled)
    language = command.language.language ?? .en
  }

  private static func settings(of command: RunCommand, for compiled: CompiledScenario) throws
    -> SimulationSettings
  {
    try command.simulation.settings(
      for: compiled, command.single.precise, quantiles: command.single.quantiles)
  }

  var tables: [NamedTable] { result.tables(threads: settings.threads, withTrials: false) }
}

extension ScenarioArgument {
  /// The scenario, and where its files are.
  fileprivate func shown() throws -> (model: ScenarioModel, files: DiskFiles) {
    let path = repository.appending(path: scenario).path
    let files = DiskFiles(scenario: path)
    let (model, diagnostics) = Torreya.load(try readFile(path, name: scenario), files: files)
    return (try #require(model, "\(printed(diagnostics, language: .en))"), files)
  }
}

extension ExplainCommand {
  /// Why one trial of works ended when it did.
  fileprivate func shown() throws -> String {
    let model = try scenario.shown().model
    let scheme = try sampling.scheme(for: model.scenario)
    let explanation = try ScheduleExplanation(
      of: try #require(indicator), in: model, trial: trial,
      seed: seed ?? model.scenario.simulation.seed, sampling: scheme)
    return explanation.text(language.language ?? .en)
  }
}

extension CompareCommand {
  /// What the variants change.
  fileprivate func shown() throws -> String {
    let (model, files) = try scenario.shown()
    let settings = try simulation.settings(for: compile(model), nil, needingTrials: true)
    let comparison = try Torreya.compare(
      model, with: model.scenario.variants, settings, files: files)
    return TerminalReport(language: language.language ?? .en)
      .comparison(
        comparison, files: comparison.tables.map(\.fileName) + ["manifest.json"], folder: output)
  }
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
