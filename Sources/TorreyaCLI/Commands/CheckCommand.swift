import ArgumentParser
import Torreya

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Say everything that is wrong with a scenario.",
    discussion: """
      Every mistake at once, each with its line, its column, its path, what was expected, and \
      a suggestion. The variants are checked as well.

        torreya check scenarios/jidong-2024.json
        torreya check - < town.json
      """)

  @OptionGroup var scenario: ScenarioArgument
  @OptionGroup var language: LanguageOption

  func run() throws {
    let model = try scenario.load(language.chosen)
    try show(TerminalReport(language: language.chosen).check(model))
  }
}
