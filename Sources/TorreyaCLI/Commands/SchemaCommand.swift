import ArgumentParser
import Torreya

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of scenario files.",
    discussion: """
      Editors complete keys and show what they mean with it: save it, and name it in the \
      scenario as "$schema".

        torreya schema > torreya.schema.json
      """)

  func run() throws {
    try show(scenarioSchema())
  }
}
