import ArgumentParser
import Torreya

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a scenario to start from, with remarks; it runs as it is.",
    discussion: """
        torreya init my-town.json && torreya run my-town.json
        torreya init -                      to standard output
      """)

  @Argument(help: "The file to write; - for standard output.")
  var path = "scenario.json"

  @Flag(help: "Replace a file that is already there.")
  var force = false

  @OptionGroup var language: LanguageOption

  func run() throws {
    guard path != "-" else {
      try show(startingScenario(in: language.chosen))
      return
    }
    try writeNamedFile(path, startingScenario(in: language.chosen) + "\n", force: force)
    let text = BilingualText(
      zh: "已写入 \(path)。下一步：torreya run \(path)",
      en: "\(path) is written. Next: torreya run \(path)")
    try show(text[language.chosen])
  }
}
