import ArgumentParser
import Torreya

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Turn a plan of Microsoft Project, ProjectLibre or Primavera into works.",
    discussion: """
      The plan must be saved as Microsoft Project XML. The works and the calendars that they need \
      are written as JSON that a scenario can name under "include". What works cannot say, or \
      say differently, is told with its line and with what becomes of it: docs/import.md.

        torreya import plan.xml --output works.json
        torreya import plan.xml --project northRoad
        torreya import plan.xml --optimistic Duration1 --likely Duration2 \\
          --pessimistic Duration3
      """)

  @Argument(
    help: "The plan; - reads it from standard input.", completion: .file(extensions: ["xml"]))
  var plan: String

  @Option(help: "The file to write. (default: standard output)")
  var output: String?

  @Option(help: "The id of the project. (default: made of its name)")
  var project: String?

  @Option(help: "The field with the optimistic duration: its name, alias or number.")
  var optimistic: String?

  @Option(help: "The field with the likely duration. (default: the duration)")
  var likely: String?

  @Option(help: "The field with the pessimistic duration: its name, alias or number.")
  var pessimistic: String?

  @Option(help: "The yuan for one unit of the plan's currency. (default: 1 for plans in yuan)")
  var exchangeRate: Double?

  @Flag(help: "Replace a file that is already there.")
  var force = false

  @OptionGroup var language: LanguageOption

  func validate() throws {
    if let project, !project.isIdentifier {
      throw ValidationError(
        zh: "--project 应为字母、数字和 _ 组成的名称，以字母开头。",
        en: "--project must be a name of letters, digits and _, a letter first.")
    }
    if let exchangeRate, !(exchangeRate > 0 && exchangeRate.isFinite) {
      throw ValidationError(zh: "--exchange-rate 应大于 0。", en: "--exchange-rate must be above 0.")
    }
    if (optimistic == nil) != (pessimistic == nil) || (likely != nil && optimistic == nil) {
      throw ValidationError(
        zh: "--optimistic 与 --pessimistic 要一起使用。", en: "--optimistic and --pessimistic go together."
      )
    }
  }

  func run() throws {
    let imported = importProject(try readNamedFile(plan), options)
    guard let json = imported.json else {
      throw fail(imported.diagnostics, in: language.chosen)
    }
    if let output {
      try writeNamedFile(output, json, force: force)
    } else {
      try show(String(json.dropLast()))
    }
    if !imported.diagnostics.isEmpty {
      say(printed(imported.diagnostics, language: language.chosen))
    }
    if let output {
      let count = imported.activities
      let text = BilingualText(
        zh: "\(output)：\(count) 个作业。在情景中写 \"include\": [\"\(output)\"] 即可引用。",
        en: "\(output): \(count) activities. \"include\": [\"\(output)\"] adds them.")
      try show(text[language.chosen])
    }
  }

  private var options: ImportOptions {
    var options = ImportOptions()
    options.project = project
    options.optimistic = optimistic
    options.likely = likely
    options.pessimistic = pessimistic
    options.yuanPerUnit = exchangeRate
    options.language = language.chosen
    return options
  }
}
