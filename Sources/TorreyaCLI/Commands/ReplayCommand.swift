import ArgumentParser
import Torreya

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Make a run again from its manifest, and compare the bytes.",
    discussion: """
      Says that everything is the same to the byte, or what differs: an input, a setting of the \
      engine, a result, a file that was changed afterwards. Exit status 1 when something does.

        torreya replay results/manifest.json
        torreya replay results/manifest.json --scenario moved/town.json
      """)

  @Argument(help: "The manifest of the run.", completion: .file(extensions: ["json"]))
  var manifest: String

  @Option(help: "Where the scenario is now. (default: where it was)")
  var scenario: String?

  @OptionGroup var language: LanguageOption

  func run() throws {
    let record = try readManifest()
    let path = scenario ?? record.scenario.name
    guard scenario != nil || record.scenario.name != SourceFile.standardInputName else {
      throw ValidationError(
        zh: "那次运行读的是标准输入：请用 --scenario 指明情景在哪里。",
        en: "The run read standard input: say where it is with --scenario.")
    }
    let argument = ScenarioArgument.parsed(path)
    let source = try argument.source()
    let again = try questionCommand(record, scenario: path).map { $0.repeated }
    let progress = Progress(quiet: false, language: language.chosen)
    let lines = try reporting(in: language.chosen) { () throws(Diagnostics) in
      defer { progress.finish() }
      return try Replay(of: record, folder: folder, again: again).differences(
        source: source, files: argument.files, progress: progress.update)
    }
    guard lines.isEmpty else {
      try show(lines.map { $0[language.chosen] }.joined(separator: "\n"))
      throw ExitStatus.checkFailed
    }
    let names = record.outputs.map { BilingualText.same($0.name) }.joined()
    let text = BilingualText(zh: "逐字节相同：\(names.zh)", en: "The same bytes: \(names.en)")
    try show(text[language.chosen])
  }

  private var folder: String {
    URL(fileURLWithPath: manifest).deletingLastPathComponent().path
  }

  private func readManifest() throws -> Manifest {
    let file: SourceFile
    do throws(ReadError) {
      file = try readFile(manifest)
    } catch {
      throw cannotRead(manifest, error)
    }
    guard let record = Manifest(json: file.bytes) else {
      say(
        error: .init(
          zh: "“\(manifest)”不是运行的记录文件", en: "'\(manifest)' is not the manifest of a run"))
      throw ExitStatus.scenarioHasErrors
    }
    return record
  }
}

extension ScenarioArgument {
  /// The argument for a path that did not come from the command line.
  static func parsed(_ path: String) -> ScenarioArgument {
    var argument = ScenarioArgument()
    argument.scenario = path
    return argument
  }
}
