import Foundation
import Testing

@Suite("help, version and completions")
struct HelpTests {
  /// The examples in a help text: lines that begin with the command, without the remark behind.
  private func examples(_ help: String) -> [String] {
    var examples: [String] = []
    var isContinued = false
    for line in help.split(separator: "\n") {
      let text = line.trimmingCharacters(in: .whitespaces)
      guard isContinued || text.hasPrefix("torreya ") else { continue }
      let command = text.firstRange(of: /\s{2,}/).map { String(text[..<$0.lowerBound]) } ?? text
      let part = command.hasSuffix("\\") ? String(command.dropLast()) : command
      if isContinued { examples[examples.count - 1] += part } else { examples.append(part) }
      isContinued = command.hasSuffix("\\")
    }
    return examples
  }

  @Test("every command says what it does and shows an example", arguments: commandNames)
  func help(command: String) throws {
    let folder = try CommandFolder()
    let result = try folder.torreya(command, "--help")
    #expect(result.status == 0)
    #expect(result.messages.isEmpty)
    #expect(result.output.hasPrefix("OVERVIEW: "))
    #expect(result.output.contains("USAGE: torreya \(command)"))
    let shown = examples(result.output)
    #expect(!shown.isEmpty)
    #expect(shown.allSatisfy { $0.contains("torreya \(command)") })
    #expect(try folder.torreya("help", command).output == result.output)
    expectWhole(result.output)
  }

  @Test("the list of commands has whole lines") func list() throws {
    expectWhole(try CommandFolder().torreya("--help").output)
  }

  /// An example that the terminal breaks cannot be pasted: what follows one is one, or indented.
  private func expectWhole(_ help: String) {
    let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
    for (line, next) in zip(lines, lines.dropFirst()) where line.hasPrefix("  torreya ") {
      #expect(next.isEmpty || next.hasPrefix("  "), "\(line) | \(next)")
      #expect(!line.hasSuffix("\\") || next.hasPrefix("    "), "\(line) | \(next)")
    }
  }

  @Test(
    "no command lists options of one run that does several",
    arguments: ["compare", "sweep", "optimise", "sensitivity", "discover"])
  func severalRuns(command: String) throws {
    let folder = try CommandFolder()
    let help = try folder.torreya(command, "--help").output
    for option in ["--precision", "--max-trials", "--quantiles"] {
      #expect(!help.contains(option), "\(option)")
      #expect(try folder.torreya("run", "--help").output.contains(option))
    }
    try folder.torreya("init", "town.json")
    let needed = ["sweep": ["--lever", "promotion=0:100:50"], "optimise": ["--extra", "50万元"]]
    let result = try folder.torreya(
      [command, "town.json", "--quantiles", "exact"] + (needed[command] ?? []))
    #expect(result.status == 64)
    #expect(result.messages.contains("Unknown option '--quantiles'"))
  }

  @Test("the overview names every command and every exit status")
  func overview() throws {
    let folder = try CommandFolder()
    let result = try folder.torreya("--help")
    #expect(result.status == 0)
    for name in commandNames { #expect(result.output.contains("\n  \(name) ")) }
    for status in [0, 1, 64, 65, 66, 70, 73, 130] { #expect(result.output.contains("\(status) ")) }
    #expect(try folder.torreya().output.contains("USAGE: torreya"))
  }

  @Test(
    "the examples run as they stand", .enabled(if: hasShippedScenarios, "needs scenarios/"),
    arguments: commandNames + [""])
  func examples(command: String) throws {
    let folder = try CommandFolder()
    for name in ["scenarios", "seeds"] {
      try FileManager.default.createSymbolicLink(
        atPath: folder.path + "/" + name, withDestinationPath: packageFolder + "/" + name)
    }
    try folder.torreya("init", "town.json")
    try folder.write("plan.xml", planToImport)
    try folder.torreya("run", "town.json", "--trials", "50", "--quiet")
    let arguments = command.isEmpty ? "--help" : "\(command) --help"
    for example in examples(try folder.shell("torreya " + arguments).output) {
      // The starting scenario has no works, and nobody has moved it.
      if example.contains("works.road") || example.contains("moved/") { continue }
      // Nothing has come of it yet.
      if example.contains("months.csv") { continue }
      // Fewer trials, for the example is about the words.
      let long = [
        "run", "compare", "target", "joint", "allocate", "track", "sweep", "optimise",
        "sensitivity", "discover",
      ]
      let isLong =
        long.contains { example.contains("torreya \($0) ") }
        && !example.contains("--trials") && !example.contains("init")
      let line = isLong ? example + " --trials 100" : example
      let result = try folder.shell(
        line.replacingOccurrences(of: "--trials 100000", with: "--trials 1000"))
      #expect(result.status == 0, "\(line)\n\(result.messages)")
      // The plan has no three points.
      if example.contains("--optimistic") { continue }
      #expect(result.messages.isEmpty, "\(line)\n\(result.messages)")
    }
  }

  @Test("the version is one line that manifests record")
  func version() throws {
    let folder = try CommandFolder()
    let result = try folder.torreya("--version")
    #expect(result.status == 0)
    #expect(result.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    try folder.torreya("init", "town.json")
    try folder.torreya("run", "town.json", "--trials", "10", "--quiet")
    let version = result.output.trimmingCharacters(in: .newlines)
    #expect(folder.text("results/manifest.json")?.contains("\"engine\" : \"\(version)\"") == true)
  }

  @Test("completions for each shell", arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) throws {
    let result = try CommandFolder().torreya("--generate-completion-script", shell)
    #expect(result.status == 0)
    for name in commandNames { #expect(result.output.contains(name)) }
    #expect(result.output.contains("excel"))
    #expect(result.output.count > 1000)
  }
}
