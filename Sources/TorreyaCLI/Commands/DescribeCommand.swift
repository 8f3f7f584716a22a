import ArgumentParser
import Torreya

struct DescribeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe", abstract: "The reference, made from the code.",
    discussion: """
        torreya describe components           what a scenario can declare
        torreya describe components tax       the keys of one of them
        torreya describe distributions pert
        torreya describe columns              what the CSV files hold
        torreya describe diagnostics cycle    what a mistake means
      """)

  @Argument(help: "One of: \(ReferenceTopic.allCases.map(\.rawValue).joined(separator: ", ")).")
  var topic: ReferenceTopic

  @Argument(help: "One entry of the topic. (default: all)")
  var entry: String?

  @OptionGroup var language: LanguageOption

  func run() throws {
    guard let entry else {
      try show(reference(topic))
      return
    }
    guard let text = reference(topic, entry: entry) else {
      let names = referenceEntries(topic)
      let near = suggestion(entry, names)
      throw ValidationError(
        zh: "\(topic.rawValue) 中没有“\(entry)”。\(near.zh)",
        en: "There is no '\(entry)' among \(topic.rawValue).\(near.en)")
    }
    try show(text)
  }
}

extension ReferenceTopic: ExpressibleByArgument {}
